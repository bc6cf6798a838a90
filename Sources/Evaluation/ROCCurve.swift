/// True-positive against false-positive rate at every threshold.
///
/// A score at or above the threshold means "positive". Points run from (0, 0) to (1, 1); equal scores fall together.
public struct ROCCurve: Sendable, Hashable {
    public struct Point: Sendable, Hashable {
        public var falsePositiveRate: Double
        public var truePositiveRate: Double
        /// Infinite for the first point, where nothing is called positive.
        public var threshold: Double
    }

    public let points: [Point]

    /// - Throws: ``EvaluationError`` where lengths differ, a score is not finite, or one of the two classes has no item.
    public init(scores: [Double], positives: [Bool]) throws(EvaluationError) {
        let steps = try RankedCounts.steps(scores: scores, positives: positives)
        guard let last = steps.last, last.positives > 0, last.negatives > 0 else {
            throw EvaluationError(
                .empty,
                "a ROC curve needs items of both classes; there are \(positives.count(where: { $0 })) positive of \(positives.count)"
            )
        }
        points =
            [Point(falsePositiveRate: 0, truePositiveRate: 0, threshold: .infinity)]
            + steps.map {
                Point(
                    falsePositiveRate: Double($0.negatives) / Double(last.negatives),
                    truePositiveRate: Double($0.positives) / Double(last.positives), threshold: $0.threshold
                )
            }
    }

    /// Area under the curve: how often a positive outscores a negative, ties counting half.
    public var area: Double { Self.area(points.map { ($0.falsePositiveRate, $0.truePositiveRate) }) }

    /// Area up to the false-positive rate `limit`, scaled so that chance is 0.5 and perfection 1:
    /// `½·(1 + (A − limit²/2) / (limit − limit²/2))`.
    ///
    /// With `limit` 0.1 it is DCASE's pAUC and scikit-learn's `roc_auc_score(max_fpr: 0.1)`.
    /// Source: McClish, "Analyzing a portion of the ROC curve", Medical Decision Making 9 (1989).
    public func partialArea(upTo limit: Double = 0.1) -> Double {
        precondition(limit > 0 && limit <= 1, "ROCCurve.partialArea: the false-positive rate \(limit) is not in (0, 1]")
        if limit == 1 { return area }
        let stop = points.firstIndex { $0.falsePositiveRate > limit } ?? points.count
        var kept = points[..<stop].map { ($0.falsePositiveRate, $0.truePositiveRate) }
        if stop < points.count, stop > 0 {
            let (from, to) = (points[stop - 1], points[stop])
            let part = (limit - from.falsePositiveRate) / (to.falsePositiveRate - from.falsePositiveRate)
            kept.append((limit, from.truePositiveRate + part * (to.truePositiveRate - from.truePositiveRate)))
        }
        let least = limit * limit / 2
        return 0.5 * (1 + (Self.area(kept) - least) / (limit - least))
    }

    private static func area(_ points: [(Double, Double)]) -> Double {
        zip(points, points.dropFirst()).reduce(0) { $0 + ($1.1.0 - $1.0.0) * ($1.1.1 + $1.0.1) / 2 }
    }
}
