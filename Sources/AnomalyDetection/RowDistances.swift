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

    /// Queries that go through a tile of the bank together, while it is near the processor.
    private static let blockLength = 16

    /// Distances of one row to all rows of the bank, squared.
    func squared(from query: ArraySlice<Float>) -> [Float] { squared(from: [query])[0] }

    /// The same of several rows.
    private func squared(from queries: [ArraySlice<Float>]) -> [[Float]] {
        var results = queries.map { _ in [Float](repeating: 0, count: count) }
        let centred = queries.map { query -> [Float] in
            precondition(
                query.count == dimension,
                "RowDistances: a query of \(query.count) numbers among rows of \(dimension)")
            return zip(query, mean).map { $0 - $1 }
        }
        let norms = centred.map { $0.reduce(0) { $0 + $1 * $1 } }
        for first in stride(from: 0, to: count, by: Self.lanes) {
            for place in centred.indices {
                fill(&results[place], from: first, query: centred[place], norm: norms[place])
            }
        }
        return results
    }

    /// One tile's distances.
    private func fill(_ result: inout [Float], from first: Int, query: [Float], norm: Float) {
        let (dimension, count, lanes, tile) = (dimension, count, Self.lanes, first * dimension)
        result.withUnsafeMutableBufferPointer { result in
            query.withUnsafeBufferPointer { query in
                tiles.withUnsafeBufferPointer { tiles in
                    squares.withUnsafeBufferPointer { squares in
                        withUnsafeTemporaryAllocation(of: Float.self, capacity: lanes) { dots in
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

    /// Runs `body` with the squared distances of every chosen row of `queries`, on all processors; results in the order of `rows`.
    func map<Result: Sendable>(
        _ queries: Embeddings, rows: [Int], _ body: @escaping @Sendable (_ row: Int, _ squared: [Float]) -> Result
    ) -> [Result] {
        ParallelMap.stretches(rows.count) { stretch in
            var results: [Result] = []
            for first in stride(from: stretch.lowerBound, to: stretch.upperBound, by: Self.blockLength) {
                let block = rows[first..<min(first + Self.blockLength, stretch.upperBound)]
                let distances = squared(from: block.map { queries[$0] })
                for (row, squared) in zip(block, distances) { results.append(body(row, squared)) }
            }
            return results
        }
    }
}
