import ArgumentParser
public import ClassifierFitting
public import Datasets
import InspectionPipeline
public import InspectionTypes
public import NeuralNetworks

/// A head on a backbone of sounds: from the backbone's file to a fitted head.
public struct SoundHeadFitting {
    public let head: HeadOptions
    public let balance: ClassWeightOptions
    public let file: ModelFile
    private let path: String

    /// - Throws: `ValidationError` where no backbone is named, `NetworkError` for a file that cannot be one of sounds.
    public init(_ backbone: BackboneOptions, _ head: HeadOptions, _ balance: ClassWeightOptions) throws {
        guard let path = backbone.backbone else { throw ValidationError("a head needs --backbone FILE") }
        self.head = head
        self.balance = balance
        self.path = path
        file = try ModelFile(contentsOf: path)
        guard let card = try? file.card() else { return }
        guard card.medium == .sound else {
            throw NetworkError(
                .unsupported,
                "--backbone \(path): the model looks at pictures, and the data holds sounds: give a model of sounds, such as one of `wheeltapper import yamnet`"
            )
        }
        guard card.kind == .classifier || hasEmbedding else {
            throw NetworkError(
                .unsupported,
                "--backbone \(path): the model is a \(card.kind) without an output '\(ClassifierNames.embedding)', so it gives no embeddings: give a classifier"
            )
        }
    }

    private var hasEmbedding: Bool { file.graph.outputs.contains { $0.name == ClassifierNames.embedding } }

    /// The card's front end, of which only the hop and the channels may be chosen; without a card, as the options say.
    public func frontEnd(_ options: SoundFrontEndOptions, lowestRate: Double) throws -> SoundFrontEnd {
        guard let card = try? file.card(), var frontEnd = card.soundFrontEnd else {
            return options.settings(lowestRate: lowestRate)
        }
        let given = [
            ("--window", options.window != nil && options.window != frontEnd.windowSeconds),
            ("--sample-rate", options.sampleRate != nil && options.sampleRate != frontEnd.logMel.sampleRate),
            ("--bands", options.bands != nil && options.bands != frontEnd.logMel.bandCount),
            ("--fft", options.fft != nil && options.fft != frontEnd.logMel.fftLength),
            ("--frame-hop", options.frameHop != nil),
        ].first(where: \.1)?.0
        if let given {
            throw ValidationError(
                "\(given) cannot be chosen: the backbone \(path) hears windows of \(frontEnd.windowSeconds) s at \(Int(frontEnd.logMel.sampleRate)) Hz in \(frontEnd.logMel.bandCount) bands, as it was trained; --hop and --channels can."
            )
        }
        frontEnd.channels = options.channels ?? frontEnd.channels
        if let hop = options.hop { frontEnd.hopSeconds = hop }
        return frontEnd
    }

    /// The backbone on the serving engine.
    public func embeddings(_ frontEnd: SoundFrontEnd, threads: Int) throws -> SoundEmbeddings {
        do {
            let backbone = try SoundBackbone(
                file, frames: frontEnd.windowFrames, bands: frontEnd.logMel.bandCount)
            return try SoundEmbeddings(
                backbone, layers: head.layers ?? .auto, frontEnd: frontEnd, threads: threads)
        } catch let error as NetworkError {
            throw NetworkError(error.code, "--backbone \(path): \(error.message)")
        }
    }

    /// Fits a head to a split's training part; embeddings that are not known yet are computed.
    ///
    /// Where there is a test part, or nothing is held back, the last fit is on the validation part too: it has done its work.
    public func fitted(
        _ split: Split, _ material: LabelledSounds, on embeddings: SoundEmbeddings, seed: UInt64, threads: Int,
        _ tell: @escaping TrainingHost.Tell
    ) throws -> HeadFitter.Fitted {
        let (training, validation) = (split.items(of: .train), split.items(of: .validation))
        try embeddings.prepare(training + validation, store: material.store, tell)
        let weights = balance.weights(
            material.classes.map { name in Float(training.count { $0.label.single == name }) })
        guard let learnt = embeddings.rows(training, classes: material.classes, classWeights: weights) else {
            throw DatasetError(
                .split,
                "no recording is left to learn from that is as long as a window of \(material.frontEnd.windowSeconds) s: give more recordings a class, or another split"
            )
        }
        let judging = embeddings.rows(
            validation, classes: material.classes, classWeights: weights, first: (learnt.recordings.max() ?? 0) + 1)
        let reporter = ProgressReporter(stage: "fitting heads", tell)
        let fitter = HeadFitter(
            kind: head.fitterKind, regularization: head.regularization, seed: seed, threads: threads,
            isCancelled: { StopSignal.isRaised })
        do {
            return try fitter.fit(
                learnt, validation: judging, widths: embeddings.widths,
                learnsFromAll: judging == nil || !split.items(of: .test).isEmpty
            ) { reporter.report($0, of: $1) }
        } catch let error as ClassifierFittingError where error.code == .cancelled {
            throw TaskError.headStopped
        }
    }
}
