public import Datasets
public import NeuralNetworks

/// Whether a model has learnt from recordings or pictures that it is about to be judged by.
public enum LeakageCheck {
    /// Pairs of one learnt from and one to judge by; empty for a model that does not say what it learnt from.
    public static func overlap<Identity: ContentIdentity>(
        of model: ModelFile, with dataset: Dataset, identities: [String: Identity]
    ) throws -> [LeakagePair] {
        guard let text = model.metadata[TrainingManifest.metadataKey] else { return [] }
        return LeakageGuard.overlap(try TrainingManifest(encoded: text), dataset, identities: identities)
    }

    /// The refusal's words: the pairs, and the ways out.
    ///
    /// - Parameter item: what one of the data is called, `recording` or `picture`.
    public static func refusal(_ pairs: [LeakagePair], item: String = "recording") -> AssessmentError {
        let list = pairs.prefix(8).map { "  \($0.description)" }.joined(separator: "\n")
        let more = pairs.count > 8 ? "\n  … and \(pairs.count - 8) more" : ""
        let (plural, verb) = pairs.count == 1 ? ("", "is") : ("s", "are")
        return AssessmentError(
            .leakage,
            "\(pairs.count) \(item)\(plural) to judge by \(verb) known to the model from its training:\n\(list)\(more)\n"
                + "Judge by others, give the training's split with --split FILE (split.json of the run) to take its test part, "
                + "or say --allow-leakage for figures that promise too much."
        )
    }
}
