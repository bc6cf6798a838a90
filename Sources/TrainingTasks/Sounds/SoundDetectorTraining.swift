import AnomalyDetection
import ArgumentParser
public import Datasets
import DetectorFitting
public import InspectionTypes

/// The whole way from normal recordings to a detector's file and its report.
public struct SoundDetectorTraining: TrainingTask {
    public let words: DetectorWords
    /// As it was found when the medium was recognised.
    public let dataset: Dataset
    public let method: any SoundDetectorMethod
    public let host: TrainingHost

    public static var kind: ModelCard.Kind { .detector }
    public var itemNoun: String { "recording" }
    public var stepNoun: String { type(of: method).stepNoun }
    public var options: RunOptions { words.options }
    public var processing: ProcessingOptions { words.processing }
    public var cardOptions: CardOptions { words.card }

    public init(_ words: DetectorWords, _ dataset: Dataset, method: any SoundDetectorMethod, host: TrainingHost) {
        self.words = words
        self.dataset = dataset
        self.method = method
        self.host = host
    }

    public func run() throws {
        let material = try prepare()
        let run = try RunFolder(options, kind: Self.kind)
        do {
            let split = try makeSplit(material, run)
            try split.write(to: run.file(RunFolder.splitName))
            announce(split, material)
            let (fitted, record) = try fitted(split, material, run)
            // What was trained for hours is delivered all the same.
            guard type(of: method).trains || !StopSignal.isRaised else { throw FittingError.stopped }
            try deliver(fitted, record, split, material, run)
        } catch let error as FittingError where error.code == .cancelled {
            guard !type(of: method).trains || !run.hasCheckpoint else { throw TaskError.detectorStopped }
            run.discard()
            throw TaskError(.stopped, error.message)
        }
    }

    private func prepare() throws -> Material {
        (dataset.notes + dataset.warnings).forEach(note)
        try checkOutput()
        let lowest = try words.sound.sampleRate ?? SampleRates.lowest(of: dataset)
        let length = try RecordingLengths.usual(of: dataset)
        let frontEnd = try method.frontEnd(words.sound, lowestRate: lowest, length: length)
        let store = try features(of: dataset, frontEnd)
        let heard = try dataset.audible(store.identities)
        heard.notes.filter { !dataset.notes.contains($0) }.forEach(note)
        heard.warnings.filter { !dataset.warnings.contains($0) }.forEach(note)
        let machines = Set(heard.items.filter { $0.isNegative && $0.part != .test }.compactMap(\.machine)).sorted()
        guard !machines.isEmpty else {
            throw DatasetError(.classes, "\(options.data) holds no normal recording to learn from")
        }
        return Material(
            dataset: heard, store: store, frontEnd: frontEnd, machines: machines,
            splitOptions: splitOptions(heard, frontEnd))
    }

    /// With few normal recordings none is held out for good: thresholds come from folds.
    private func splitOptions(_ dataset: Dataset, _ frontEnd: SoundFrontEnd) -> SplitOptions {
        var split = options.splitOptions(windowSeconds: frontEnd.windowSeconds)
        let holdsOut = SoundDetectorBuilder.holdsOut(
            dataset, trains: type(of: method).trains, backgrounds: words.detector.backgrounds)
        if options.validation == nil, !holdsOut { split.validation = 0 }
        return split
    }
}

extension DetectorWords {
    /// The method for sounds that is asked for; by default the embedding, or the backbone where one is given.
    ///
    /// - Throws: `ValidationError` for a method, medium and backbone that do not go together.
    public func soundMethod() throws -> DetectorOptions.Method {
        switch detector.method {
        case .patchcore, .padim, .synthetic:
            throw ValidationError(
                "the method \(detector.method.rawValue) is for pictures, and \(options.data) holds sounds: take embedding, autoencoder or backbone"
            )
        case .autoencoder where backbone.backbone != nil, .embedding where backbone.backbone != nil:
            throw ValidationError(
                "--backbone goes with the method backbone, not with \(detector.method.rawValue)")
        case .backbone where backbone.backbone == nil:
            throw ValidationError("--method backbone needs --backbone FILE, a model whose embedding is taken")
        case .auto: return backbone.backbone == nil ? .embedding : .backbone
        case .embedding, .autoencoder, .backbone: return detector.method
        }
    }
}
