import Assessment
import Augmentation
import Datasets
import Evaluation
import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports
import Training

/// The whole way from a folder of sounds to a model file and its report.
struct SoundClassifierTraining {
    let command: ClassifierCommand
    let workers: Int

    init(_ command: ClassifierCommand) {
        self.command = command
        self.workers = command.training.threads ?? WorkerThreads.processorCount
    }

    /// What a fold or the final model is trained from.
    struct Material {
        var dataset: Dataset
        var store: FeatureStore
        var frontEnd: SoundFrontEnd
        var classes: [String]
    }

    func run() throws {
        try Libtorch.setThreadCount(workers)
        let material = try prepare()
        let run = try RunFolder(command, data: material.dataset)
        if let folds = command.folds {
            try runFolds(folds, material, run)
        } else {
            let split = try split(material, run)
            try runOnce(material, split, run)
        }
    }

    // MARK: - Data

    func prepare() throws -> Material {
        let dataset = try DatasetScanner.scan(command.data, options: .init(groupBy: command.groupBy))
        (dataset.notes + dataset.warnings).forEach { TrainingEvent.note($0).send() }
        if let item = dataset.items.first(where: { $0.label.names.count != 1 }) {
            throw DatasetError(
                .classes,
                "\(item.path) bears \(item.label.names.count) labels; a classifier takes exactly one a recording"
            )
        }
        // What would fail after hours is asked first.
        _ = try normalClasses(dataset.classes)
        try checkOutput()
        let cache = command.training.noCache ? nil : FeatureCache()
        let options = FeatureStore.Options(cache: cache, threads: workers, isCancelled: { StopSignal.isRaised })
        let lowest = try lowestRate(of: dataset)
        let frontEnd = command.frontEnd.settings(lowestRate: lowest)
        let reporter = ProgressReporter(stage: "reading")
        let store = try FeatureStore.prepare(dataset, frontEnd: frontEnd, options: options) {
            reporter.report($0, of: $1)
        }
        store.failures.forEach { TrainingEvent.note("left out: \($0.message)").send() }
        store.warnings.forEach { TrainingEvent.note($0).send() }
        return Material(dataset: dataset, store: store, frontEnd: frontEnd, classes: dataset.classes)
    }

    /// The lowest sample rate among a sample of the recordings: what all of them can give.
    func lowestRate(of dataset: Dataset) throws -> Double {
        if let rate = command.frontEnd.sampleRate { return rate }
        return try SampleRates.lowest(of: dataset)
    }

    func split(_ material: Material, _ run: RunFolder) throws -> Split {
        let begun = run.file("split.json")
        let given = run.isResumed && FileManager.default.fileExists(atPath: begun) ? begun : command.split
        if let given { return try checked(Split.read(from: given), material) }
        do {
            return try Split.make(
                of: material.dataset, identities: material.store.identities, options: splitOptions(material))
        } catch let error as DatasetError where error.code == .leakage {
            FileHandleText.error("wheeltapper: \(error.message)")
            throw TrainerStatus.refused
        }
    }

    /// A split that someone else wrote: of this data, and without leaks.
    func checked(_ split: Split, _ material: Material) throws -> Split {
        try split.check(against: material.dataset, identities: material.store.identities)
        if let item = split.items.first(where: { !$0.label.names.isSubset(of: material.classes) }) {
            throw DatasetError(
                .split, "the split labels \(item.path) '\(item.label)', which is no class of \(command.data)")
        }
        let pairs = LeakageGuard.pairs(in: material.dataset, identities: material.store.identities)
        let crossing = LeakageGuard.crossing(pairs, in: split.items)
        let optimistic = split.caveats.contains { $0.contains(Split.sameRecordingCaveat) }
        let parts = Dictionary(grouping: split.items, by: \.group).filter { Set($0.value.map(\.part)).count > 1 }
        guard command.allowLeakage || crossing.isEmpty && (optimistic || parts.isEmpty) else {
            let named =
                crossing.isEmpty
                ? "group '\(parts.keys.min() ?? "")' stands in several parts" : LeakagePair.list(crossing)
            FileHandleText.error(
                "wheeltapper: the split lets recordings leak from training into testing: \(named). Make another split, or say --allow-leakage."
            )
            throw TrainerStatus.refused
        }
        return split
    }

    func splitOptions(_ material: Material) -> SplitOptions {
        SplitOptions(
            seed: command.seed, windowSeconds: material.frontEnd.windowSeconds, allowsLeakage: command.allowLeakage
        )
    }

    // MARK: - One model

    func runOnce(_ material: Material, _ split: Split, _ run: RunFolder) throws {
        try split.write(to: run.file("split.json"))
        announce(split, material)
        let trained = try train(split, material, unit: "model", run)
        let hasTest = !split.items(of: .test).isEmpty
        let judged = split.items(of: hasTest ? .test : .validation)
        var file = try modelFile(trained, split, material)
        var document: EvaluationDocument?
        var report: Report?
        if !judged.isEmpty {
            let scoring = try score(judged, material, file)
            let evaluation = try scoring.evaluation()
            let page = AssessmentReport(
                card: try file.card(), scoring: scoring, evaluation: evaluation, dataset: material.dataset)
            let figures = AssessmentReport.document(
                model: try file.card().name, data: command.data, scoring: scoring, evaluation: evaluation)
            try note(figures.metrics, in: &file)
            var written = page.report(kind: .training, document: figures)
            written.card = try file.card()
            written.epochs = trained.epochs
            if !hasTest {
                written.caveats.append(
                    "there was no test part: the figures are of the validation part, by which the best epoch was chosen"
                )
            }
            (document, report) = (figures, written)
        }
        try finish(file, trained, report, document, material, run)
    }

    func train(_ split: Split, _ material: Material, unit: String, _ run: RunFolder) throws
        -> GraphTrainer.Outcome
    {
        let settings = command.training
        let training = LabelledRecordings(split.items(of: .train), store: material.store, classes: material.classes)
        guard !training.features.isEmpty else {
            throw DatasetError(
                .split, "no recording is left to train on: give more recordings a class, or another split")
        }
        let validation = LabelledRecordings(
            split.items(of: .validation), store: material.store, classes: material.classes)
        let (mean, deviation) = training.statistics(bandCount: material.frontEnd.logMel.bandCount)
        let graph = ResidualNetwork(width: settings.width, stemStride: (2, 2), dropout: Float(settings.dropout)).graph(
            frames: material.frontEnd.windowFrames, mean: mean, deviation: deviation, classes: material.classes.count,
            seed: command.seed
        )
        let summary = try GraphSummary(graph)
        TrainingEvent.network(name: graph.name, parameters: summary.parameters, multiplyAdds: summary.multiplyAdds)
            .send()
        let trainer = try GraphTrainer(
            graph, input: ResidualNetwork.Names.features, output: ResidualNetwork.Names.logits,
            objective: objective(training, material), options: options, device: settings.device()
        )
        let checkpoint = run.file("\(unit).checkpoint.onnx")
        if run.isResumed, FileManager.default.fileExists(atPath: checkpoint) {
            try trainer.resume(from: checkpoint)
            TrainingEvent.note("resumed after epoch \(trainer.epochs.count)").send()
        }
        let assembler = BatchAssembler(
            frontEnd: material.frontEnd, classCount: material.classes.count,
            augmentation: try settings.soundAugmentation(),
            seed: command.seed
        )
        let plain = BatchAssembler(
            frontEnd: material.frontEnd, classCount: material.classes.count, augmentation: .off, seed: 0)
        let batches = TrainingBatches(
            recordings: training, assembler: assembler, batchSize: settings.batch, frontEnd: material.frontEnd
        )
        let reporter = StepReporter(epochs: command.epochs, windows: batches.windowCount)
        let outcome = try trainer.run(
            training: batches,
            validation: validation.features.isEmpty
                ? nil
                : ValidationBatches(
                    recordings: validation, assembler: plain, batchSize: settings.batch, frontEnd: material.frontEnd),
            checkpoint: checkpoint, shouldStop: { StopSignal.isRaised }
        ) { reporter.report($0) }
        return outcome
    }

    func objective(_ recordings: LabelledRecordings, _ material: Material) -> ClassificationObjective {
        let settings = command.training
        var weights: [Float]?
        if settings.classWeights == .balanced {
            let sums = material.classes.indices.map { index in recordings.labels.reduce(0) { $0 + $1[index] } }
            let total = sums.reduce(0, +)
            weights = sums.map { $0 > 0 ? total / (Float(sums.count) * $0) : 1 }
        }
        return ClassificationObjective(labelSmoothing: settings.labelSmoothing, classWeights: weights)
    }

    var options: TrainingOptions {
        let settings = command.training
        return TrainingOptions(
            epochs: command.epochs, learningRate: settings.learningRate, weightDecay: settings.weightDecay,
            averageDecay: settings.average > 0 ? settings.average : nil,
            patience: settings.patience > 0 ? settings.patience : nil,
            mixedPrecision: settings.precision == .bf16, seed: command.seed
        )
    }
}
