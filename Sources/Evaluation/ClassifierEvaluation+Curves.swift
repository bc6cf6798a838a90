extension ClassifierEvaluation {
    /// One class against the rest, over items.
    /// - Throws: ``EvaluationError`` where the class, or every other, has no item.
    public func rocCurve(ofClass index: Int) throws(EvaluationError) -> ROCCurve {
        try ROCCurve(scores: probabilities.map { $0[index] }, positives: truth.map { $0 == index })
    }

    /// One class against the rest, over items.
    /// - Throws: ``EvaluationError`` where the class has no item.
    public func precisionRecallCurve(ofClass index: Int) throws(EvaluationError) -> PrecisionRecallCurve {
        try PrecisionRecallCurve(scores: probabilities.map { $0[index] }, positives: truth.map { $0 == index })
    }

    /// The classes that have both items and counter-examples, so that curves can be drawn of them.
    public var classesWithCurves: [Int] {
        classes.indices.filter { index in truth.contains(index) && truth.contains { $0 != index } }
    }

    /// Confidence in the class that was named against how often it was the right one, over items.
    public func reliability(binCount: Int = 10) throws(EvaluationError) -> ReliabilityDiagram {
        try ReliabilityDiagram(
            confidences: zip(probabilities, verdicts).map { $0[$1] }, hits: zip(verdicts, truth).map { $0 == $1 },
            binCount: binCount
        )
    }

    public var logLoss: Double { ProbabilityScores.logLoss(probabilities: probabilities, truth: truth) }
    public var brier: Double { ProbabilityScores.brier(probabilities: probabilities, truth: truth) }

    /// Groups that were named wrongly, first those that were wrong with the greatest confidence.
    public var worstMistakes: [GroupVerdict] {
        groupVerdicts.filter { !$0.isRight }.sorted { ($1.confidence, $0.group) < ($0.confidence, $1.group) }
    }
}
