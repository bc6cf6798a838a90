/// Rows chosen one after the other, each the farthest from those before (Gonzalez, "Clustering to minimize the maximum intercluster
/// distance", 1985).
///
/// The rows that lie farthest are kept as candidates; the farthest of them is chosen, the others are brought up to date by it, and so on while
/// the best of them is sure to be the best of all. Only then are all rows gone through, for all that were chosen together: the same choice as
/// one by one, with fewer ways through the memory.
enum FarthestPoints {
    /// Candidates of a round.
    private static let candidates = 64

    /// - Returns: at most `count` rows in the order of their choice, the first of them the one farthest from the mean, and the largest distance of
    ///   any row to the nearest chosen one. Rows that repeat a chosen one are left out. Of equals the first is taken.
    static func choose(_ count: Int, of rows: Embeddings) -> (rows: [Int], radius: Double) {
        guard rows.count > 0, count > 0 else { return ([], 0) }
        var center = Embeddings(dimension: rows.dimension)
        center.append(rows.mean, recording: 0)
        let fromCenter = update([Float](repeating: .infinity, count: rows.count), rows, by: center, [0])
        var chosen = [Smallest.largest(1, of: fromCenter)[0]]
        var nearest = [Float](repeating: .infinity, count: rows.count)
        var round = chosen
        while true {
            nearest = update(nearest, rows, by: rows, round)
            let best = Smallest.largest(candidates, of: nearest)
            guard chosen.count < count, let first = best.first, nearest[first] > 0 else {
                return (chosen, Double(best.first.map { nearest[$0] } ?? 0).squareRoot())
            }
            round = sure(best, nearest, rows, most: count - chosen.count)
            chosen += round
        }
    }

    /// Those of the candidates that would be chosen one after the other before any row that is none.
    private static func sure(_ candidates: [Int], _ nearest: [Float], _ rows: Embeddings, most: Int) -> [Int] {
        var left = candidates.map { (row: $0, distance: nearest[$0]) }
        // A row that is no candidate may lie as far as the last of them.
        let bar = candidates.count == Self.candidates ? nearest[candidates[candidates.count - 1]] : 0
        var chosen: [Int] = []
        while chosen.count < most {
            // Of equals the first row; a candidate that is level with the bar may have an equal before it.
            let best = left.max { ($0.distance, $1.row) < ($1.distance, $0.row) }
            guard let best, best.distance > bar || chosen.isEmpty else { break }
            chosen.append(best.row)
            left.removeAll { $0.row == best.row }
            for place in left.indices {
                let distance = squared(rows, left[place].row, rows, best.row)
                left[place].distance = min(left[place].distance, distance)
            }
        }
        return chosen
    }

    /// Distances to the nearest chosen row, with more of them chosen.
    private static func update(
        _ nearest: [Float], _ rows: Embeddings, by centers: Embeddings, _ chosen: [Int]
    ) -> [Float] {
        let width = rows.dimension
        return ParallelMap.stretches(rows.count, least: 4096) { stretch in
            rows.values.withUnsafeBufferPointer { values in
                centers.values.withUnsafeBufferPointer { centers in
                    stretch.map { row in
                        var best = nearest[row]
                        for center in chosen {
                            let distance = squaredDistance(
                                values.baseAddress, row * width, centers.baseAddress, center * width, width)
                            if distance < best { best = distance }
                        }
                        return best
                    }
                }
            }
        }
    }

    private static func squared(_ a: Embeddings, _ first: Int, _ b: Embeddings, _ second: Int) -> Float {
        a.values.withUnsafeBufferPointer { one in
            b.values.withUnsafeBufferPointer { other in
                squaredDistance(
                    one.baseAddress, first * a.dimension, other.baseAddress, second * b.dimension, a.dimension)
            }
        }
    }

    /// `‖a − b‖²` of `width` numbers from two places, in four sums side by side.
    @inline(__always)
    static func squaredDistance(
        _ a: UnsafePointer<Float>?, _ startA: Int, _ b: UnsafePointer<Float>?, _ startB: Int, _ width: Int
    ) -> Float {
        guard let a = a.map({ $0 + startA }), let b = b.map({ $0 + startB }) else { return 0 }
        var sums = SIMD8<Float>()
        var place = 0
        while place + 8 <= width {
            let difference =
                UnsafeRawPointer(a + place).loadUnaligned(as: SIMD8<Float>.self)
                - UnsafeRawPointer(b + place).loadUnaligned(as: SIMD8<Float>.self)
            sums += difference * difference
            place += 8
        }
        var sum = sums.sum()
        while place < width {
            let difference = a[place] - b[place]
            sum += difference * difference
            place += 1
        }
        return sum
    }
}
