import InspectionTypes

/// Squared Euclidean distances from some rows to many, a block of rows at a time.
///
/// `‖q − b‖² = ‖q‖² + ‖b‖² − 2·q·b`, held at 0 from below, of numbers from which the bank's mean was taken, so that little is lost by
/// cancellation. The bank is kept with its axes swapped, so that the innermost loop runs over
/// rows that lie side by side.
struct RowDistances: Sendable {
    private let dimension: Int
    private let count: Int
    /// `[tile, dimension, lane]`: rows in tiles of ``lanes``, axes swapped within.
    private let tiles: [Float]
    private let squares: [Float]
    private let mean: [Float]
    private static let lanes = 64

    init(to bank: Embeddings) {
        dimension = bank.dimension
        count = bank.count
        let (dimension, count, lanes) = (bank.dimension, bank.count, Self.lanes)
        let tileCount = (count + lanes - 1) / lanes
        var squares = [Float](repeating: 0, count: count)
        let mean = bank.mean
        self.mean = mean
        tiles = bank.values.withUnsafeBufferPointer { values in
            [Float](unsafeUninitializedCapacity: tileCount * dimension * lanes) { buffer, initialized in
                buffer.initialize(repeating: 0)
                initialized = buffer.count
                for row in 0..<count {
                    let start = row / lanes * dimension * lanes + row % lanes
                    var sum: Float = 0
                    for place in 0..<dimension {
                        let value = values[row * dimension + place] - mean[place]
                        buffer[start + place * lanes] = value
                        sum += value * value
                    }
                    squares[row] = sum
                }
            }
        }
        self.squares = squares
    }

    /// Distances of one row to all rows of the bank, squared.
    func squared(from query: ArraySlice<Float>) -> [Float] {
        precondition(
            query.count == dimension, "RowDistances: a query of \(query.count) numbers among rows of \(dimension)")
        let (dimension, count, lanes) = (dimension, count, Self.lanes)
        let query = zip(query, mean).map { $0 - $1 }
        var norm: Float = 0
        for value in query { norm += value * value }
        return [Float](unsafeUninitializedCapacity: count) { result, initialized in
            initialized = count
            query.withUnsafeBufferPointer { query in
                tiles.withUnsafeBufferPointer { tiles in
                    squares.withUnsafeBufferPointer { squares in
                        withUnsafeTemporaryAllocation(of: Float.self, capacity: lanes) { dots in
                            for first in stride(from: 0, to: count, by: lanes) {
                                let tile = first * dimension
                                dots.initialize(repeating: 0)
                                for place in 0..<dimension {
                                    let factor = query[place]
                                    let base = tile + place * lanes
                                    for lane in 0..<lanes { dots[lane] += factor * tiles[base + lane] }
                                }
                                for lane in 0..<min(lanes, count - first) {
                                    result[first + lane] = max(0, norm + squares[first + lane] - 2 * dots[lane])
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Runs `body` with the squared distances of every chosen row of `queries`, on all processors; results in the order of `rows`.
    func map<Result: Sendable>(
        _ queries: Embeddings, rows: [Int], _ body: @escaping @Sendable (_ row: Int, _ squared: [Float]) -> Result
    ) -> [Result] {
        ParallelMap.run(rows.count) { place in body(rows[place], squared(from: queries[rows[place]])) }
    }
}

/// The same work on many items, on all processors.
enum ParallelMap {
    static func run<Result: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Result) -> [Result] {
        guard count > 0 else { return [] }
        let workers = min(WorkerThreads.processorCount, max(1, count / 16))
        let shares = Shares<Result>(count: workers)
        WorkerThreads.run(workers) { worker in
            // Stretches in a row, so that the results need only be put one behind the other.
            let range = count * worker / workers..<count * (worker + 1) / workers
            shares.put(range.map(body), at: worker)
        }
        return shares.joined
    }

    /// What each thread brings. Every thread writes its own place, and reading begins after all have ended.
    private final class Shares<Result>: @unchecked Sendable {
        private let places: UnsafeMutableBufferPointer<[Result]>

        init(count: Int) {
            places = .allocate(capacity: count)
            places.initialize(repeating: [])
        }

        deinit {
            places.deinitialize()
            places.deallocate()
        }

        func put(_ results: [Result], at place: Int) { places[place] = results }

        var joined: [Result] { places.flatMap { $0 } }
    }
}
