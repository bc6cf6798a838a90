public import Datasets
public import InspectionTypes

/// Recordings of classes, read: what a fold or the final classifier is learnt from.
public struct LabelledSounds: TrainingMaterial {
    public var dataset: Dataset
    public var store: FeatureStore
    public var frontEnd: SoundFrontEnd
    public var splitOptions: SplitOptions
    /// Of a classifier on a backbone.
    public var embeddings: SoundEmbeddings?

    public var identities: [String: RecordingIdentity] { store.identities }
    public var classes: [String] { dataset.classes }
}

extension ClassifierTask {
    /// Checks the labels, and reads the recordings' features.
    ///
    /// - Parameters:
    ///   - sampleRate: the one asked for.
    ///   - frontEnd: for data of a lowest rate.
    public func readSounds(
        _ dataset: Dataset, sampleRate: Double?, frontEnd make: (_ lowestRate: Double) throws -> SoundFrontEnd
    ) throws -> LabelledSounds {
        (dataset.notes + dataset.warnings).forEach(note)
        if let item = dataset.items.first(where: { $0.label.names.count != 1 }) {
            throw DatasetError(
                .classes,
                "\(item.path) bears \(item.label.names.count) labels; a classifier takes exactly one a recording"
            )
        }
        // What would fail after hours is asked first.
        _ = try normalClasses(dataset.classes)
        try checkOutput()
        let frontEnd = try make(sampleRate ?? SampleRates.lowest(of: dataset))
        let store = try features(of: dataset, frontEnd)
        return LabelledSounds(
            dataset: dataset, store: store, frontEnd: frontEnd,
            splitOptions: options.splitOptions(windowSeconds: frontEnd.windowSeconds))
    }
}
