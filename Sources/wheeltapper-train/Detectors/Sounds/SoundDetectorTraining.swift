import AnomalyDetection
import ArgumentParser
import Datasets
import DetectorFitting
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Training

/// The whole way from normal recordings to a detector's file and its report.
struct SoundDetectorTraining: TrainingTask {
    let command: DetectorCommand
    /// As it was found when the medium was recognised.
    let dataset: Dataset

    static var kind: ModelCard.Kind { .detector }
    /// The longest of the methods'; each has its own.
    static var usualEpochs: Int { AutoencoderMethod.usualEpochs }
    var itemNoun: String { "recording" }
    var stepNoun: String { type(of: method).stepNoun }
    var options: RunOptions { command.options }
    var learning: LearningOptions { command.learning }
    var cardOptions: CardOptions { command.card }
    var plannedEpochs: Int { options.epochs ?? type(of: method).usualEpochs }

    /// A detector is made of several trainings and what is fitted on them: stopped between, there is nothing to keep yet.
    static let stopped = TrainingError(
        .value,
        "stopped; what was trained so far is kept in the run's folder: take it up with the same command and --resume")

    /// What the command asked for; by default the embedding, or the backbone where one is given.
    var method: any SoundDetectorMethod {
        switch command.detector.method {
        case .autoencoder: AutoencoderMethod(training: self)
        case .backbone: BackboneMethod(training: self)
        case .auto where command.backbone.backbone != nil: BackboneMethod(training: self)
        default: EmbeddingMethod(training: self)
        }
    }

    func run() throws {
        try Libtorch.setThreadCount(workers)
        let material = try prepare()
        let run = try RunFolder(options, kind: Self.kind)
        let split = try makeSplit(material, run)
        try split.write(to: run.file("split.json"))
        announce(split, material)
        let (fitted, outcome) = try fitted(split, material, run)
        try deliver(fitted, outcome, split, material, run)
    }

    private func prepare() throws -> Material {
        (dataset.notes + dataset.warnings).forEach { TrainingEvent.note($0).send() }
        try checkOutput()
        try checkMethod()
        let lowest = try command.sound.sampleRate ?? SampleRates.lowest(of: dataset)
        let length = try RecordingLengths.usual(of: dataset)
        let frontEnd = try method.frontEnd(command.sound, lowestRate: lowest, length: length)
        let reporter = ProgressReporter(stage: "reading")
        let store = try FeatureStore.prepare(
            dataset, frontEnd: frontEnd,
            options: .init(
                cache: learning.noCache ? nil : FeatureCache(), threads: workers, isCancelled: { StopSignal.isRaised })
        ) { reporter.report($0, of: $1) }
        store.failures.forEach { TrainingEvent.note("left out: \($0.message)").send() }
        store.warnings.forEach { TrainingEvent.note($0).send() }
        let heard = try dataset.audible(store.identities)
        (heard.notes.filter { !dataset.notes.contains($0) } + heard.warnings.filter { !dataset.warnings.contains($0) })
            .forEach { TrainingEvent.note($0).send() }
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
        if options.validation == nil, !SoundDetectorBuilder.holdsOut(dataset) { split.validation = 0 }
        return split
    }

    /// - Throws: `ValidationError` for a method, medium and backbone that do not go together.
    private func checkMethod() throws {
        switch command.detector.method {
        case .patchcore, .padim, .synthetic:
            throw ValidationError(
                "the method \(command.detector.method.rawValue) is for pictures, and \(options.data) holds sounds: take embedding, autoencoder or backbone"
            )
        case .backbone where command.backbone.backbone == nil:
            throw ValidationError("--method backbone needs --backbone FILE, a model whose embedding is taken")
        case .autoencoder where command.backbone.backbone != nil, .embedding where command.backbone.backbone != nil:
            throw ValidationError(
                "--backbone goes with the method backbone, not with \(command.detector.method.rawValue)")
        default: break
        }
    }
}
