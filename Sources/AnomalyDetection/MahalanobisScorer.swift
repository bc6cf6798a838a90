/// The distance to the mean in standard deviations along the rows' own axes, `√((q − μ)ᵀ·Σ⁻¹·(q − μ))`.
///
/// `Σ` is shrunk after Ledoit and Wolf. With `Σ = L·Lᵀ` it is the length of `W·(q − μ)`, `W = L⁻¹`: a sum of squares, which loses
/// nothing in 32-bit floats and needs no more than a product with fixed rows in a graph.
/// Source: Mahalanobis, "On the generalised distance in statistics", 1936; as an anomaly score Lee et al., NeurIPS 2018.
public struct MahalanobisScorer: AnomalyScorer {
    /// `W`, `[dimension, dimension]` in row-major order.
    public let whitening: [Float]
    /// `W·μ`.
    public let offset: [Float]
    /// How far the covariance was shrunk, 0…1.
    public let shrinkage: Double

    /// - Throws: ``AnomalyError`` of fewer than two different rows.
    public init(fitting rows: Embeddings) throws(AnomalyError) {
        let chosen = Array(0..<rows.count)
        guard !chosen.isEmpty else { throw Self.noSpread(0) }
        try self.init(LedoitWolfCovariance.Moments(rows, chosen), of: rows, chosen)
    }

    init(
        _ moments: LedoitWolfCovariance.Moments, of rows: Embeddings, _ chosen: some Sequence<Int>
    ) throws(AnomalyError) {
        let estimate = LedoitWolfCovariance(moments, of: rows, chosen)
        guard estimate.covariance.trace > 1e-12, let inverse = estimate.covariance.cholesky()?.inverse() else {
            throw Self.noSpread(moments.count)
        }
        let size = inverse.size
        whitening = inverse.values.map(Float.init)
        offset = (0..<size).map { row in
            Float((0...row).reduce(0.0) { $0 + inverse.values[row * size + $1] * estimate.mean[$1] })
        }
        shrinkage = estimate.shrinkage
    }

    private static func noSpread(_ count: Int) -> AnomalyError {
        AnomalyError(
            .tooLittle,
            "the Mahalanobis distance needs embeddings that differ; \(count) without a spread were given: add normal recordings"
        )
    }

    public func score(_ query: some Collection<Float>) -> Double {
        let query = Array(query)
        let size = offset.count
        precondition(
            query.count == size, "MahalanobisScorer.score: \(query.count) numbers for a scorer of \(size)")
        return whitening.withUnsafeBufferPointer { whitening in
            var total = 0.0
            for row in 0..<size {
                var sum = -Double(offset[row])
                for place in 0...row { sum += Double(whitening[row * size + place]) * Double(query[place]) }
                total += sum * sum
            }
            return total.squareRoot()
        }
    }
}
