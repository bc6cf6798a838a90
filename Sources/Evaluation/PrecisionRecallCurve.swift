/// Precision against recall at every threshold, from the highest threshold (recall 0) down.
public struct PrecisionRecallCurve: Sendable, Hashable {
    public struct Point: Sendable, Hashable {
        public var recall: Double
        public var precision: Double
        /// Infinite for the first point, where nothing is called positive and precision is 1 by convention.
        public var threshold: Double
    }

    public let points: [Point]
    /// The share of positives: the precision of calling everything positive.
    public let prevalence: Double

    /// - Throws: ``EvaluationError`` where lengths differ, a score is not finite, or there is no positive item.
    public init(scores: [Double], positives: [Bool]) throws(EvaluationError) {
        try self.init(steps: RankedCounts.steps(scores: scores, positives: positives))
    }

    /// - Parameter steps: From the highest threshold down to one that calls everything positive.
    init(steps: [RankedCounts.Step]) throws(EvaluationError) {
        guard let last = steps.last, last.positives > 0 else {
            throw EvaluationError(
                .empty,
                "a precision–recall curve needs a positive item; there is none among \(steps.last?.negatives ?? 0)")
        }
        prevalence = Double(last.positives) / Double(last.positives + last.negatives)
        points =
            [Point(recall: 0, precision: 1, threshold: .infinity)]
            + steps.map {
                Point(
                    recall: Double($0.positives) / Double(last.positives),
                    precision: Double($0.positives) / Double($0.positives + $0.negatives), threshold: $0.threshold
                )
            }
    }

    /// `Σ (Rᵢ − Rᵢ₋₁)·Pᵢ`, without interpolation.
    public var averagePrecision: Double {
        zip(points, points.dropFirst()).reduce(0) { $0 + ($1.1.recall - $1.0.recall) * $1.1.precision }
    }
}
