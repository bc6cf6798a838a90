import InspectionTypes

/// How far a picture is from each of several others, patch by patch, written as a graph.
///
/// | value | shape |
/// |---|---|
/// | ``PatchFeatures``, less ``centre``: `z` | `[batch, d, h, w]` |
/// | `‖z‖² + min over the rows m of a picture of (‖m‖² − 2·z·m)` | `[batch, picture, h · w]` |
/// | its largest value, the worst place's: ``name`` | `[batch, picture]` |
///
/// Products are taken in blocks of whole pictures, as those of ``PatchCore`` are, whose memory tells rows apart and not pictures.
public struct PatchNeighbours: Sendable {
    /// The output: squares of distances.
    public static let name = "distances"

    public let features: PatchFeatures
    /// `[d]`, taken off before any distance.
    public let centre: [Float]
    /// `[picture, row, d]`, less the centre.
    public let rows: [Float]
    /// Rows of a picture.
    public let each: Int
    private let blockRows: Int

    /// - Parameter each: rows that a picture has, the same number of all.
    public init(features: PatchFeatures, centre: [Float], rows: [Float], each: Int, blockRows: Int = 512) {
        let length = each * features.dimension
        precondition(
            centre.count == features.dimension && each > 0 && !rows.isEmpty && rows.count % length == 0
                && blockRows > 0,
            "PatchNeighbours: a centre of \(centre.count) and \(rows.count) numbers for \(each) rows of \(features.dimension) channels a picture"
        )
        self.features = features
        self.centre = centre
        self.rows = rows
        self.each = each
        self.blockRows = blockRows
    }

    /// Pictures that are compared with.
    public var pictures: Int { rows.count / (each * features.dimension) }

    public func graph() throws -> Graph {
        var net = GraphBuilder(after: features, name: "-neighbours")
        net.scope = "neighbours."
        let dimension = features.dimension
        let centred = net.derived(
            "Sub", [PatchFeatures.name, net.constant("centre", NDArray(centre, shape: [1, dimension, 1, 1]))])
        let query = net.derived("Mul", [centred, net.constant("factor", NDArray(scalar: -2))])
        let square = net.derived(
            "ReduceSumSquare", [centred], attributes: ["axes": .integers([1]), "keepdims": .integer(1)])
        let own = net.derived("Reshape", [square, net.constant("shape", NDArray([0, 1, features.places]))])
        let step = max(1, blockRows / each)
        let found = stride(from: 0, to: pictures, by: step).map { start in
            let block = nearest(&net, query, start..<min(pictures, start + step))
            return net.derived(
                "ReduceMax", [net.derived("Add", [block, own])],
                attributes: ["axes": .integers([2]), "keepdims": .integer(0)])
        }
        let all = found.count == 1 ? found[0] : net.derived("Concat", found, attributes: ["axis": .integer(1)])
        net.output(.init(name: all, shape: ["batch", .fixed(pictures)]), as: Self.name)
        return try features.finished(net.graph)
    }

    /// `min (‖m‖² + query·m)` over the rows of each of some pictures, `[batch, picture, place]`.
    private func nearest(_ net: inout GraphBuilder, _ query: String, _ chosen: Range<Int>) -> String {
        let dimension = features.dimension
        let count = chosen.count * each
        let own = Array(rows[(chosen.lowerBound * each * dimension)..<(chosen.upperBound * each * dimension)])
        let squares = (0..<count).map { row in
            own[(row * dimension)..<((row + 1) * dimension)].reduce(0) { $0 + $1 * $1 }
        }
        let products = net.derived(
            "Conv",
            [
                query, net.constant("rows", NDArray(own, shape: [count, dimension, 1, 1])),
                net.constant("squares", NDArray(squares, shape: [count])),
            ],
            attributes: [
                "kernel_shape": .integers([1, 1]), "strides": .integers([1, 1]), "pads": .integers([0, 0, 0, 0]),
                "dilations": .integers([1, 1]), "group": .integer(1),
            ])
        let shape = net.constant("shape", NDArray([0, chosen.count, each, features.places]))
        return net.derived(
            "ReduceMin", [net.derived("Reshape", [products, shape])],
            attributes: ["axes": .integers([2]), "keepdims": .integer(0)])
    }
}
