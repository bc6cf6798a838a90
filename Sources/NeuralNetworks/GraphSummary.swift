/// A graph's layers with their shapes, parameters and multiply-adds, for one item (a batch of 1).
public struct GraphSummary: Sendable, Equatable, Codable {
    /// One node.
    public struct Layer: Sendable, Equatable, Codable {
        public var name: String
        public var operatorType: String
        /// Shape of the first output; `nil` where it is not known before the graph runs.
        public var shape: [Int]?
        /// Numbers in the arrays that belong to this node.
        public var parameters: Int
        /// Multiply-adds of one item.
        public var multiplyAdds: Int
    }

    public var layers: [Layer]
    public var parameters: Int
    public var multiplyAdds: Int

    /// - Throws: ``NetworkError`` where shapes do not fit.
    public init(_ graph: Graph) throws {
        let shapes = try ShapeInference(graph).shapes
        let weights = Dictionary(
            graph.initializers.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        var owned = Set<String>()
        self.layers = graph.nodes.map { node in
            let own = node.inputs.filter { weights[$0]?.floats != nil && owned.insert($0).inserted }
            return Layer(
                name: node.name, operatorType: node.operatorType, shape: node.outputs.first.flatMap { shapes[$0] },
                parameters: own.reduce(0) { $0 + (weights[$1]?.elementCount ?? 0) },
                multiplyAdds: Self.multiplyAdds(node, shapes)
            )
        }
        self.parameters = layers.reduce(0) { $0 + $1.parameters }
        self.multiplyAdds = layers.reduce(0) {
            $0.addingReportingOverflow($1.multiplyAdds).overflow ? Int.max : $0 + $1.multiplyAdds
        }
    }

    private static func multiplyAdds(_ node: Node, _ shapes: [String: [Int]]) -> Int {
        guard let output = node.outputs.first.flatMap({ shapes[$0] }),
            let weight = node.input(1).flatMap({ shapes[$0] }), let input = node.input(0).flatMap({ shapes[$0] })
        else { return 0 }
        switch node.operatorType {
        case "Conv": return product(output + weight.dropFirst())
        case "ConvTranspose": return product(input + weight.dropFirst())
        case "Gemm": return product(output + [(node.integer("transA") ?? 0) == 0 ? input[1] : input[0]])
        case "MatMul": return product(output + [input.last ?? 1])
        default: return 0
        }
    }

    /// Saturates: a damaged file may claim anything.
    private static func product(_ lengths: [Int]) -> Int {
        lengths.reduce(1) { $0.multipliedReportingOverflow(by: $1).overflow ? Int.max : $0 * $1 }
    }
}
