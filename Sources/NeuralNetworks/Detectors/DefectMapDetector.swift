public import InspectionTypes

/// A trained ``DefectMapNetwork`` as a detector: what its map of the picture shows at its worst place, and how unlike normal pictures' the
/// picture's features are as a whole.
///
/// | value | shape |
/// |---|---|
/// | `picture` mirrored and turned as ``views`` says, one behind the other | `[view · batch, channel, height, width]` |
/// | the network's `logits` of all of them | `[view · batch, 1, h, w]` |
/// | each turned back; their mean, on the scale of normal pictures' largest values: the map | `[batch, 1, h, w]` |
/// | the network's `embedding`, the mean over views | `[batch, d]` |
/// | with a ``gaussian``: Mahalanobis distance of each view's embedding, the mean over views, on the scale of normal pictures' | `[batch, 1]` |
/// | the map, with a Gaussian drawn to the score, on the scale of scores: `anomaly_map` | `[batch, 1, h, w]` |
/// | the map's largest value, with a Gaussian the mean of both, on the scale of scores: `scores` | `[batch, 1]` |
///
/// With a Gaussian a picture can be unlike normal ones although its map alone shows little. So that what is reported also has a place, the map `m`
/// (largest value `p`) is drawn to the score `s`: `m + relu(s − p) · exp(m − p) + min(s − p, 0)`. Its largest value is the score then, and what
/// the features add goes to where the map is highest, not to the whole picture.
///
/// What the network takes for a defect on one side only was chance: two views measured 0.01 to 0.02 of AUROC more than one, eight hardly
/// more than two.
public struct DefectMapDetector: Sendable {
    /// From which sides a picture is looked at.
    public enum Views: Int, Sendable, Hashable, Codable, CaseIterable {
        case one = 1
        /// As it is, and left and right swapped.
        case two = 2
        /// All ways to mirror it along its axes.
        case four = 4
        /// Also with rows and columns swapped; square pictures only.
        case eight = 8

        /// The mirrored and turned pictures, as what is done one after the other.
        var changes: [Change] {
            let mirrored = [Change(), Change(flipsColumns: true), Change(flipsRows: true)]
            switch self {
            case .one: return [Change()]
            case .two: return Array(mirrored[..<2])
            case .four: return mirrored + [Change(flipsRows: true, flipsColumns: true)]
            case .eight:
                return Views.four.changes
                    + Views.four.changes.map {
                        Change(flipsRows: $0.flipsRows, flipsColumns: $0.flipsColumns, swapsAxes: true)
                    }
            }
        }

        struct Change {
            var flipsRows = false
            var flipsColumns = false
            /// Last of all on the way there, first on the way back.
            var swapsAxes = false
        }
    }

    /// `picture` → `logits` and `embedding`, trained.
    public var network: Graph
    public var views: Views
    /// Of the map's largest value.
    public var mapScale: ScoreScale
    public var gaussian: Gaussian?

    /// The embeddings of normal pictures.
    public struct Gaussian: Sendable {
        /// `W`, `[d, d]`, with `WᵀW` the inverse of the covariance.
        public var whitening: [Float]
        /// `W` times the mean, `[d]`.
        public var offset: [Float]
        /// Of the distance.
        public var scale: ScoreScale

        public init(whitening: [Float], offset: [Float], scale: ScoreScale = .raw) {
            precondition(
                !offset.isEmpty && whitening.count == offset.count * offset.count,
                "DefectMapDetector.Gaussian: \(whitening.count) numbers of a matrix for \(offset.count) features")
            self.whitening = whitening
            self.offset = offset
            self.scale = scale
        }
    }

    /// An output that only fitting asks for: the distance alone, `[batch, 1]`, on its scale.
    public static let distance = "distance"

    /// - Precondition: eight views are of a square picture.
    public init(
        _ network: Graph, views: Views, mapScale: ScoreScale = .raw, gaussian: Gaussian? = nil
    ) {
        self.network = network
        self.views = views
        self.mapScale = mapScale
        self.gaussian = gaussian
    }

    /// - Parameters:
    ///   - scale: of the scores and of the map.
    ///   - keepsDistance: whether ``distance`` is an output.
    /// - Throws: ``NetworkError`` where the network is none of this kind.
    public func graph(scale: ScoreScale = .raw, keepsDistance: Bool = false) throws -> Graph {
        guard let input = network.inputs.first, network.inputs.count == 1, input.shape.count == 4,
            let height = input.shape[2].value, let width = input.shape[3].value,
            let logits = network.outputs.first(where: { $0.name == PictureNames.logits }), logits.shape.count == 4
        else {
            throw NetworkError(.incomplete, "the graph '\(network.name)' does not make a map of a picture")
        }
        precondition(views != .eight || height == width, "DefectMapDetector: eight views of \(width)×\(height)")
        var net = GraphBuilder(name: network.name + "-detector", seed: 0)
        net.scope = "views."
        let picture = net.input(input.name, shape: input.shape)
        let changes = views.changes
        let seen = changes.map { net.changed(picture.name, $0, height: height, width: width) }
        let all = seen.count == 1 ? seen[0] : net.derived("Concat", seen, attributes: ["axis": .integer(0)])
        let body = network.renamed { $0 == input.name ? all : "network." + $0 }
        let (rows, columns) = (logits.shape[2], logits.shape[3])
        var map = net.adopt(
            body.nodes, body.initializers, value: "network." + logits.name, shape: ["batch", 1, rows, columns])
        var parts = [map.name]
        let own = "network." + PictureNames.embedding
        var embeddings = [own]
        if changes.count > 1 {
            parts = net.split(map.name, changes.count)
            embeddings = net.split(own, changes.count)
        }
        guard let rowCount = rows.value, let columnCount = columns.value else {
            throw NetworkError(.incomplete, "the map of the graph '\(network.name)' has an open size")
        }
        parts = zip(parts, changes).map { net.changedBack($0, $1, height: rowCount, width: columnCount) }
        map.name = net.meanOf(parts)
        if let gaussian {
            let distance = try gaussian.write(in: &net, own, views: changes.count, network)
            map = net.scaled(map, by: mapScale)
            map.name = net.drawn(map, toTheMeanWith: distance)
            net.outputScores(map, scale)
            if keepsDistance { net.output(distance, as: Self.distance) }
        } else {
            net.outputScores(net.scaled(map, by: mapScale), scale)
        }
        if let shape = network.outputs.first(where: { $0.name == PictureNames.embedding })?.shape {
            net.output(.init(name: net.meanOf(embeddings), shape: shape), as: DetectorNames.embedding)
        }
        var graph = net.graph.cut(at: net.graph.outputs)
        graph.opset = network.opset
        try graph.checkOrder()
        return graph
    }
}

extension DefectMapDetector.Gaussian {
    /// The distance, `[batch, 1]`, of embeddings `[view · batch, d]`.
    fileprivate func write(
        in net: inout GraphBuilder, _ embedding: String, views: Int, _ network: Graph
    ) throws -> GraphBuilder.Value {
        let length = network.outputs.first { $0.name == PictureNames.embedding }?.shape.last?.value
        guard length == offset.count else {
            throw NetworkError(
                .shape,
                "a Gaussian of \(offset.count) features does not fit the graph '\(network.name)', which gives \(length ?? 0)"
            )
        }
        let count = offset.count
        let axes = net.derived(
            "Gemm",
            [
                embedding, net.constant("whitening", NDArray(whitening, shape: [count, count])),
                net.constant("offset", NDArray(offset.map { -$0 }, shape: [count])),
            ], attributes: ["transB": .integer(1)])
        let squares = net.derived(
            "ReduceSumSquare", [axes], attributes: ["axes": .integers([1]), "keepdims": .integer(1)])
        let lengths = net.derived("Sqrt", [squares])
        let parts = views > 1 ? net.split(lengths, views) : [lengths]
        return net.scaled(.init(name: net.meanOf(parts), shape: ["batch", 1]), by: scale)
    }
}

extension GraphBuilder {
    /// Mirrored, then turned over its diagonal.
    fileprivate mutating func changed(
        _ value: String, _ change: DefectMapDetector.Views.Change, height: Int, width: Int
    ) -> String {
        var value = value
        if change.flipsRows { value = flipped(value, axis: 2, length: height) }
        if change.flipsColumns { value = flipped(value, axis: 3, length: width) }
        return change.swapsAxes ? swapped(value) : value
    }

    /// The way back; a map of the same proportions.
    fileprivate mutating func changedBack(
        _ value: String, _ change: DefectMapDetector.Views.Change, height: Int, width: Int
    ) -> String {
        var value = change.swapsAxes ? swapped(value) : value
        if change.flipsRows { value = flipped(value, axis: 2, length: height) }
        if change.flipsColumns { value = flipped(value, axis: 3, length: width) }
        return value
    }

    private mutating func flipped(_ value: String, axis: Int, length: Int) -> String {
        derived(
            "Gather", [value, constant("order", NDArray(Array((0..<length).reversed())))],
            attributes: ["axis": .integer(axis)])
    }

    private mutating func swapped(_ value: String) -> String {
        derived("Transpose", [value], attributes: ["perm": .integers([0, 1, 3, 2])])
    }

    /// A map whose largest value is the mean of its own and another score, and which is lifted where it is highest.
    fileprivate mutating func drawn(_ map: Value, toTheMeanWith score: Value) -> String {
        let shape = constant("places", NDArray([0, 1, 1, 1]))
        func column(_ value: Value) -> String { derived("Reshape", [value.name, shape]) }
        let (peak, other) = (column(maximum(map, axes: [2, 3])), column(score))
        let half = derived("Mul", [derived("Sub", [other, peak]), constant("half", NDArray(scalar: 0.5))])
        let up = derived("Relu", [half])
        let closeness = derived("Exp", [derived("Sub", [map.name, peak])])
        let lifted = derived("Add", [map.name, derived("Mul", [up, closeness])])
        return derived("Add", [lifted, derived("Sub", [half, up])])
    }

    /// Equal parts of the first axis.
    fileprivate mutating func split(_ value: String, _ count: Int) -> [String] {
        let first = derived("Split", [value], attributes: ["axis": .integer(0)])
        let names = (0..<count).map { "\(first).\($0)" }
        setOutputs(ofLastNode: names)
        return names
    }

    fileprivate mutating func meanOf(_ values: [String]) -> String {
        guard values.count > 1 else { return values[0] }
        return derived(
            "Mul", [derived("Sum", values), constant("share", NDArray(scalar: 1 / Float(values.count)))])
    }
}
