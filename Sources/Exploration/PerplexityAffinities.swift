#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How much each row takes each other row for its neighbour: `p[i, j]`, symmetric, their sum 1.
///
/// `p[j | i] ∝ exp(−β[i]·d[i, j]²)`, `β[i]` found by bisection so that the perplexity `exp(H(p[· | i]))` is the wanted one; then
/// `p[i, j] = (p[j | i] + p[i | j]) / 2n`. Of far rows, which would get next to nothing, none are kept.
struct PerplexityAffinities: Sendable {
    /// Where a row's entries begin, and the end.
    let starts: [Int]
    let columns: [Int32]
    let values: [Double]

    /// - Parameters:
    ///   - neighbours: of each row the others that count, itself not among them.
    ///   - squared: their distances, squared.
    init(neighbours: [[Int]], squared: [[Double]], perplexity: Double) {
        let count = neighbours.count
        let conditional = RowMap.run(count) { $0.map { Self.conditional(squared[$0], perplexity) } }
        var (columns, values) = ([[Int32]](repeating: [], count: count), [[Double]](repeating: [], count: count))
        for row in 0..<count {
            for (other, value) in zip(neighbours[row], conditional[row]) {
                columns[row].append(Int32(other))
                values[row].append(value)
                columns[other].append(Int32(row))
                values[other].append(value)
            }
        }
        var (starts, allColumns, allValues) = ([0], [Int32](), [Double]())
        for row in 0..<count {
            // Both directions of a pair become one entry.
            var last: Int32?
            for place in columns[row].indices.sorted(by: { columns[row][$0] < columns[row][$1] }) {
                if columns[row][place] == last {
                    allValues[allValues.count - 1] += values[row][place]
                } else {
                    allColumns.append(columns[row][place])
                    allValues.append(values[row][place])
                    last = columns[row][place]
                }
            }
            starts.append(allColumns.count)
        }
        let total = allValues.reduce(0, +)
        self.starts = starts
        self.columns = allColumns
        self.values = total > 0 ? allValues.map { max($0 / total, .leastNormalMagnitude) } : allValues
    }

    /// One row's, with a sum of 1.
    static func conditional(_ squared: [Double], _ perplexity: Double) -> [Double] {
        let wanted = log(perplexity)
        // Of equal shares nothing changes when all distances become less by the least.
        let least = squared.min() ?? 0
        var (low, high, beta) = (0.0, Double.infinity, 1.0)
        var shares = [Double](repeating: 0, count: squared.count)
        for _ in 0..<100 {
            var (sum, weighted) = (0.0, 0.0)
            for place in squared.indices {
                let distance = squared[place] - least
                let share = exp(-beta * distance)
                shares[place] = share
                sum += share
                weighted += share * distance
            }
            let excess = log(sum) + beta * weighted / sum - wanted
            for place in shares.indices { shares[place] /= sum }
            if abs(excess) <= 1e-5 { break }
            if excess > 0 {
                low = beta
                beta = high.isFinite ? (low + high) / 2 : beta * 2
            } else {
                high = beta
                beta = (low + high) / 2
            }
            // All equally far: no width tells them apart.
            guard beta.isFinite, beta < 1e300 else { break }
        }
        return shares
    }
}
