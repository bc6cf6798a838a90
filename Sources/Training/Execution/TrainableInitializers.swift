import NeuralNetworks

/// Which initializers are weights to be learned.
///
/// The rule: a float initializer is trainable where at least one node reads it
/// - as weight or bias (inputs 1 and 2) of Conv, ConvTranspose or Gemm,
/// - as either factor of MatMul,
/// - as scale or bias (inputs 1 and 2) of BatchNormalization, InstanceNormalization, GroupNormalization or LayerNormalization,
/// - as slope (input 1) of PRelu,
/// - as an operand of an Add or Mul whose other operand is the output of a MatMul (a bias, or a scale, written as a node of its own).
///
/// All else is fixed: running mean and variance (which training moves in its own way), the constants of a front end inside
/// the graph (Sub and Div by mean and deviation), shapes, axes and limits.
enum TrainableInitializers {
    private static let weightPositions: [String: Set<Int>] = [
        "Conv": [1, 2], "ConvTranspose": [1, 2], "Gemm": [1, 2], "MatMul": [0, 1], "BatchNormalization": [1, 2],
        "InstanceNormalization": [1, 2], "GroupNormalization": [1, 2], "LayerNormalization": [1, 2], "PRelu": [1],
    ]

    static func names(in graph: Graph) -> Set<String> {
        let floats = Set(graph.initializers.filter { $0.value.floats != nil }.map(\.name))
        let products = Set(graph.nodes.filter { $0.operatorType == "MatMul" }.flatMap(\.outputs))
        var names: Set<String> = []
        for node in graph.nodes {
            let positions = weightPositions[node.operatorType] ?? afterMatMul(node, products)
            for position in positions {
                if let name = node.input(position), floats.contains(name) { names.insert(name) }
            }
        }
        return names
    }

    private static func afterMatMul(_ node: Node, _ products: Set<String>) -> Set<Int> {
        guard ["Add", "Mul"].contains(node.operatorType), node.inputs.count == 2 else { return [] }
        return Set([0, 1].filter { products.contains(node.inputs[1 - $0]) })
    }
}
