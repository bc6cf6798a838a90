public import InspectionTypes

/// Every place of a picture against a memory of what places of normal pictures look like (PatchCore; Roth et al., "Towards Total Recall in
/// Industrial Anomaly Detection", CVPR 2022), written as a graph.
///
/// | value | shape |
/// |---|---|
/// | ``PatchFeatures``, less ``centre``: `z` | `[batch, d, h, w]` |
/// | `√min over rows m of (‖z‖² + ‖m‖² − 2·z·m)`: `distance` | `[batch, 1, h, w]` |
/// | at the place of the largest distance: the row nearest to it, `nearest` | `[batch, 1]` |
/// | `w = 1 − e^d₀ / Σ e^dₖ` over the nearest row and its own ``neighbours`` in the memory (the paper's equation 7): a row that lies alone is trusted less | `[batch, 1]` |
/// | `w · distance` on the scale of scores: `anomaly_map` | `[batch, 1, h, w]` |
/// | its largest value: `scores` | `[batch, 1]` |
/// | mean over places of `z`: `embedding` | `[batch, d]` |
///
/// Unlike the paper the map is weighted as the score is, so that a picture passes a threshold exactly where a place of it does.
///
/// The memory is a constant. Products with it are taken in blocks of ``blockRows`` rows, each reduced to its minimum at once: the
/// distances of all places to all rows never stand in memory together.
public struct PatchCore: Sendable {
    public let features: PatchFeatures
    /// `[d]`, taken off before any distance: products of large numbers that differ little would lose their difference.
    public let centre: [Float]
    /// `[row, d]`, less the centre.
    public let bank: [Float]
    /// Rows that a row is weighted by, itself among them; the paper's 9. 1 leaves scores unweighted.
    public let neighbours: Int
    public let blockRows: Int
    /// `‖m‖²` a row.
    fileprivate let squares: [Float]
    /// `[row, neighbour]`; empty where scores are not weighted.
    fileprivate let table: [Int64]

    /// Name of the initializer that holds the bank, `[row, d, 1, 1]`.
    public static let bankName = "memory.bank"

    public init(
        features: PatchFeatures, centre: [Float], bank: [Float], neighbours: Int = 9, blockRows: Int = 512
    ) {
        let dimension = features.dimension
        precondition(
            centre.count == dimension && !bank.isEmpty && bank.count % dimension == 0 && neighbours > 0
                && blockRows > 0,
            "PatchCore: a centre of \(centre.count) and a bank of \(bank.count) numbers for \(dimension) channels")
        self.features = features
        self.centre = centre
        self.bank = bank
        self.neighbours = min(neighbours, bank.count / dimension)
        self.blockRows = blockRows
        squares = stride(from: 0, to: bank.count, by: dimension).map { start in
            bank[start..<start + dimension].reduce(0) { $0 + $1 * $1 }
        }
        table = self.neighbours > 1 ? NeighbourTable(bank, squares: squares, count: self.neighbours).rows : []
    }

    /// Rows of the bank.
    public var rows: Int { bank.count / features.dimension }

    /// Multiplications and additions of one picture's distances.
    public var multiplyAdds: Int { features.places * bank.count }

    public func graph(scale: ScoreScale = .raw) throws -> Graph {
        var net = GraphBuilder(after: features, name: "-patchcore")
        net.scope = "memory."
        let dimension = features.dimension
        let centred = net.derived(
            "Sub", [PatchFeatures.name, net.constant("centre", NDArray(centre, shape: [1, dimension, 1, 1]))])
        let memory = Memory(self, in: &net)
        let distance = memory.distance(&net, of: centred)
        var map = GraphBuilder.Value(
            name: distance, shape: ["batch", 1, .fixed(features.rows), .fixed(features.columns)])
        let peak = net.place(ofLargest: map, from: centred, channels: dimension)
        let nearest = memory.nearest(&net, to: peak)
        if neighbours > 1 {
            let weight = memory.weight(&net, of: peak, nearest: nearest)
            map.name = net.derived("Mul", [distance, weight])
        }
        net.outputScores(map, scale)
        let number = net.derived("Cast", [nearest], attributes: ["to": .integer(1)])
        net.output(.init(name: number, shape: ["batch", 1]), as: DetectorNames.nearest)
        let whole = GraphBuilder.Value(name: centred, shape: features.value.shape)
        net.output(net.mean(whole, axes: [2, 3]), as: DetectorNames.embedding)
        return try features.finished(net.graph)
    }
}

extension GraphBuilder {
    /// A map and its largest value, on the scale of scores, as a detector of pictures gives them.
    mutating func outputScores(_ map: Value, _ scale: ScoreScale) {
        output(scaled(maximum(map, axes: [2, 3]), by: scale), as: DetectorNames.scores)
        output(scaled(map, by: scale), as: DetectorNames.anomalyMap)
    }

    /// The features `[batch, channel, 1]` at the place where a map is largest.
    fileprivate mutating func place(ofLargest map: Value, from features: String, channels: Int) -> String {
        let places = map.length(2) * map.length(3)
        let flat = derived("Reshape", [map.name, constant("shape", NDArray([0, places]))])
        let place = derived("ArgMax", [flat], attributes: ["axis": .integer(1), "keepdims": .integer(1)])
        let number = derived("Cast", [place], attributes: ["to": .integer(1)])
        let column = derived("Reshape", [number, constant("shape", NDArray([0, 1, 1]))])
        let all = constant("places", NDArray((0..<places).map(Float.init), shape: [1, places, 1]))
        let isPlace = derived("Equal", [column, all])
        let choice = derived("Cast", [isPlace], attributes: ["to": .integer(1)])
        let rows = derived("Reshape", [features, constant("shape", NDArray([0, channels, places]))])
        return derived("MatMul", [rows, choice])
    }
}

/// The constants of a memory within a graph, and what is asked of them.
private struct Memory {
    let rows: Int
    let dimension: Int
    let neighbours: Int
    let blockRows: Int
    /// Name of `[row, d, 1, 1]`.
    let bank: String
    /// `‖m‖²` a row.
    let squares: [Float]
    /// `[row, neighbour]`, each row's own number first.
    let table: [Int64]

    init(_ core: PatchCore, in net: inout GraphBuilder) {
        (rows, dimension, blockRows) = (core.rows, core.features.dimension, core.blockRows)
        (neighbours, squares, table) = (core.neighbours, core.squares, core.table)
        bank = PatchCore.bankName
        _ = net.adopt(
            [], [Initializer(name: bank, value: NDArray(core.bank, shape: [rows, dimension, 1, 1]))], value: bank,
            shape: [])
    }

    /// `[batch, 1, h, w]`
    func distance(_ net: inout GraphBuilder, of features: String) -> String {
        let query = net.derived("Mul", [features, net.constant("factor", NDArray(scalar: -2))])
        var minima: [String] = []
        for start in stride(from: 0, to: rows, by: blockRows) {
            let end = min(rows, start + blockRows)
            let block = product(&net, query, rows: start..<end)
            minima.append(
                net.derived("ReduceMin", [block], attributes: ["axes": .integers([1]), "keepdims": .integer(1)]))
        }
        let least = minima.count == 1 ? minima[0] : net.derived("Min", minima)
        let square = net.derived(
            "ReduceSumSquare", [features], attributes: ["axes": .integers([1]), "keepdims": .integer(1)])
        // Rounding may leave a little less than nothing.
        return net.derived("Sqrt", [net.derived("Relu", [net.derived("Add", [least, square])])])
    }

    /// `‖m‖² + query·m`, `[batch, row, …]`
    private func product(_ net: inout GraphBuilder, _ query: String, rows range: Range<Int>) -> String {
        var weights = bank
        if range.count < rows {
            weights = net.derived(
                "Slice",
                [
                    bank, net.constant("start", NDArray([range.lowerBound])),
                    net.constant("end", NDArray([range.upperBound])), net.constant("axis", NDArray([0])),
                ])
        }
        let bias = net.constant("squares", NDArray(Array(squares[range]), shape: [range.count]))
        return net.derived(
            "Conv", [query, weights, bias],
            attributes: [
                "kernel_shape": .integers([1, 1]), "strides": .integers([1, 1]), "pads": .integers([0, 0, 0, 0]),
                "dilations": .integers([1, 1]), "group": .integer(1),
            ])
    }

    /// Number of the row nearest to features `[batch, d, 1]`, as `[batch, 1]` of whole numbers.
    func nearest(_ net: inout GraphBuilder, to peak: String) -> String {
        let query = net.derived("Mul", [peak, net.constant("factor", NDArray(scalar: -2))])
        let place = net.derived("Reshape", [query, net.constant("shape", NDArray([0, dimension, 1, 1]))])
        let distances = product(&net, place, rows: 0..<rows)
        let flat = net.derived("Reshape", [distances, net.constant("shape", NDArray([0, rows]))])
        return net.derived("ArgMin", [flat], attributes: ["axis": .integer(1), "keepdims": .integer(1)])
    }

    /// `[batch, 1, 1, 1]`, 0…1.
    func weight(_ net: inout GraphBuilder, of peak: String, nearest: String) -> String {
        let numbers = net.derived(
            "Gather", [net.constant("neighbours", NDArray(table, shape: [rows, neighbours])), nearest],
            attributes: ["axis": .integer(0)])
        let found = net.derived("Gather", [bank, numbers], attributes: ["axis": .integer(0)])
        let around = net.derived("Reshape", [found, net.constant("shape", NDArray([0, neighbours, dimension]))])
        let here = net.derived("Reshape", [peak, net.constant("shape", NDArray([0, 1, dimension]))])
        let squares = net.derived(
            "ReduceSumSquare", [net.derived("Sub", [around, here])],
            attributes: ["axes": .integers([2]), "keepdims": .integer(0)])
        let shares = net.derived(
            "Softmax", [net.derived("Sqrt", [squares])], attributes: ["axis": .integer(1)])
        // The nearest row's own share stands first.
        let first = NDArray([1] + [Float](repeating: 0, count: neighbours - 1), shape: [neighbours, 1])
        let own = net.derived("MatMul", [shares, net.constant("first", first)])
        let rest = net.derived("Sub", [net.constant("one", NDArray(scalar: 1)), own])
        return net.derived("Reshape", [rest, net.constant("shape", NDArray([0, 1, 1, 1]))])
    }
}
