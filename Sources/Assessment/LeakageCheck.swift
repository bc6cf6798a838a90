public import Datasets
import FoundationEssentials
public import NeuralNetworks

/// Whether a model has learnt from recordings or pictures that it is about to be judged by.
public enum LeakageCheck {
    /// Pairs of one learnt from and one to judge by; none for a model that does not say what it learnt from.
    ///
    /// - Parameters:
    ///   - name: the model's file, for messages.
    ///   - isOwnSplit: whether the data is the test part of the model's own split.
    /// - Throws: ``AssessmentError`` for a model whose list of what it learnt from cannot be read.
    public static func overlap<Identity: ContentIdentity>(
        of model: ModelFile, named name: String, with dataset: Dataset, identities: [String: Identity],
        isOwnSplit: Bool = false
    ) throws -> ManifestOverlap {
        guard let text = model.metadata[TrainingManifest.metadataKey] else { return ManifestOverlap(copies: []) }
        guard let manifest = try? TrainingManifest(encoded: text) else { throw unreadable(text, of: name) }
        return LeakageGuard.overlap(manifest, dataset, identities: identities, isOwnSplit: isOwnSplit)
    }

    /// Why a list cannot be read: it comes from a later program, or it is damaged.
    private static func unreadable(_ text: String, of name: String) -> AssessmentError {
        struct Format: Decodable { var version: Int }
        if let format = try? JSONDecoder().decode(Format.self, from: Data(text.utf8)),
            format.version > TrainingManifest.formatVersion
        {
            return AssessmentError(
                .manifest,
                "\(name): the list of what the model learnt from has format \(format.version), this program reads up to "
                    + "\(TrainingManifest.formatVersion): use a newer wheeltapper")
        }
        return AssessmentError(
            .manifest,
            "\(name): the list of what the model learnt from is damaged (metadata '\(TrainingManifest.metadataKey)'): copy the model "
                + "again from where it was made, or say --allow-leakage for figures that may promise too much")
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
