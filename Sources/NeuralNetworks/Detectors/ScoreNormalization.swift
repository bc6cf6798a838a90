/// What turns a detector's raw score into deviations from normal: `(raw − mean) / deviation`, both taken of normal examples that the
/// detector was not fitted on.
public struct ScoreNormalization: Sendable, Equatable, Codable {
    public var mean: Float
    /// Above 0.
    public var deviation: Float

    /// Leaves a score as it is.
    public static let raw = ScoreNormalization(mean: 0, deviation: 1)

    public init(mean: Float, deviation: Float) {
        precondition(deviation > 0, "ScoreNormalization: the deviation \(deviation) is not positive")
        self.mean = mean
        self.deviation = deviation
    }

    /// Of the raw scores of normal examples; a deviation of 0 (one score, or all the same) is taken as 1.
    public init(of scores: [Double]) {
        guard !scores.isEmpty else {
            self = .raw
            return
        }
        let mean = scores.reduce(0, +) / Double(scores.count)
        let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(max(1, scores.count - 1))).squareRoot()
        self.init(mean: Float(mean), deviation: deviation > 1e-12 ? Float(deviation) : 1)
    }
}

extension GraphBuilder {
    /// The value on a scale, whatever its shape.
    mutating func scaled(_ x: Value, by scale: ScoreNormalization) -> Value {
        guard scale != .raw else { return x }
        let one = [Int](repeating: 1, count: x.shape.count)
        return standardize(
            x, mean: NDArray([scale.mean], shape: one), deviation: NDArray([scale.deviation], shape: one))
    }
}
