import Augmentation
import Datasets
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports
import Training
import TrainingTasks

/// The whole way from pictures and masks to a model file and its report.
struct SegmenterTraining: LearningTask {
    let command: SegmenterCommand
    /// As it was found.
    let dataset: Dataset

    static var kind: ModelCard.Kind { .segmenter }
    static var usualEpochs: Int { 80 }
    var itemNoun: String { "picture" }
    var stepNoun: String { "crops" }
    var options: RunOptions { command.options }
    var learning: LearningOptions { command.learning }
    var processing: ProcessingOptions { command.processing }
    var cardOptions: CardOptions { command.card }

    /// What the network is trained from.
    struct Material: TrainingMaterial {
        var dataset: Dataset
        var store: PictureStore
        var frontEnd: PictureFrontEnd
        var backbone: (backbone: Backbone, normalization: PictureNormalization)?
        var splitOptions: SplitOptions

        var identities: [String: PictureIdentity] { store.identities }
    }

    func run() throws {
        try Libtorch.setThreadCount(workers)
        let material = try prepare()
        let run = try RunFolder(options, kind: Self.kind)
        let split = try makeSplit(material, run)
        try split.write(to: run.file("split.json"))
        announce(split, material)
        let trained = try train(split, material, run)
        try deliver(trained, split, material, run)
    }

    private func prepare() throws -> Material {
        (dataset.notes + dataset.warnings).forEach { TrainingEvent.note($0).send() }
        // What would fail after hours is asked first.
        _ = try learning.pictureAugmentation()
        try checkOutput()
        let colour = try PictureColour.chosen(command.segmenter.colour, for: dataset)
        let backbone = try command.backbone.read()
        var frontEnd = command.segmenter.frontEnd(colour: colour)
        if let backbone { frontEnd = try command.backbone.fitted(frontEnd, to: backbone.backbone) }
        let store = try readPictures(dataset, frontEnd: frontEnd)
        return Material(
            dataset: dataset, store: store, frontEnd: frontEnd, backbone: backbone,
            splitOptions: options.splitOptions(windowSeconds: 1))
    }

    private func train(_ split: Split, _ material: Material, _ run: RunFolder) throws -> GraphTrainer.Outcome {
        let frontEnd = material.frontEnd
        let training = try MaskedPictures(split.items(of: .train), store: material.store)
        let validation = try MaskedPictures(split.items(of: .validation), store: material.store)
        guard training.count > training.negatives.count else {
            throw DatasetError(
                .split, "no picture with a defect is left to train on: give more of them, or another split")
        }
        var objective = command.segmenter.objective
        if validation.count > 0, validation.count == validation.negatives.count {
            // F1 would be 0 after every epoch, and the first one would be kept.
            objective.choice = .loss
            TrainingEvent.note(
                "no picture of the validation part shows a defect: the best epoch is chosen by its loss, the threshold not at all. Give more pictures, or --validation with a larger share."
            ).send()
        }
        let start = try start(training, material)
        let batchSize = learning.batch ?? 8
        let mining = try HardNegativeMining(
            training, frontEnd: frontEnd, file: run.file(RunFolder.hardNegatives), isResumed: run.isResumed)
        let batches = CropTrainingBatches(
            pictures: training,
            planner: CropPlanner(
                training.defects, width: frontEnd.width, height: frontEnd.height, settings: command.segmenter.crops,
                seed: options.seed),
            assembler: CropBatchAssembler(
                frontEnd: frontEnd, augmentation: try learning.pictureAugmentation(), seed: options.seed),
            batchSize: batchSize, mining: mining)
        return try fit(
            start.graph, input: PictureNames.picture, output: PictureNames.logits,
            objective: objective,
            options: TrainingOptions(
                epochs: plannedEpochs, learningRate: learning.learningRate ?? 2e-3,
                weightDecay: learning.weightDecay, averageDecay: learning.averageDecay(default: 0.995),
                patience: learning.stopsAfter(default: 25), unfreezeAfter: start.unfreezeAfter,
                mixedPrecision: learning.precision == .bf16, seed: options.seed),
            training: batches, itemsPerEpoch: batches.cropCount,
            validation: validation.count == 0
                ? nil : CropValidationBatches(validation, frontEnd: frontEnd, batchSize: batchSize),
            unit: "model", run, isFrozen: start.isFrozen, rateFactor: start.rateFactor,
            afterEpoch: { try mining.look(with: $0, batchSize: batchSize) })
    }

    private func start(_ training: MaskedPictures, _ material: Material) throws -> PictureStart {
        let frontEnd = material.frontEnd
        if let (backbone, normalization) = material.backbone {
            let some = CropValidationBatches(training, frontEnd: frontEnd, batchSize: 8, most: 64)
            return try PictureStart(
                on: backbone, command.backbone, epochs: plannedEpochs, batches: some.all()
            ) {
                try $0.segmenterGraph(
                    height: frontEnd.height, width: frontEnd.width, decoderWidth: learning.width ?? 16,
                    normalization: normalization, seed: options.seed)
            }
        }
        let statistics = try material.store.statistics(over: training.items, colour: frontEnd.colour)
        return PictureStart(
            command.segmenter.network(width: learning.width).graph(
                channels: frontEnd.colour.channelCount, height: .fixed(frontEnd.height),
                width: .fixed(frontEnd.width), mean: statistics.mean, deviation: statistics.deviation,
                seed: options.seed))
    }
}
