/// A classifier that someone else trained, made of whatever operators the serving engine reads: it is run, never tuned.
///
/// For files that ``Backbone`` refuses. Its embeddings are computed once by OpenVINO, a head is trained on them alone, and
/// both together make one ordinary model (without an activation map: nobody knows what the graph's inside looks like):
///
/// ```swift
/// let frozen = try FrozenBackbone(file, height: 224, width: 224)
/// // OpenVINO: frozen.graph, `picture` → `embedding` [batch, d], once for every picture
/// let head = FrozenBackbone.headGraph(features: d, classes: 2, seed: 1)
/// // GraphTrainer on `head`, `embedding` → `logits`
/// let model = frozen.classifierGraph(head: trained)
/// ```
public struct FrozenBackbone: Sendable {
    /// `picture` `[batch, 3, height, width]` of 0…1 → `embedding` `[batch, d]`: what the last Gemm or MatMul before the file's first
    /// output reads, or where there is none, what the last global pooling gives.
    public let graph: Graph

    /// - Throws: ``NetworkError`` where there is no picture input, no such value, or the operator set is below 7.
    public init(
        _ file: ModelFile, input name: String? = nil, height: Int, width: Int,
        normalization: PictureNormalization = .imageNet
    ) throws {
        let input = try PictureInput(of: file.graph, named: name)
        guard file.graph.opset >= 7 else {
            throw NetworkError(
                .unsupported, "the graph is of operator set \(file.graph.opset): export it in 11 or later")
        }
        guard input.channels == normalization.mean.count,
            input.height ?? height == height && input.width ?? width == width
        else {
            throw NetworkError(
                .shape,
                "the input '\(input.name)' takes \(input.channels) channels of \(input.width ?? width)×\(input.height ?? height), not \(normalization.mean.count) of \(width)×\(height)"
            )
        }
        let value = try Self.embedding(of: file.graph)
        var graph = file.graph.withFreeNames()
        let channels = input.channels
        graph.inputs = [
            ValueInfo(name: PictureNames.picture, shape: ["batch", .fixed(channels), .fixed(height), .fixed(width)])
        ]
        let own = Graph.freed(input.name)
        graph.initializers += [
            Initializer(name: "frozen/mean", value: NDArray(normalization.mean, shape: [1, channels, 1, 1])),
            Initializer(name: "frozen/deviation", value: NDArray(normalization.deviation, shape: [1, channels, 1, 1])),
        ]
        let turn =
            input.layout == .nhwc
            ? Self.node("Transpose", ["frozen/standardized"], own, ["perm": .integers([0, 2, 3, 1])])
            : Self.node("Identity", ["frozen/standardized"], own)
        graph.nodes =
            [
                Self.node("Sub", [PictureNames.picture, "frozen/mean"], "frozen/centred"),
                Self.node("Div", ["frozen/centred", "frozen/deviation"], "frozen/standardized"), turn,
            ] + graph.nodes
        graph.nodes.append(
            Self.node("Flatten", [Graph.freed(value)], PictureNames.embedding, ["axis": .integer(1)]))
        graph.outputs = [ValueInfo(name: PictureNames.embedding, shape: ["batch", "feature"])]
        try graph.checkOrder()
        self.graph = graph
    }

    /// What is trained: `embedding` → dropout, linear: `logits`, softmax: `probabilities`.
    public static func headGraph(features: Int, classes: Int, dropout: Float = 0.2, seed: UInt64) -> Graph {
        var net = GraphBuilder(name: "head", seed: seed)
        let embedding = net.input(PictureNames.embedding, shape: ["batch", .fixed(features)])
        net.scope = "head."
        let logits = net.output(
            net.linear(net.dropout(embedding, ratio: dropout), features: classes), as: PictureNames.logits)
        net.output(net.softmax(logits), as: PictureNames.probabilities)
        return net.graph
    }

    /// Backbone and trained head in one graph, in the file's operator set: `picture` → `embedding`, `logits`, `probabilities`.
    public func classifierGraph(head: Graph) -> Graph {
        var joined = graph
        joined.name = graph.name + "-classifier"
        joined.initializers += head.initializers
        for var node in head.nodes {
            // As every operator set has them: nothing is dropped in service, and the last of two axes is axis 1.
            if node.operatorType == "Dropout" {
                node = Node(
                    name: node.name, operatorType: "Identity", inputs: [node.inputs[0]], outputs: node.outputs)
            }
            if node.operatorType == "Softmax" { node.attributes["axis"] = .integer(1) }
            joined.nodes.append(node)
        }
        joined.outputs += head.outputs
        return joined
    }

    /// Values of ``graph`` that may be maps of features, in the order in which they are computed: what operators make that do more than
    /// move numbers about. Their shapes are the serving engine's to tell, which knows more operators than we do.
    public var mapCandidates: [String] {
        let dependent = Trunk.dependent(on: PictureNames.picture, in: graph)
        return graph.nodes.filter { !Places.moving.contains($0.operatorType) }.compactMap(\.outputs.first)
            .filter { dependent.contains($0) && $0 != PictureNames.embedding }
    }

    private static func node(
        _ operatorType: String, _ inputs: [String], _ output: String, _ attributes: [String: Attribute] = [:]
    ) -> Node {
        Node(name: output, operatorType: operatorType, inputs: inputs, outputs: [output], attributes: attributes)
    }

    private static func embedding(of graph: Graph) throws -> String {
        guard let value = graph.outputs.first.flatMap({ lastRead(before: $0.name, in: graph) }) else {
            throw NetworkError(
                .unsupported,
                "no embedding was found: before the output '\(graph.outputs.first?.name ?? "")' there is neither a linear layer nor a global pooling"
            )
        }
        return value
    }

    /// What the last linear layer before an output reads, or without one what the last global pooling gives; `nil` without either.
    static func lastRead(before output: String, in graph: Graph) -> String? {
        let before = graph.cut(at: output, shape: []).nodes
        let arrays = Set(
            graph.initializers.map(\.name) + before.filter { $0.operatorType == "Constant" }.flatMap(\.outputs))
        // A linear layer, and not a product of two computed values as attention has them.
        let linear = before.last {
            ["Gemm", "MatMul"].contains($0.operatorType) && $0.input(0) != nil
                && $0.input(1).map(arrays.contains) ?? false
        }
        return linear?.inputs.first ?? before.last { $0.operatorType == "GlobalAveragePool" }?.outputs.first
    }
}

extension Graph {
    /// Names that are ours to give.
    private static let reserved: Set = [
        PictureNames.picture, PictureNames.embedding, PictureNames.logits, PictureNames.probabilities,
        PatchFeatures.name, DetectorNames.scores, DetectorNames.nearest, DetectorNames.anomalyMap,
    ]
    /// What names of the parts that we put behind it begin with.
    private static let reservedScopes = ["head.", "patches.", "memory.", "gaussians."]

    /// What a value of a foreign graph is called once our names are free.
    fileprivate static func freed(_ name: String) -> String {
        reserved.contains(name) || reservedScopes.contains(where: name.hasPrefix) ? "foreign/" + name : name
    }

    fileprivate func withFreeNames() -> Graph { renamed(Self.freed) }
}
