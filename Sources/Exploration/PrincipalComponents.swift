import InspectionTypes

/// The directions in which embeddings differ most: `x − mean ≈ Σ scoreᵢ·axisᵢ`.
///
/// Up to ``exactSize`` numbers a row or rows, the covariance (or where there are fewer rows than numbers, the rows' products) is taken
/// apart exactly; beyond, the largest components are found by subspace iteration from a seeded start (Halko, Martinsson and Tropp,
/// "Finding structure with randomness", SIAM Review 2011), repeated until their variances stand still.
public struct PrincipalComponents: Sendable {
    /// Of each component: a row of length 1. Its largest number is positive, so that pictures do not flip.
    public let axes: [[Double]]
    /// `[row][component]`.
    public let scores: [[Double]]
    /// Of each component, over `n − 1`.
    public let variances: [Double]
    /// Share of ``totalVariance``.
    public let ratios: [Double]
    public let totalVariance: Double

    /// Largest matrix that is taken apart exactly.
    static let exactSize = 400

    /// - Parameter count: components wanted; fewer where rows or numbers are fewer.
    public init(_ table: EmbeddingTable, count: Int, seed: UInt64 = 0) {
        self.init(table, count: count, seed: seed, exactSize: Self.exactSize)
    }

    init(_ table: EmbeddingTable, count: Int, seed: UInt64, exactSize: Int) {
        let centred = CentredRows(table)
        let count = max(0, min(count, table.dimension, table.count - 1))
        let found =
            if table.dimension <= min(exactSize, table.count) {
                Self.fromCovariance(centred, count)
            } else if table.count <= exactSize {
                Self.fromProducts(centred, count)
            } else {
                Self.fromSubspace(centred, count, seed)
            }
        let degrees = Double(max(1, table.count - 1))
        let axes = found.map { Self.upright($0) }
        let scores = (0..<table.count).map { row in axes.map { centred.dot(row, $0) } }
        let total = centred.sumOfSquares / degrees
        let variances = axes.indices.map { place in
            scores.reduce(0) { $0 + $1[place] * $1[place] } / degrees
        }
        self.axes = axes
        self.scores = scores
        self.variances = variances
        totalVariance = total
        ratios = variances.map { total > 0 ? $0 / total : 0 }
    }

    private static func upright(_ axis: [Double]) -> [Double] {
        let largest = axis.max { abs($0) < abs($1) } ?? 0
        return largest < 0 ? axis.map { -$0 } : axis
    }

    /// `Xᵀ·X`, `[dimension, dimension]`.
    private static func fromCovariance(_ rows: CentredRows, _ count: Int) -> [[Double]] {
        let eigen = SymmetricEigen(rows.covariance, size: rows.dimension)
        return Array(eigen.vectors.prefix(count))
    }

    /// `X·Xᵀ`, `[row, row]`: with its eigenvector `u`, `Xᵀ·u` is an axis.
    private static func fromProducts(_ rows: CentredRows, _ count: Int) -> [[Double]] {
        let eigen = SymmetricEigen(rows.products, size: rows.count)
        let axes = (0..<count).map { rows.combined(eigen.vectors[$0]) }
        return orthonormal(axes)
    }

    private static func fromSubspace(_ rows: CentredRows, _ count: Int, _ seed: UInt64) -> [[Double]] {
        var generator = SeededGenerator(seed: seed, stream: "principal components")
        // A few more directions than wanted settle the wanted ones sooner.
        let width = min(count + 10, rows.dimension, rows.count)
        var basis = orthonormal((0..<width).map { _ in (0..<rows.dimension).map { _ in generator.nextNormal() } })
        var last: [Double] = []
        for _ in 0..<40 {
            // Xᵀ·X·basis, a column at a time.
            let images = basis.map { rows.combined(rows.dots($0)) }
            var products = [Double](repeating: 0, count: width * width)
            for (row, first) in images.enumerated() {
                for (column, second) in basis.enumerated() { products[row * width + column] = dot(first, second) }
            }
            for row in 0..<width {
                for column in 0..<row {
                    let mean = (products[row * width + column] + products[column * width + row]) / 2
                    (products[row * width + column], products[column * width + row]) = (mean, mean)
                }
            }
            let eigen = SymmetricEigen(products, size: width)
            let values = Array(eigen.values.prefix(count))
            // The images, turned so that each stands for one component, keep what this round has learnt.
            basis = orthonormal(eigen.vectors.map { weights in mixture(images, weights) })
            let scale = values.first ?? 0
            if !last.isEmpty, zip(values, last).allSatisfy({ abs($0 - $1) <= 1e-9 * scale }) { break }
            last = values
        }
        return Array(basis.prefix(count))
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for place in a.indices { sum += a[place] * b[place] }
        return sum
    }

    private static func mixture(_ rows: [[Double]], _ weights: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: rows.first?.count ?? 0)
        for (row, weight) in zip(rows, weights) {
            for place in result.indices { result[place] += weight * row[place] }
        }
        return result
    }

    /// Gram and Schmidt's way, twice over so that nothing of the earlier ones is left; a row that depends on those before it becomes zero.
    private static func orthonormal(_ rows: [[Double]]) -> [[Double]] {
        var result: [[Double]] = []
        for row in rows {
            var row = row
            let before = dot(row, row).squareRoot()
            for _ in 0..<2 {
                for earlier in result {
                    let share = dot(row, earlier)
                    for place in row.indices { row[place] -= share * earlier[place] }
                }
            }
            let length = dot(row, row).squareRoot()
            let isNew = length > 1e-12 * before && length > 0
            result.append(isNew ? row.map { $0 / length } : [Double](repeating: 0, count: row.count))
        }
        return result
    }
}
