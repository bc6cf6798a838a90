/// A covariance shrunk towards a multiple of the identity, so that it can be inverted however few the rows are.
///
/// `Σ = (1 − s)·S + s·μ·I`, `S` the maximum-likelihood covariance, `μ = tr(S) / d`, and the shrinkage
/// `s = min(β, δ) / δ` with `δ = ‖S − μI‖² / d` and `β = (Σᵢ ‖xᵢ‖⁴ / n − ‖S‖²) / (d·n)`, `x` centred.
///
/// Source: Ledoit and Wolf, "A well-conditioned estimator for large-dimensional covariance matrices", Journal of Multivariate Analysis
/// 88 (2004), in the form of scikit-learn's `LedoitWolf`.
struct LedoitWolfCovariance: Sendable {
    let mean: [Double]
    let covariance: SymmetricMatrix
    /// 0: the rows' own covariance; 1: a ball.
    let shrinkage: Double

    /// What it is computed from, so that some rows can be taken away again.
    struct Moments {
        var count = 0
        var sums: [Double]
        var scatter: SymmetricMatrix

        init(_ rows: Embeddings, _ chosen: [Int]) {
            count = chosen.count
            sums = [Double](repeating: 0, count: rows.dimension)
            for row in chosen {
                for (place, value) in rows[row].enumerated() { sums[place] += Double(value) }
            }
            scatter = .scatter(rows, chosen)
        }

        func subtracting(_ other: Moments) -> Moments {
            var rest = self
            rest.count -= other.count
            for place in sums.indices { rest.sums[place] -= other.sums[place] }
            for place in scatter.values.indices { rest.scatter.values[place] -= other.scatter.values[place] }
            return rest
        }
    }

    /// - Parameter chosen: the rows that `moments` are of, at least one.
    init(_ moments: Moments, of rows: Embeddings, _ chosen: some Sequence<Int>) {
        let size = rows.dimension
        let count = Double(moments.count)
        let mean = moments.sums.map { $0 / count }
        var covariance = moments.scatter
        for row in 0..<size {
            for column in 0..<size {
                covariance[row, column] = covariance[row, column] / count - mean[row] * mean[column]
            }
        }
        let level = covariance.trace / Double(size)
        var fourth = 0.0
        for row in chosen {
            var square = 0.0
            for (place, value) in rows[row].enumerated() {
                let centred = Double(value) - mean[place]
                square += centred * centred
            }
            fourth += square * square
        }
        let squares = covariance.sumOfSquares
        let delta = (squares - Double(size) * level * level) / Double(size)
        let beta = min((fourth / count - squares) / (Double(size) * count), delta)
        let shrinkage = delta > 0 ? max(0, beta / delta) : 1
        for place in covariance.values.indices { covariance.values[place] *= 1 - shrinkage }
        for row in 0..<size { covariance[row, row] += shrinkage * level }
        self.mean = mean
        self.covariance = covariance
        self.shrinkage = shrinkage
    }
}
