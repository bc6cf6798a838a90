import InspectionTypes

extension Finding {
    /// A classifier's finding: the most probable class, and whether the card calls it normal.
    init(
        file: String, card: ModelCard, probabilities: [Double], windows: [WindowFinding] = [], milliseconds: Double
    ) {
        let best = ParityGate.winner(probabilities).index
        let label = card.classes[best]
        let verdict: Verdict =
            card.normalClasses.isEmpty ? .classified : card.normalClasses.contains(label) ? .normal : .defect
        self.init(
            file: file, model: card.name, verdict: verdict, label: label, score: probabilities[best], threshold: nil,
            probabilities: zip(card.classes, probabilities).map(ClassProbability.init), windows: windows,
            milliseconds: milliseconds
        )
    }
}

extension ModelCard {
    /// What a classifier's graph gave must be a probability a class.
    func check(probabilities: [Double]) throws {
        guard probabilities.count == classes.count, probabilities.allSatisfy(\.isFinite) else {
            throw PipelineError(
                .mismatch,
                "the model gave \(probabilities.count) numbers for \(classes.count) classes, or some that are none")
        }
    }
}
