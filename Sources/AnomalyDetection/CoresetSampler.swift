/// Thins a stream of embeddings to a byte budget so that no embedding is far from one that was kept.
///
/// Greedy k-centre: of `k` rows that fit the budget, each next one is the row farthest from those chosen (Gonzalez 1985: at most twice
/// the best covering radius). In a stream, up to `2·k` rows are kept; when they are full, the `k` that the same rule chooses stay and their
/// covering radius `r` becomes the new bar: a row within `r` of one that is kept is passed over, since it is covered (after the
/// incremental clustering of Charikar, Chekuri, Feder and Motwani, STOC 1997, without their doubling of `r`, which in many dimensions,
/// where all distances are alike, would throw almost all rows away). Kept rows are never nearer to each other than the bar.
///
/// Distances are taken in a seeded random projection where rows have more than ``projectedDimension`` numbers (Johnson and Lindenstrauss),
/// as PatchCore does (Roth et al., CVPR 2022). Memory: twice the budget, and the projections.
public struct CoresetSampler: Sendable {
    /// 16 MB of 32-bit floats.
    public static let defaultBudget = 16 << 20
    /// Numbers in a row that distances are taken with.
    public static let projectedDimension = 64

    /// Rows that the budget holds.
    public let capacity: Int
    /// Rows that were offered.
    public private(set) var offered = 0
    /// No row is passed over unless it is nearer than this to one that is kept; 0 until the first thinning.
    public private(set) var radius: Double = 0

    private let projection: RandomProjection
    private var kept: Embeddings
    private var shadows: Embeddings
    /// Running count of each kept row in the stream.
    private var positions: [Int] = []

    /// - Parameters:
    ///   - dimension: numbers in a row.
    ///   - budget: bytes of the rows that are kept at the end, 4 a number.
    public init(dimension: Int, budget: Int = CoresetSampler.defaultBudget, seed: UInt64) {
        precondition(budget >= 0, "CoresetSampler: a budget of \(budget) bytes")
        capacity = max(1, budget / (4 * dimension))
        projection = RandomProjection(from: dimension, to: Self.projectedDimension, seed: seed)
        kept = Embeddings(dimension: dimension)
        shadows = Embeddings(dimension: projection.target)
    }

    /// Rows kept at the moment.
    public var count: Int { kept.count }

    /// Offers the next row.
    public mutating func offer(_ row: some Collection<Float>, machine: Int = 0, recording: Int) {
        let shadow = projection.project(row)
        defer { offered += 1 }
        if radius > 0, isCovered(shadow) { return }
        kept.append(row, machine: machine, recording: recording)
        shadows.append(shadow, recording: 0)
        positions.append(offered)
        if kept.count >= 2 * capacity { thin() }
    }

    /// Offers rows in order.
    public mutating func offer(_ rows: Embeddings) {
        for row in 0..<rows.count { offer(rows[row], machine: rows.machines[row], recording: rows.recordings[row]) }
    }

    /// What is kept, at most ``capacity`` rows in the order in which they were offered, and where in the stream each stood.
    public mutating func finish() -> (rows: Embeddings, positions: [Int]) {
        if kept.count > capacity { thin() }
        return (kept, positions)
    }

    private mutating func thin() {
        let choice = FarthestPoints.choose(capacity, of: shadows)
        // A repeated row adds nothing.
        radius = max(radius, choice.radius)
        let order = choice.rows.sorted()
        kept = kept.selecting(order)
        shadows = shadows.selecting(order)
        positions = order.map { positions[$0] }
    }

    private func isCovered(_ shadow: [Float]) -> Bool {
        let bar = Float(radius * radius)
        let width = projection.target
        return shadows.values.withUnsafeBufferPointer { rows in
            shadow.withUnsafeBufferPointer { shadow in
                var start = 0
                while start < rows.count {
                    if FarthestPoints.squaredDistance(rows.baseAddress, start, shadow.baseAddress, 0, width) <= bar {
                        return true
                    }
                    start += width
                }
                return false
            }
        }
    }
}
