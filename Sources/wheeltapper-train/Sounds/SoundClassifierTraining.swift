import Augmentation
import Datasets
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports
import Training
import TrainingTasks

/// The whole way from a folder of sounds to a model file and its report.
struct SoundClassifierTraining: ClassifierTraining {
    let command: ClassifierCommand
    /// As it was found when the medium was recognised.
    let dataset: Dataset

    var itemNoun: String { "recording" }
    var stepNoun: String { "windows" }

    /// What a fold or the final model is trained from.
    struct Material: TrainingMaterial {
        var dataset: Dataset
        var store: FeatureStore
        var frontEnd: SoundFrontEnd
        var splitOptions: SplitOptions

        var identities: [String: RecordingIdentity] { store.identities }
        var classes: [String] { dataset.classes }
    }

    func prepare() throws -> Material {
        (dataset.notes + dataset.warnings).forEach { TrainingEvent.note($0).send() }
        if let item = dataset.items.first(where: { $0.label.names.count != 1 }) {
            throw DatasetError(
                .classes,
                "\(item.path) bears \(item.label.names.count) labels; a classifier takes exactly one a recording"
            )
        }
        // What would fail after hours is asked first.
        _ = try normalClasses(dataset.classes)
        _ = try learning.soundAugmentation()
        try checkOutput()
        let cache = processing.noCache ? nil : FeatureCache()
        let reading = FeatureStore.Options(cache: cache, threads: workers, isCancelled: { StopSignal.isRaised })
        let lowest = try command.sound.sampleRate ?? SampleRates.lowest(of: dataset)
        let frontEnd = command.sound.settings(lowestRate: lowest)
        let reporter = ProgressReporter(stage: "reading")
        let store = try FeatureStore.prepare(dataset, frontEnd: frontEnd, options: reading) {
            reporter.report($0, of: $1)
        }
        store.failures.forEach { TrainingEvent.note("left out: \($0.message)").send() }
        store.warnings.forEach { TrainingEvent.note($0).send() }
        return Material(
            dataset: dataset, store: store, frontEnd: frontEnd,
            splitOptions: options.splitOptions(windowSeconds: frontEnd.windowSeconds))
    }

    func train(_ split: Split, _ material: Material, unit: String, _ run: RunFolder) throws -> GraphTrainer.Outcome {
        let training = LabelledRecordings(split.items(of: .train), store: material.store, classes: material.classes)
        guard !training.features.isEmpty else {
            throw DatasetError(
                .split, "no recording is left to train on: give more recordings a class, or another split")
        }
        let validation = LabelledRecordings(
            split.items(of: .validation), store: material.store, classes: material.classes)
        let (mean, deviation) = training.statistics(bandCount: material.frontEnd.logMel.bandCount)
        let graph = ResidualNetwork(
            width: learning.width ?? 24, stemStride: (2, 2), dropout: Float(command.classifier.dropout)
        ).graph(
            frames: material.frontEnd.windowFrames, mean: mean, deviation: deviation, classes: material.classes.count,
            seed: options.seed
        )
        let assembler = BatchAssembler(
            frontEnd: material.frontEnd, classCount: material.classes.count,
            augmentation: try learning.soundAugmentation(), seed: options.seed
        )
        let plain = BatchAssembler(
            frontEnd: material.frontEnd, classCount: material.classes.count, augmentation: .off, seed: 0)
        let batchSize = learning.batch ?? 32
        let batches = TrainingBatches(
            recordings: training, assembler: assembler, batchSize: batchSize, frontEnd: material.frontEnd
        )
        let sums = material.classes.indices.map { index in training.labels.reduce(0) { $0 + $1[index] } }
        return try fit(
            graph, input: ResidualNetwork.Names.features, output: ResidualNetwork.Names.logits,
            objective: ClassificationObjective(
                labelSmoothing: command.classifier.labelSmoothing, classWeights: command.classifier.weights(sums)),
            options: trainingOptions(averageDecay: learning.averageDecay(default: 0)), training: batches,
            itemsPerEpoch: batches.windowCount,
            validation: validation.features.isEmpty
                ? nil
                : ValidationBatches(
                    recordings: validation, assembler: plain, batchSize: batchSize, frontEnd: material.frontEnd),
            unit: unit, run)
    }

    func card(_ material: Material) -> ModelCard {
        ModelCard(
            kind: .classifier, medium: .sound, name: cardOptions.name ?? outputName, version: "1", created: Self.now,
            soundFrontEnd: material.frontEnd, classes: material.classes)
    }

    func goldens(_ graph: Graph, _ split: Split, _ material: Material, synthetic: Bool) throws -> GoldenSet {
        let golden = SoundGoldenInputs(frontEnd: material.frontEnd, graph: graph)
        guard !synthetic else { return try golden.synthetic(seed: options.seed) }
        let validation = split.items(of: .validation)
        return try golden.real(
            validation.isEmpty ? split.items(of: .train) : validation, of: material.dataset, seed: options.seed)
    }

    func complete(_ report: inout Report, _ split: Split, _ material: Material) throws {}
}
