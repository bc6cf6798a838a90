/// A classifier that someone else trained, without its head: the part that turns a picture into maps of features.
///
/// Reads what PyTorch exports of torchvision's ResNet and MobileNetV2 (operator sets 11–18, normalisation kept or folded) and the
/// ONNX model zoo's files (operator sets 7–10), and by the same rules other convolutional classifiers made of common operators.
/// The head is cut off, the batch axis is open, rows and columns are free (where no Reshape inside ties them), the nodes are those of
/// operator set 17, and every initializer's name begins with ``prefix``, so that a trainer can tell the backbone from a new head:
///
/// ```swift
/// let backbone = try Backbone(ModelFile(contentsOf: "resnet18.onnx"))
/// let graph = try backbone.classifierGraph(classes: 2, height: 224, width: 224, seed: 1)
/// // frozen at first:            isFrozen: Backbone.isBackbone
/// // then gently:                rateFactor: { backbone.rateFactor($0) }
/// ```
public struct Backbone: Sendable {
    /// What every name within the backbone begins with.
    public static let prefix = "backbone."

    /// Whether an initializer belongs to the backbone and not to a head.
    public static func isBackbone(_ name: String) -> Bool { name.hasPrefix(prefix) }

    /// Maps of features `[batch, channel, row, column]`.
    public struct Map: Sendable, Equatable {
        /// Name of the value in ``graph``.
        public var name: String
        public var channels: Int
        /// The picture's rows over the map's: 2, 4, 8, 16 or 32.
        public var stride: Int
    }

    /// From the value ``pictureName`` `[batch, channel, row, column]`, standardised, to ``features``.
    public internal(set) var graph: Graph
    /// The file's own input.
    public let input: PictureInput
    /// The last map before the head.
    public let features: Map
    /// The deepest map of each stride above 1, in the order of strides; the last one is ``features``.
    public let maps: [Map]
    /// Whether pictures of other sizes than the file's can be taken.
    public let isSizeFree: Bool

    /// Whether folded normalisation has been put back.
    public internal(set) var isNormalizationRestored = false

    /// The input of ``graph``.
    public static let pictureName = prefix + "picture"

    /// - Parameter input: the picture input's name, needed only where the file has several inputs of rank 4.
    /// - Throws: ``NetworkError``: no picture input with 3 channels, no map between picture and scores, a fixed batch that cannot be
    ///   freed, or an operator (named, with its node) that we do not know.
    public init(_ file: ModelFile, input name: String? = nil) throws {
        let input = try PictureInput(of: file.graph, named: name)
        guard input.channels == 3 else {
            throw NetworkError(
                .unsupported,
                "the input '\(input.name)' takes pictures of \(input.channels) channels; a backbone takes 3 (red, green, blue). A model of your own that saw grey is trained anew with --colour rgb to become one"
            )
        }
        self.input = input
        let whole = Self.channelsFirst(file.graph.simplified(), input)
        let (shapes, size) = try Self.shapes(of: whole, input)
        let trunk = try Trunk(whole, picture: input.name, shapes: shapes, size: size)
        var cut = whole.cut(
            at: trunk.features.value, shape: ["batch", .fixed(trunk.features.channels), "row", "column"])
        cut.inputs = [ValueInfo(name: input.name, shape: ["batch", 3, "row", "column"])]
        cut = try OpsetAdaption.adapted(cut).untied()
        cut.name = file.graph.name
        cut.furtherOpsets = [:]
        isSizeFree = try Self.isSizeFree(cut, trunk.features, size: size)
        graph = cut.renamed { $0 == input.name ? Self.pictureName : Self.prefix + $0 }
        // Names that were made on the way could be there already.
        try graph.checkOrder()
        func map(_ place: Trunk.Place) -> Map {
            Map(name: Self.prefix + place.value, channels: place.channels, stride: place.stride)
        }
        features = map(trunk.features)
        maps = trunk.deepest.map(map)
    }

    /// The graph as it takes `[batch, channel, row, column]`.
    private static func channelsFirst(_ graph: Graph, _ input: PictureInput) -> Graph {
        var graph = graph
        guard input.layout == .nhwc else { return graph }
        let readers = graph.nodes.indices.filter { graph.nodes[$0].inputs.contains(input.name) }
        let turns = readers.allSatisfy {
            graph.nodes[$0].operatorType == "Transpose" && graph.nodes[$0].integers("perm") == [0, 3, 1, 2]
        }
        if turns {
            for place in readers { graph.nodes[place].operatorType = "Identity" }
            return graph.simplified()
        }
        let turned = input.name + ".nhwc"
        for place in readers {
            graph.nodes[place].inputs = graph.nodes[place].inputs.map { $0 == input.name ? turned : $0 }
        }
        graph.nodes.insert(
            Node(
                name: turned, operatorType: "Transpose", inputs: [input.name], outputs: [turned],
                attributes: ["perm": .integers([0, 2, 3, 1])]), at: 0)
        return graph
    }

    /// Shapes of all values for one picture of the file's size, or of the first usual size that fits where it leaves it open.
    private static func shapes(
        of graph: Graph, _ input: PictureInput
    ) throws -> (shapes: [String: [Int]], size: (height: Int, width: Int)) {
        let usual = [224, 256, 299, 128, 64]
        var refusal: NetworkError?
        for length in usual where refusal == nil || input.height == nil || input.width == nil {
            let size = (height: input.height ?? length, width: input.width ?? length)
            do {
                return (try shapes(of: graph, input.name, batch: 1, size), size)
            } catch let error as NetworkError {
                refusal = refusal ?? error
            }
        }
        throw refusal ?? NetworkError(.shape, "the graph '\(graph.name)' takes no picture of a usual size")
    }

    static func shapes(
        of graph: Graph, _ picture: String, batch: Int, _ size: (height: Int, width: Int)
    ) throws -> [String: [Int]] {
        var graph = graph
        for place in graph.inputs.indices where graph.inputs[place].name == picture {
            graph.inputs[place].shape = [.fixed(batch), 3, .fixed(size.height), .fixed(size.width)]
        }
        return try ShapeInference(graph).shapes
    }

    private static func isSizeFree(
        _ graph: Graph, _ features: Trunk.Place, size: (height: Int, width: Int)
    ) throws -> Bool {
        func found(_ size: (height: Int, width: Int)) -> [Int]? {
            try? shapes(of: graph, graph.inputs[0].name, batch: 2, size)[features.value]
        }
        guard found(size)?.first == 2 else {
            throw NetworkError(
                .unsupported,
                "the graph '\(graph.name)' is written for a fixed batch (a Reshape inside, before the head): export it with a dynamic batch axis"
            )
        }
        let other = found((size.height + 64, size.width + 32))
        return other?.first == 2 && other != found(size)
    }
}
