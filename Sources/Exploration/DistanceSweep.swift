import InspectionTypes

/// Distances of each row to all rows, a row at a time on several threads, so that memory does not grow with the square of their number.
///
/// In single precision, by `‖a − b‖² = ‖a‖² + ‖b‖² − 2·a·b` of rows from which the mean was taken, or of rows of length 1.
struct DistanceSweep: Sendable {
    let distance: EmbeddingDistance
    let count: Int
    private let dimension: Int
    private let rows: [Float]
    private let squares: [Float]

    init(_ table: EmbeddingTable, _ distance: EmbeddingDistance) {
        let prepared = distance == .cosine ? table.normalized : table.centred
        self.distance = distance
        count = table.count
        dimension = table.dimension
        rows = prepared.values
        squares = (0..<table.count).map { row in prepared[row].reduce(0) { $0 + $1 * $1 } }
    }

    /// Runs `body` for each row with its distances to all rows, that to itself being 0; results in the rows' order.
    ///
    /// - Parameter body: called by several threads at a time; the distances are its to overwrite.
    func map<Result: Sendable>(_ body: @escaping @Sendable (_ row: Int, _ distances: inout [Float]) -> Result)
        -> [Result]
    {
        RowMap.run(count) { stretch in
            var distances = [Float](repeating: 0, count: count)
            return stretch.map { row in
                fill(&distances, row)
                return body(row, &distances)
            }
        }
    }

    private func fill(_ distances: inout [Float], _ row: Int) {
        distances.withUnsafeMutableBufferPointer { distances in
            rows.withUnsafeBufferPointer { rows in
                squares.withUnsafeBufferPointer { squares in
                    let own = UnsafeBufferPointer(rebasing: rows[row * dimension..<(row + 1) * dimension])
                    for other in 0..<count {
                        let second = UnsafeBufferPointer(
                            rebasing: rows[other * dimension..<(other + 1) * dimension])
                        let dot = Self.dot(own, second)
                        switch distance {
                        case .cosine:
                            distances[other] = max(
                                0,
                                squares[row] > 0 && squares[other] > 0
                                    ? 1 - dot : squares[row] == squares[other] ? 0 : 1)
                        case .euclidean:
                            distances[other] = max(0, squares[row] + squares[other] - 2 * dot).squareRoot()
                        }
                    }
                    distances[row] = 0
                }
            }
        }
    }

    /// `Σ aᵢ·bᵢ` in four partial sums of eight, which the compiler keeps in registers.
    private static func dot(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Float {
        var (first, second, third, fourth) = (
            SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>()
        )
        let bytes = (UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b))
        let whole = a.count / 32 * 32
        for start in stride(from: 0, to: whole * 4, by: 128) {
            first += load(bytes.0, start) * load(bytes.1, start)
            second += load(bytes.0, start + 32) * load(bytes.1, start + 32)
            third += load(bytes.0, start + 64) * load(bytes.1, start + 64)
            fourth += load(bytes.0, start + 96) * load(bytes.1, start + 96)
        }
        var sum = ((first + second) + (third + fourth)).sum()
        for place in whole..<a.count { sum += a[place] * b[place] }
        return sum
    }

    @inline(__always)
    private static func load(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> SIMD8<Float> {
        bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
    }
}
