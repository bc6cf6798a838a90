/// The direction along which normal embeddings differ most from others that are known, in units of how both scatter:
/// `score(q) = w·q + b`, `w = Σ⁻¹·(μ₁ − μ₀)`, `b = −w·(μ₀ + μ₁) / 2`.
///
/// `μ₀` is the mean of the normal embeddings, `μ₁` that of the others (such as copies of the normal recordings, changed as a defect would change
/// them), `Σ` their common covariance about their own means, shrunk after Ledoit and Wolf. What scatters both alike, such as the sounds of the
/// place, counts for little: with few recordings the shrinkage carries over to new ones where a trained network overfits.
///
/// Source: Fisher, "The use of multiple measurements in taxonomic problems", 1936; Ledoit and Wolf 2004 for the covariance.
public struct LinearContrast: Sendable, Hashable, Codable {
    /// One an entry of an embedding.
    public let weights: [Double]
    /// Added: scores of the normal lie below 0 on average, those of the others above.
    public let offset: Double
    /// How far the covariance was shrunk, 0…1.
    public let shrinkage: Double

    /// - Throws: ``AnomalyError`` where either is empty or nothing scatters.
    public init(normal: Embeddings, others: Embeddings) throws(AnomalyError) {
        precondition(
            normal.dimension == others.dimension,
            "LinearContrast: rows of \(normal.dimension) and of \(others.dimension) numbers")
        guard !normal.isEmpty, !others.isEmpty else {
            throw AnomalyError(
                .empty, "a contrast needs normal embeddings and others; there are \(normal.count) and \(others.count)")
        }
        try normal.checkFinite()
        try others.checkFinite()
        let means = [normal.mean, others.mean]
        var stacked = Embeddings(dimension: normal.dimension)
        for (rows, mean) in zip([normal, others], means) {
            for row in 0..<rows.count { stacked.append(zip(rows[row], mean).map { $0 - $1 }, recording: 0) }
        }
        let all = Array(0..<stacked.count)
        let estimate = LedoitWolfCovariance(LedoitWolfCovariance.Moments(stacked, all), of: stacked, all)
        guard estimate.covariance.trace > 1e-12, let lower = estimate.covariance.cholesky() else {
            throw AnomalyError(.tooLittle, "a contrast needs embeddings that differ; add normal recordings")
        }
        let weights = lower.solve(zip(means[1], means[0]).map { Double($0) - Double($1) })
        self.weights = weights
        let middle = zip(means[0], means[1]).map { (Double($0) + Double($1)) / 2 }
        offset = -zip(weights, middle).reduce(0) { $0 + $1.0 * $1.1 }
        shrinkage = estimate.shrinkage
    }

    public func score(_ query: some Collection<Float>) -> Double {
        precondition(
            query.count == weights.count, "LinearContrast.score: \(query.count) numbers for \(weights.count) weights")
        return zip(weights, query).reduce(offset) { $0 + $1.0 * Double($1.1) }
    }
}
