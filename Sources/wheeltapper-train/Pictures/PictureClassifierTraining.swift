import Augmentation
import Datasets
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports
import Training
import TrainingTasks

/// The whole way from folders of pictures to a model file and its report.
struct PictureClassifierTraining: ClassifierTraining {
    let command: ClassifierCommand
    /// As it was found when the medium was recognised.
    let dataset: Dataset

    var itemNoun: String { "picture" }
    var stepNoun: String { "pictures" }

    /// What a fold or the final model is trained from.
    struct Material: TrainingMaterial {
        var dataset: Dataset
        var store: PictureStore
        var frontEnd: PictureFrontEnd
        var backbone: (backbone: Backbone, normalization: PictureNormalization)?
        /// In place of ``backbone``, where that cannot be tuned.
        var frozen: FrozenFeatures?
        var splitOptions: SplitOptions

        var identities: [String: PictureIdentity] { store.identities }
    }

    func prepare() throws -> Material {
        (dataset.notes + dataset.warnings).forEach(note)
        if let item = dataset.items.first(where: { $0.label.names.count != 1 }) {
            throw DatasetError(
                .classes,
                "\(item.path) bears \(item.label.names.count) labels; a classifier takes exactly one a picture")
        }
        // What would fail after hours is asked first.
        _ = try normalClasses(dataset.classes)
        _ = try learning.pictureAugmentation()
        try checkOutput()
        let backbone = try command.backbone.readOrFreeze()
        var frontEnd = try command.picture.frontEnd(for: dataset)
        if let backbone { frontEnd = try command.backbone.fitted(frontEnd, to: backbone) }
        let frozen = try backbone.flatMap { try features(of: $0, frontEnd) }
        let store = try readPictures(dataset, frontEnd: frontEnd)
        var material = Material(
            dataset: dataset, store: store, frontEnd: frontEnd, frozen: frozen,
            splitOptions: options.splitOptions(windowSeconds: 1))
        if case .tuned(let backbone, let normalization) = backbone { material.backbone = (backbone, normalization) }
        return material
    }

    func train(_ split: Split, _ material: Material, unit: String, _ run: RunFolder) throws -> LearntClassifier {
        let classes = material.dataset.classes
        let training = LabelledPictures(split.items(of: .train), store: material.store, classes: classes)
        guard training.count > 0 else {
            throw DatasetError(.split, "no picture is left to train on: give more pictures a class, or another split")
        }
        let validation = LabelledPictures(split.items(of: .validation), store: material.store, classes: classes)
        let batchSize = learning.batch ?? 32
        if let frozen = material.frozen {
            return learnt(try trainHead(on: frozen, training, validation, material, batchSize, unit: unit, run))
        }
        let batches = PictureTrainingBatches(
            pictures: training,
            assembler: PictureBatchAssembler(
                frontEnd: material.frontEnd, classCount: classes.count,
                augmentation: try learning.pictureAugmentation(), seed: options.seed),
            batchSize: batchSize)
        let plain = PictureBatchAssembler(
            frontEnd: material.frontEnd, classCount: classes.count, augmentation: .off, seed: 0)
        let start = try start(training, plain, material)
        var numbers = trainingOptions(averageDecay: learning.averageDecay(default: 0.995))
        numbers.unfreezeAfter = start.unfreezeAfter
        let outcome = try fit(
            start.graph, input: PictureNames.picture, output: PictureNames.logits,
            objective: objective(training), options: numbers, training: batches, itemsPerEpoch: training.count,
            validation: validation.count == 0
                ? nil : PictureValidationBatches(pictures: validation, assembler: plain, batchSize: batchSize),
            unit: unit, run, isFrozen: start.isFrozen, rateFactor: start.rateFactor)
        return learnt(outcome)
    }

    func objective(_ training: LabelledPictures) -> ClassificationObjective {
        ClassificationObjective(
            labelSmoothing: command.classifier.labelSmoothing,
            classWeights: command.balance.weights(training.classCounts))
    }

    private func start(
        _ training: LabelledPictures, _ plain: PictureBatchAssembler, _ material: Material
    ) throws -> PictureStart {
        let (frontEnd, classes) = (material.frontEnd, material.dataset.classes.count)
        if let (backbone, normalization) = material.backbone {
            let some = PictureValidationBatches(pictures: training.some(128), assembler: plain, batchSize: 32)
            return try PictureStart(
                on: backbone, command.backbone, epochs: plannedEpochs, batches: some.all()
            ) {
                try $0.classifierGraph(
                    classes: classes, dropout: Float(command.classifier.dropout), height: frontEnd.height,
                    width: frontEnd.width, normalization: normalization, seed: options.seed)
            }
        }
        let statistics = try material.store.statistics(over: training.items)
        return PictureStart(
            PictureResidualNetwork(
                width: learning.width ?? 24, stemStride: 2, pooling: .meanAndMaximum,
                dropout: Float(command.classifier.dropout)
            ).graph(
                channels: frontEnd.colour.channelCount, height: .fixed(frontEnd.height), width: .fixed(frontEnd.width),
                mean: statistics.mean, deviation: statistics.deviation, classes: classes, seed: options.seed))
    }

    func card(_ material: Material) -> ModelCard {
        ModelCard(
            kind: .classifier, name: cardOptions.name ?? outputName, version: "1", created: Self.now,
            pictureFrontEnd: material.frontEnd, classes: material.dataset.classes)
    }

    func goldens(_ graph: Graph, _ split: Split, _ material: Material, synthetic: Bool) throws -> GoldenSet {
        let golden =
            material.frozen == nil
            ? try PictureGoldenInputs(frontEnd: material.frontEnd, graph: graph, reading: .classes)
            : PictureGoldenInputs(
                frontEnd: material.frontEnd, session: try FrozenFeatures.session(of: graph, threads: workers),
                reading: .classes)
        guard !synthetic else { return try golden.synthetic(seed: options.seed) }
        let validation = split.items(of: .validation)
        return try golden.real(
            validation.isEmpty ? split.items(of: .train) : validation, of: material.dataset, seed: options.seed)
    }

    func complete(_ report: inout Report, _ split: Split, _ material: Material) throws {
        // On fixed features nothing is made harder.
        guard material.frozen == nil else { return }
        // A row a class: what training made of its first pictures.
        let examples = try material.dataset.classes.prefix(6).compactMap { name -> AugmentationSheet.Example? in
            let item = split.items(of: .train).first {
                $0.label.names.contains(name) && material.identities[$0.path] != nil
            }
            return try item.map {
                .init(
                    picture: try material.store.picture(of: $0), isSquare: material.identities[$0.path]?.isSquare)
            }
        }
        report.augmentationSheet = try AugmentationSheets.embedded(
            examples, frontEnd: material.frontEnd, learning.pictureAugmentation(), seed: options.seed)
    }
}
