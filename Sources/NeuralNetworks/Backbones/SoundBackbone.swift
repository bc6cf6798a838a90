/// A network of spectrograms that someone trained before, as the embedding of a detector or of a classifier.
///
/// Taken are our own models of sounds, and any graph with one input of floats `[batch, 1, frame, mel]` or `[batch, frame, mel]`. The embedding
/// is the output of that name, else what the last linear layer before the first output reads, else that output itself.
public struct SoundBackbone: Sendable {
    /// `features` `[batch, 1, frame, mel]` → `embedding` `[batch, feature]`.
    public let graph: Graph
    /// The same, which also listens to an early layer; `nil` where none is found.
    public let wide: WideSoundBackbone?

    /// - Parameters:
    ///   - frames: frames in a window.
    ///   - bands: mel bands.
    /// - Throws: ``NetworkError`` for a graph of other inputs, or of another number of frames or bands.
    public init(_ file: ModelFile, frames: Int, bands: Int) throws {
        // The scorers behind it are written in our own operator set; a graph that cannot be brought there stays as it is.
        let source = (try? OpsetAdaption.adapted(file.graph)) ?? file.graph
        guard source.inputs.count == 1, let input = source.inputs.first, input.elementType == .float,
            [3, 4].contains(input.shape.count)
        else {
            throw NetworkError(
                .unsupported,
                "a sound backbone takes one input of log-mel floats, [batch, 1, frame, mel] or [batch, frame, mel]; this graph takes "
                    + source.inputs.map { "'\($0.name)' \($0.shape)" }.joined(separator: ", "))
        }
        let wanted = [frames, bands]
        let found = input.shape.suffix(2).map(\.value)
        guard zip(found, wanted).allSatisfy({ $0 == nil || $0 == $1 }),
            input.shape.count == 3 || [nil, 1].contains(input.shape[1].value)
        else {
            throw NetworkError(
                .shape,
                "the backbone's input '\(input.name)' takes \(input.shape), the front end gives \(frames) frames of \(bands) bands: set --window, --bands, --fft and --frame-hop to what it was trained with"
            )
        }
        let value = Self.embedding(of: source)
        // A model that stands on a backbone may become one itself: what was renamed then keeps its names.
        var prefix = "foreign/"
        let names = source.nodes.flatMap { $0.outputs + [$0.name] } + source.initializers.map(\.name) + [input.name]
        while names.contains(where: { $0.hasPrefix(prefix) }) { prefix = "foreign/" + prefix }
        func freed(_ name: String) -> String {
            Self.reserved.contains(name) || Self.scopes.contains(where: name.hasPrefix) ? prefix + name : name
        }
        var graph = source.renamed(freed).cut(at: freed(value), shape: [])
        graph.inputs = [
            ValueInfo(name: Self.features, shape: ["batch", 1, .fixed(frames), .fixed(bands)])
        ]
        let opening: Node
        if input.shape.count == 3 {
            graph.initializers.append(
                Initializer(name: "backbone/shape", value: NDArray([-1, frames, bands])))
            opening = Node(
                name: "backbone/open", operatorType: "Reshape", inputs: [Self.features, "backbone/shape"],
                outputs: [freed(input.name)])
        } else {
            opening = Node(
                name: "backbone/open", operatorType: "Identity", inputs: [Self.features],
                outputs: [freed(input.name)])
        }
        graph.nodes.insert(opening, at: 0)
        graph.nodes.append(
            Node(
                name: ClassifierNames.embedding, operatorType: "Flatten", inputs: [freed(value)],
                outputs: [ClassifierNames.embedding], attributes: ["axis": .integer(1)]))
        graph.outputs = [ValueInfo(name: ClassifierNames.embedding, shape: ["batch", "feature"])]
        try graph.checkOrder()
        self.graph = graph
        wide = WideSoundBackbone(graph, frames: frames, bands: bands)
    }

    private static let features = ResidualNetwork.Names.features
    /// Names that are ours to give.
    private static let reserved: Set = [
        features, ClassifierNames.embedding, ClassifierNames.logits, ClassifierNames.probabilities,
        DetectorNames.scores, DetectorNames.nearest,
        "distance", "contrast", "spectrum", "variation", "peaks",
    ]

    /// What names of the parts begin with that we put before and behind it.
    private static let scopes = ["head.", "backbone/"]

    private static func embedding(of graph: Graph) -> String {
        if graph.outputs.contains(where: { $0.name == ClassifierNames.embedding }) { return ClassifierNames.embedding }
        guard let first = graph.outputs.first else { return "" }
        return FrozenBackbone.lastRead(before: first.name, in: graph) ?? first.name
    }
}
