public import NeuralNetworks

extension Head {
    /// What the head's nodes and arrays begin with, so that a trainer can tell them from the backbone's.
    public static let scope = "head."

    /// Whether an array belongs to the head.
    public static func isHead(_ name: String) -> Bool { name.hasPrefix(scope) }

    /// Backbone and head in one graph: `features` → `embedding`, `logits`, `probabilities`.
    ///
    /// - Parameters:
    ///   - backbone: `features` → `embedding` `[batch, feature]`; no name in it begins with ``scope``.
    ///   - dropout: share of the embedding dropped in training; nothing is in service.
    public func classifierGraph(on backbone: Graph, dropout: Float = 0) -> Graph {
        var graph = backbone
        graph.name = backbone.name + "-classifier"
        var value = ClassifierNames.embedding
        if dropout > 0 {
            graph.initializers.append(Initializer(name: Self.scope + "ratio", value: NDArray(scalar: dropout)))
            graph.nodes.append(
                Node(
                    name: Self.scope + "dropout", operatorType: "Dropout", inputs: [value, Self.scope + "ratio"],
                    outputs: [Self.scope + "dropout"]))
            value = Self.scope + "dropout"
        }
        for (number, layer) in layers.enumerated() {
            let isLast = number + 1 == layers.count
            let name = Self.scope + "linear\(number)"
            graph.initializers.append(
                Initializer(
                    name: name + ".weight", value: NDArray(layer.weights, shape: [layer.outputs, layer.inputs])))
            graph.initializers.append(
                Initializer(name: name + ".bias", value: NDArray(layer.bias, shape: [layer.outputs])))
            let output = isLast ? ClassifierNames.logits : name
            graph.nodes.append(
                Node(
                    name: name, operatorType: "Gemm", inputs: [value, name + ".weight", name + ".bias"],
                    outputs: [output], attributes: ["transB": .integer(1)]))
            value = output
            guard !isLast else { break }
            graph.nodes.append(
                Node(name: name + ".relu", operatorType: "Relu", inputs: [value], outputs: [name + ".relu"]))
            value = name + ".relu"
        }
        // Axis 1 is the last of two in every operator set.
        graph.nodes.append(
            Node(
                name: ClassifierNames.probabilities, operatorType: "Softmax", inputs: [ClassifierNames.logits],
                outputs: [ClassifierNames.probabilities], attributes: ["axis": .integer(1)]))
        graph.outputs = [
            ValueInfo(name: ClassifierNames.embedding, shape: ["batch", .fixed(featureCount)]),
            ValueInfo(name: ClassifierNames.logits, shape: ["batch", .fixed(classCount)]),
            ValueInfo(name: ClassifierNames.probabilities, shape: ["batch", .fixed(classCount)]),
        ]
        return graph
    }
}
