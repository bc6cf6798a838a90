/// Where raw scores of normal recordings lie: `(raw − mean) / deviation` has mean 0 and deviation 1 among them.
public struct ScoreScale: Sendable, Hashable, Codable {
    public var mean: Double
    /// Above 0.
    public var deviation: Double

    /// Leaves a score as it is.
    public static let raw = ScoreScale(mean: 0, deviation: 1)

    public init(mean: Double, deviation: Double) {
        precondition(deviation > 0, "ScoreScale: a deviation of \(deviation)")
        self.mean = mean
        self.deviation = deviation
    }

    /// Of held-out scores of normal examples. Where they do not differ (all recordings silent, say) the deviation is held at a thousandth
    /// of the mean and 1e-4 at least; of none, raw scores stay as they are.
    public init(of scores: [Double]) {
        guard !scores.isEmpty else {
            self = .raw
            return
        }
        let mean = scores.reduce(0, +) / Double(scores.count)
        let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, scores.count - 1))
        self.init(mean: mean, deviation: max(variance.squareRoot(), mean.magnitude * 1e-3, 1e-4))
    }

    public func apply(_ raw: Double) -> Double { (raw - mean) / deviation }
}
