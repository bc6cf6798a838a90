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
    private let command: ClassifierCommand
    private let workers: Int

    init(_ command: ClassifierCommand) {
        self.command = command
        self.workers = command.training.threads ?? WorkerThreads.processorCount
    }

    /// What a fold or the final model is trained from.
    private struct Material {
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

    private func prepare() throws -> Material {
        let dataset = try DatasetScanner.scan(command.data, options: .init(groupBy: command.groupBy))
        (dataset.notes + dataset.warnings).forEach { TrainingEvent.note($0).send() }
        if let item = dataset.items.first(where: { $0.label.names.count != 1 }) {
            throw DatasetError(
                .classes,
                "\(item.path) bears \(item.label.names.count) labels; a classifier takes exactly one a recording"
            )
        }
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
    private func lowestRate(of dataset: Dataset) throws -> Double {
        if let rate = command.frontEnd.sampleRate { return rate }
        return try SampleRates.lowest(of: dataset)
    }

    private func split(_ material: Material, _ run: RunFolder) throws -> Split {
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
    private func checked(_ split: Split, _ material: Material) throws -> Split {
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

    private func splitOptions(_ material: Material) -> SplitOptions {
        SplitOptions(
            seed: command.seed, windowSeconds: material.frontEnd.windowSeconds, allowsLeakage: command.allowLeakage
        )
    }

    // MARK: - One model

    private func runOnce(_ material: Material, _ split: Split, _ run: RunFolder) throws {
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

    private func train(_ split: Split, _ material: Material, unit: String, _ run: RunFolder) throws
        -> ClassifierTrainer.Outcome
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
        let trainer = try ClassifierTrainer(
            graph, input: ResidualNetwork.Names.features, logits: ResidualNetwork.Names.logits,
            options: options(training, material),
            device: settings.device()
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

    private func options(_ recordings: LabelledRecordings, _ material: Material) -> TrainingOptions {
        let settings = command.training
        var weights: [Float]?
        if settings.classWeights == .balanced {
            let sums = material.classes.indices.map { index in recordings.labels.reduce(0) { $0 + $1[index] } }
            let total = sums.reduce(0, +)
            weights = sums.map { $0 > 0 ? total / (Float(sums.count) * $0) : 1 }
        }
        return TrainingOptions(
            epochs: command.epochs, learningRate: settings.learningRate, weightDecay: settings.weightDecay,
            labelSmoothing: settings.labelSmoothing, classWeights: weights,
            averageDecay: settings.average > 0 ? settings.average : nil,
            patience: settings.patience > 0 ? settings.patience : nil,
            mixedPrecision: settings.precision == .bf16, seed: command.seed
        )
    }

    // MARK: - The model file

    private func modelFile(_ trained: ClassifierTrainer.Outcome, _ split: Split, _ material: Material) throws
        -> ModelFile
    {
        var card = ModelCard(
            kind: .classifier, medium: .sound, name: command.card.name ?? outputName, version: "1",
            created: Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)),
            soundFrontEnd: material.frontEnd,
            classes: material.classes
        )
        card.normalClasses = try normalClasses(material.classes)
        card.seed = command.seed
        card.command =
            ProcessInfo.processInfo.environment["WHEELTAPPER_COMMAND"] ?? CommandLine.arguments.joined(separator: " ")
        (card.purpose, card.asset, card.sensor, card.contact) =
            (command.card.purpose, command.card.asset, command.card.sensor, command.card.contact)
        let known = split.items.filter { $0.part != .test }
        card.trainingData = .init(
            name: command.data, items: known.count, groups: Set(known.map(\.group)).count, digest: split.dataDigest,
            splitDigest: try split.digest, caveats: split.caveats
        )
        var file = ModelFile(graph: trained.graph)
        try file.setCard(card)
        file.metadata[TrainingManifest.metadataKey] = try TrainingManifest(split, identities: material.store.identities)
            .encoded()
        let golden = GoldenInputs(frontEnd: material.frontEnd, graph: trained.graph)
        switch command.card.golden {
        case .none:
            // Tested all the same, and only then left out.
            try file.setGoldenSet(golden.synthetic(seed: command.seed))
            _ = try inspector(file)
            try file.setGoldenSet(nil)
        case .synthetic: try file.setGoldenSet(golden.synthetic(seed: command.seed))
        case .real:
            let validation = split.items(of: .validation)
            try file.setGoldenSet(
                golden.real(validation.isEmpty ? split.items(of: .train) : validation, of: material.dataset))
        }
        return file
    }

    private var outputName: String {
        let path = command.output ?? command.data
        let last = path.split(separator: "/").last.map(String.init) ?? "model"
        return last.hasSuffix(".onnx") ? String(last.dropLast(5)) : last
    }

    private func normalClasses(_ classes: [String]) throws -> [String] {
        for name in command.card.normal where !classes.contains(name) {
            throw DatasetError(
                .classes, "--normal \(name): there is no such class; there are \(classes.joined(separator: ", "))")
        }
        if !command.card.normal.isEmpty { return command.card.normal }
        let normal = classes.filter(DefectWords.isNormal)
        return normal.count < classes.count ? normal : []
    }

    private func note(_ metrics: ClassifierMetrics, in file: inout ModelFile) throws {
        var card = try file.card()
        card.validation = metrics.scalars
        try file.setCard(card)
    }

    /// Scores on the engine that will serve; the self-test runs on the way.
    private func score(_ items: [DataItem], _ material: Material, _ file: ModelFile) throws -> Scoring {
        let inspector = try inspector(file)
        let reporter = ProgressReporter(stage: "scoring")
        return try Scoring(items, of: material.dataset, with: inspector, workers: workers) {
            reporter.report($0, of: $1)
        }
    }

    private func inspector(_ file: ModelFile) throws -> Inspector {
        do {
            return try Inspector(file, engine: InferenceEngine(), workers: workers)
        } catch let error as PipelineError where error.code == .parity {
            FileHandleText.error("wheeltapper: the model is not written: \(error.message)")
            throw TrainerStatus.refused
        }
    }

    private func finish(
        _ file: ModelFile, _ trained: ClassifierTrainer.Outcome, _ report: Report?, _ document: EvaluationDocument?,
        _ material: Material, _ run: RunFolder
    ) throws {
        if report == nil { _ = try inspector(file) }
        // Into the run's folder first: whatever becomes of -o, the training was not for nothing.
        let kept = run.file("model.onnx")
        try file.write(to: kept)
        let path = command.output ?? kept
        if path != kept {
            do {
                try file.write(to: path)
            } catch {
                throw AssessmentError(.empty, "\(error). The model itself is safe: \(kept)")
            }
        }
        var page = ""
        if var report {
            report.card = try file.card()
            report.facts += facts(file)
            let written = try report.write(to: run.path)
            written.notes.forEach { TrainingEvent.note($0).send() }
            page = written.page
        }
        try run.finish()
        TrainingEvent.result(
            model: path, run: run.path, report: page, headline: report?.headline ?? "", ending: trained.ending.rawValue,
            bestEpoch: trained.bestEpoch, document: document
        ).send()
    }

    private func facts(_ file: ModelFile) -> [Report.Fact] {
        guard let summary = try? GraphSummary(file.graph) else { return [] }
        return [
            .init(
                "Network",
                "\(file.graph.name): \(GraphSummary.grouped(summary.parameters)) parameters, \(GraphSummary.grouped(summary.multiplyAdds)) multiply-adds a window"
            ),
            .init("Trained with", "libtorch \(Libtorch.version), \(command.training.precision.rawValue)"),
        ]
    }

    private func announce(_ split: Split, _ material: Material) {
        TrainingEvent.data(
            classes: material.dataset.itemsPerClass, recordings: split.items.count,
            train: split.items(of: .train).count,
            validation: split.items(of: .validation).count, test: split.items(of: .test).count, caveats: split.caveats
        ).send()
    }

    // MARK: - Folds

    /// Each fold held out in turn, the predictions taken together; then one model of everything.
    private func runFolds(_ count: Int, _ material: Material, _ run: RunFolder) throws {
        var options = splitOptions(material)
        options.validation = 0
        options.test = 0
        let splits: [Split]
        do {
            splits = try Split.folds(
                count, of: material.dataset, identities: material.store.identities, options: options)
        } catch let error as DatasetError where error.code == .leakage {
            FileHandleText.error("wheeltapper: \(error.message)")
            throw TrainerStatus.refused
        }
        var parts: [Scoring] = []
        var epochs: [EpochRecord] = []
        for (index, split) in splits.enumerated() {
            TrainingEvent.unit(
                name: "fold \(index + 1)", number: index + 1, count: splits.count + (command.foldsOnly ? 0 : 1)
            ).send()
            try split.write(to: run.file("fold-\(index + 1).split.json"))
            announce(split, material)
            let stored = run.file("fold-\(index + 1).onnx")
            let file: ModelFile
            if run.isResumed, let kept = try? ModelFile(contentsOf: stored) {
                file = kept
            } else {
                let trained = try train(split, material, unit: "fold-\(index + 1)", run)
                // A fold stopped on the way keeps its checkpoint and no model, so that it is taken up again.
                guard trained.ending != .stopped, !StopSignal.isRaised else {
                    throw AssessmentError(.cancelled, "stopped in fold \(index + 1); take it up again with --resume")
                }
                epochs = trained.epochs
                file = try modelFile(trained, split, material)
                try file.write(to: stored)
            }
            let scoring = try score(split.items(of: .test), material, file)
            let figures = try scoring.evaluation().metrics
            TrainingEvent.note(
                "fold \(index + 1): recordings \(figures.groupAccuracy.value), windows \(figures.accuracy.value)"
            ).send()
            parts.append(scoring)
        }
        let scoring = Scoring(joining: parts)
        let evaluation = try scoring.evaluation()
        let document = AssessmentReport.document(
            model: command.card.name ?? outputName, data: command.data, scoring: scoring, evaluation: evaluation
        )
        let everything = splits[0].allTraining
        var trained = ClassifierTrainer.Outcome(
            graph: Graph(name: ""), epochs: epochs, bestEpoch: 0, ending: .allEpochs)
        var file = try ModelFile(contentsOf: run.file("fold-1.onnx"))
        if !command.foldsOnly {
            TrainingEvent.unit(name: "all recordings", number: splits.count + 1, count: splits.count + 1).send()
            try everything.write(to: run.file("split.json"))
            trained = try train(everything, material, unit: "model", run)
            file = try modelFile(trained, everything, material)
        }
        try note(document.metrics, in: &file)
        var report = AssessmentReport(
            card: try file.card(), scoring: scoring, evaluation: evaluation, dataset: material.dataset
        )
        .report(kind: .training, document: document)
        report.epochs = trained.epochs
        report.caveats.append(
            "the figures are of \(count) models, each judged by the part it had not seen"
                + (command.foldsOnly ? "" : "; the model written was trained on all of it")
        )
        if command.foldsOnly {
            report.card = try file.card()
            let written = try report.write(to: run.path)
            try run.finish()
            TrainingEvent.result(
                model: "", run: run.path, report: written.page, headline: report.headline, ending: "all folds done",
                bestEpoch: 0,
                document: document
            ).send()
        } else {
            try finish(file, trained, report, document, material, run)
        }
    }
}

extension Split {
    /// The same items, all to train on.
    var allTraining: Split {
        Split(
            seed: seed, method: "all recordings", caveats: caveats, dataDigest: dataDigest,
            items: items.map { item in
                var item = item
                item.part = .train
                return item
            },
            hashes: hashes
        )
    }
}
