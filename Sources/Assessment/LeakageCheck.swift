public import Datasets
public import NeuralNetworks

/// Whether a model has learnt from recordings that it is about to be judged by.
public enum LeakageCheck {
    /// Pairs of a recording learnt from and one to judge by; empty for a model that does not say what it learnt from.
    public static func overlap(
        of model: ModelFile, with dataset: Dataset, identities: [String: RecordingIdentity]
    ) throws -> [LeakagePair] {
        guard let text = model.metadata[TrainingManifest.metadataKey] else { return [] }
        return LeakageGuard.overlap(try TrainingManifest(encoded: text), dataset, identities: identities)
    }

    /// The refusal's words: the pairs, and the ways out.
    public static func refusal(_ pairs: [LeakagePair]) -> AssessmentError {
        let list = pairs.prefix(8).map { "  \($0.description)" }.joined(separator: "\n")
        let more = pairs.count > 8 ? "\n  … and \(pairs.count - 8) more" : ""
        return AssessmentError(
            .leakage,
            "\(pairs.count) recording\(pairs.count == 1 ? "" : "s") to judge by \(pairs.count == 1 ? "is" : "are") known to the model from its training:\n\(list)\(more)\n"
                + "Judge by others, give the training's split with --split FILE (split.json of the run) to take its test part, "
                + "or say --allow-leakage for figures that promise too much."
        )
    }
}
