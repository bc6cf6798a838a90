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
    /// Rows that wait to be held against those that are kept, together, so that these are gone through less often.
    private var waiting: Embeddings
    private var waitingShadows: Embeddings
    private let mostWaiting: Int

    /// - Parameters:
    ///   - dimension: numbers in a row.
    ///   - budget: bytes of the rows that are kept at the end, 4 a number.
    public init(dimension: Int, budget: Int = CoresetSampler.defaultBudget, seed: UInt64) {
        precondition(budget >= 0, "CoresetSampler: a budget of \(budget) bytes")
        capacity = max(1, budget / (4 * dimension))
        mostWaiting = min(256, (capacity + 3) / 4)
        projection = RandomProjection(from: dimension, to: Self.projectedDimension, seed: seed)
        kept = Embeddings(dimension: dimension)
        shadows = Embeddings(dimension: projection.target)
        waiting = Embeddings(dimension: dimension)
        waitingShadows = Embeddings(dimension: projection.target)
    }

    /// Rows kept at the moment, and a few hundred that wait to be looked at.
    public var count: Int { kept.count + waiting.count }

    /// Offers the next row.
    public mutating func offer(_ row: some Collection<Float>, machine: Int = 0, recording: Int) {
        waiting.append(row, machine: machine, recording: recording)
        waitingShadows.append(projection.project(row), recording: offered)
        offered += 1
        if waiting.count >= mostWaiting { absorb() }
    }

    /// Offers rows in order.
    public mutating func offer(_ rows: Embeddings) {
        for row in 0..<rows.count { offer(rows[row], machine: rows.machines[row], recording: rows.recordings[row]) }
    }

    /// What is kept, at most ``capacity`` rows in the order in which they were offered, and where in the stream each stood.
    public mutating func finish() -> (rows: Embeddings, positions: [Int]) {
        absorb()
        if kept.count > capacity { thin() }
        return (kept, positions)
    }

    /// Keeps those of the waiting rows that are covered neither by a kept row nor by one of them before.
    private mutating func absorb() {
        let isCovered = radius > 0 ? Self.covered(waitingShadows, by: shadows, radius) : []
        let first = shadows.count
        for row in 0..<waiting.count {
            let shadow = waitingShadows[row]
            if radius > 0, isCovered[row] || Self.covers(shadows, from: first, shadow, radius) { continue }
            kept.append(waiting[row], machine: waiting.machines[row], recording: waiting.recordings[row])
            shadows.append(shadow, recording: 0)
            positions.append(waitingShadows.recordings[row])
        }
        waiting = Embeddings(dimension: waiting.dimension)
        waitingShadows = Embeddings(dimension: waitingShadows.dimension)
        // One block more than a thinning needs, at most.
        if kept.count + mostWaiting > 2 * capacity { thin() }
    }

    private mutating func thin() {
        let choice = FarthestPoints.choose(capacity, of: shadows)
        radius = max(radius, choice.radius)
        let order = choice.rows.sorted()
        kept = kept.selecting(order)
        shadows = shadows.selecting(order)
        positions = order.map { positions[$0] }
    }

    /// Which rows lie within `radius` of a kept one.
    private static func covered(_ rows: Embeddings, by kept: Embeddings, _ radius: Double) -> [Bool] {
        ParallelMap.stretches(rows.count) { stretch in
            var result = [Bool](repeating: false, count: stretch.count)
            // Tiles of kept rows that stay near the processor while all rows go past.
            for first in stride(from: 0, to: kept.count, by: 128) {
                for (place, row) in stretch.enumerated() where !result[place] {
                    result[place] = covers(kept, from: first, to: min(first + 128, kept.count), rows[row], radius)
                }
            }
            return result
        }
    }

    /// Whether one of the rows from `first` on lies within `radius` of a row.
    private static func covers(
        _ rows: Embeddings, from first: Int, to end: Int? = nil, _ row: ArraySlice<Float>, _ radius: Double
    ) -> Bool {
        let (bar, width) = (Float(radius * radius), rows.dimension)
        return rows.values.withUnsafeBufferPointer { rows in
            row.withUnsafeBufferPointer { row in
                (first..<(end ?? rows.count / width)).contains {
                    FarthestPoints.squaredDistance(rows.baseAddress, $0 * width, row.baseAddress, 0, width) <= bar
                }
            }
        }
    }
}
