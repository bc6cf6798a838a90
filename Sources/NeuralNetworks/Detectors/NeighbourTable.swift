/// Which rows of a bank lie nearest to each of its rows.
struct NeighbourTable {
    /// `[row, neighbour]`, each row's own number first, then from near to far.
    private(set) var rows: [Int64] = []

    /// - Parameters:
    ///   - bank: `[row, d]`.
    ///   - squares: `‖m‖²` of each row.
    ///   - count: neighbours of a row, itself among them.
    init(_ bank: [Float], squares: [Float], count: Int) {
        let total = squares.count
        let dimension = bank.count / max(1, total)
        rows.reserveCapacity(total * count)
        var distances = [Float](repeating: 0, count: total)
        bank.withUnsafeBufferPointer { bank in
            for row in 0..<total {
                let own = UnsafeBufferPointer(rebasing: bank[row * dimension..<(row + 1) * dimension])
                for other in 0..<total {
                    let them = UnsafeBufferPointer(rebasing: bank[other * dimension..<(other + 1) * dimension])
                    distances[other] = squares[other] - 2 * Self.product(own, them)
                }
                // Equal rows may stand in a bank: a row is its own nearest all the same.
                distances[row] = -.infinity
                rows += Self.smallest(count, of: distances).map(Int64.init)
            }
        }
    }

    private static func product(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>) -> Float {
        // Sixteen sums side by side, which the compiler keeps in one vector.
        var sums = SIMD16<Float>(repeating: 0)
        let whole = a.count / 16 * 16
        for start in stride(from: 0, to: whole, by: 16) {
            for lane in 0..<16 { sums[lane] += a[start + lane] * b[start + lane] }
        }
        return (whole..<a.count).reduce(sums.sum()) { $0 + a[$1] * b[$1] }
    }

    /// Places of the smallest values, from the smallest on.
    private static func smallest(_ count: Int, of values: [Float]) -> [Int] {
        var found: [Int] = []
        for (place, value) in values.enumerated() {
            if found.count == count, let last = found.last, values[last] <= value { continue }
            let position = found.firstIndex { values[$0] > value } ?? found.count
            found.insert(place, at: position)
            if found.count > count { found.removeLast() }
        }
        return found
    }
}
