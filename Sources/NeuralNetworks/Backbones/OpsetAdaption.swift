/// Rewrites nodes of operator sets 5…22 as operator set 17 has them, which our trainer, our builder and OpenVINO read alike.
///
/// What moved between attributes and inputs is moved: limits of Clip, pads, axes of Squeeze, Unsqueeze and the reductions, the shape
/// of Reshape. An operator that is not in ``unchanged`` and not moved here is refused by name.
struct OpsetAdaption {
    static let opset = 17

    /// The same in all operator sets that we read.
    static let unchanged: Set<String> = [
        "Abs", "Add", "AveragePool", "Ceil", "Concat", "Conv", "ConvTranspose", "Cos", "DepthToSpace", "Div", "Elu",
        "Equal", "Erf", "Exp", "Expand", "Flatten", "Floor", "Gather", "Gemm", "GlobalAveragePool", "GlobalMaxPool",
        "Greater", "HardSigmoid", "HardSwish", "InstanceNormalization", "LayerNormalization", "LeakyRelu", "Less",
        "Log",
        "MatMul", "Max", "MaxPool", "Mean", "Min", "Mul", "Neg", "PRelu", "Pow", "Reciprocal", "Relu", "Selu", "Shape",
        "Sigmoid", "Sin", "Softplus", "Softsign", "SpaceToDepth", "Sqrt", "Sub", "Sum", "Tanh", "Tile", "Transpose",
        "Where",
    ]
    private static let movedReductions: Set<String> = [
        "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceProd",
        "ReduceLogSumExp",
    ]

    private static let moved: Set<String> = [
        "BatchNormalization", "Clip", "Pad", "Squeeze", "Unsqueeze", "ReduceSum", "Reshape", "Softmax", "LogSoftmax",
        "Resize", "Cast",
    ]

    /// Whether an operator is among those that we read, in at least one of its uses.
    static func knows(_ node: Node) -> Bool {
        node.domain.isEmpty
            && [unchanged, movedReductions, moved].contains { $0.contains(node.operatorType) }
    }

    private let source: Int
    private var arrays: [String: NDArray]
    private var added: [Initializer] = []

    /// - Throws: ``NetworkError`` naming the node whose operator is not known.
    static func adapted(_ graph: Graph) throws -> Graph {
        var adaption = OpsetAdaption(graph)
        var result = graph
        result.nodes = try graph.nodes.map { try adaption.adapted($0) }
        result.initializers += adaption.added
        result.opset = opset
        return result
    }

    private init(_ graph: Graph) {
        source = graph.opset
        arrays = Dictionary(graph.initializers.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func adapted(_ node: Node) throws -> Node {
        guard node.domain.isEmpty, source >= 5 || node.operatorType != "Reshape" else { throw Self.unknown(node) }
        var node = node
        switch node.operatorType {
        case "BatchNormalization":
            guard (node.integer("spatial") ?? 1) == 1, node.outputs.count == 1 else { throw Self.unknown(node) }
            for old in ["spatial", "is_test", "consumed_inputs", "training_mode"] { node.attributes[old] = nil }
        case "Clip":
            for (position, name) in [(1, "min"), (2, "max")] {
                guard let limit = node.float(name) else { continue }
                node.attributes[name] = nil
                place(NDArray(scalar: limit), as: name, at: position, of: &node)
            }
        case "Pad":
            if let pads = node.integers("pads") {
                let value = node.float("value") ?? 0
                (node.attributes["pads"], node.attributes["value"]) = (nil, nil)
                place(NDArray(pads), as: "pads", at: 1, of: &node)
                place(NDArray(scalar: value), as: "value", at: 2, of: &node)
            }
            guard node.input(3) == nil else { throw Self.unknown(node) }
        case "Squeeze", "Unsqueeze", "ReduceSum":
            if let axes = node.integers("axes") {
                node.attributes["axes"] = nil
                place(NDArray(axes), as: "axes", at: 1, of: &node)
            }
        case let name where Self.movedReductions.contains(name):
            if let input = node.input(1) {
                guard let axes = arrays[input]?.integers else { throw Self.unknown(node) }
                node.inputs = [node.inputs[0]]
                node.attributes["axes"] = .integers(axes)
            }
            node.attributes["noop_with_empty_axes"] = nil
        case "Reshape": break
        case "Softmax", "LogSoftmax":
            // Before 13 all axes from `axis` on were one; for the last axis that is the same.
            guard source >= 13 || node.integer("axis") == -1 else { throw Self.unknown(node) }
        case "Resize":
            guard (11...17).contains(source) else { throw Self.unknown(node) }
        case "Cast":
            guard node.integer("to") != nil else { throw Self.unknown(node) }
        default:
            guard Self.unchanged.contains(node.operatorType) else { throw Self.unknown(node) }
            // Before operator set 7 broadcasting was asked for.
            guard node.integer("axis") == nil || node.integer("broadcast") == nil else { throw Self.unknown(node) }
            for old in ["broadcast", "consumed_inputs"] { node.attributes[old] = nil }
        }
        return node
    }

    private mutating func place(_ array: NDArray, as suffix: String, at position: Int, of node: inout Node) {
        let name = "\(node.outputs.first ?? node.name).\(suffix)"
        added.append(Initializer(name: name, value: array))
        arrays[name] = array
        while node.inputs.count <= position { node.inputs.append("") }
        node.inputs[position] = name
    }

    static func unknown(_ node: Node) -> NetworkError {
        let domain = node.domain.isEmpty ? "" : " of the domain '\(node.domain)'"
        return NetworkError(
            .unsupported,
            """
            the node '\(node.name)': the operator \(node.operatorType)\(domain), as it is used here, is not known to the trainer, so \
            this part cannot be tuned. A classifier of pictures takes such a file as a frozen backbone (OpenVINO computes its \
            features, only the head is trained); to tune it, export it anew in operator set 11 to 17 with common layers
            """
        )
    }
}
