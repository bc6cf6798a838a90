public import InspectionTypes

extension WindowJudgement {
    /// A classifier's: the most probable class, and what speaks for a defect.
    init(card: ModelCard, probabilities: [Double]) {
        let best = ParityGate.winner(probabilities).index
        let label = card.classes[best]
        let hasNormal = !card.normalClasses.isEmpty
        let normal = zip(card.classes, probabilities).reduce(0.0) { sum, pair in
            card.normalClasses.contains(pair.0) ? sum + pair.1 : sum
        }
        self.init(
            verdict: !hasNormal ? .classified : card.normalClasses.contains(label) ? .normal : .defect, label: label,
            score: probabilities[best], alarm: hasNormal ? max(0, 1 - normal) : nil, probabilities: probabilities)
    }

    /// A finding on a picture, among others that came before it and will come after it.
    ///
    /// - Parameter card: of the model that found it.
    public init(_ finding: Finding, card: ModelCard) {
        if card.kind == .classifier {
            self.init(card: card, probabilities: finding.probabilities.map(\.value))
        } else {
            self.init(
                verdict: finding.verdict, label: finding.label, score: finding.score, threshold: finding.threshold,
                alarm: finding.score)
        }
    }
}
