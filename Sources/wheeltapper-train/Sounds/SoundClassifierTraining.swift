import Augmentation
import ClassifierFitting
import Datasets
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports
import Training
import TrainingTasks

/// The whole way from a folder of sounds to a model file and its report, by training a network: our own, or a backbone with its head.
struct SoundClassifierTraining: ClassifierTraining {
    let command: ClassifierCommand
    /// As it was found when the medium was recognised.
    let dataset: Dataset
    /// The head that a training of a backbone begins with.
    private let fitting: SoundHeadFitting?

    var itemNoun: String { "recording" }
    var stepNoun: String { "windows" }
    static var usualEpochs: Int { 40 }
    /// Epochs of a backbone that is tuned: it begins with a head that is fitted already.
    private static let tuningEpochs = 15
    var plannedEpochs: Int { options.epochs ?? (fitting == nil ? Self.usualEpochs : Self.tuningEpochs) }

    init(command: ClassifierCommand, dataset: Dataset) throws {
        self.command = command
        self.dataset = dataset
        fitting =
            command.backbone.backbone == nil
            ? nil : try SoundHeadFitting(command.backbone, command.head, command.balance)
    }

    func prepare() throws -> LabelledSounds {
        _ = try learning.soundAugmentation()
        var material = try readSounds(dataset, sampleRate: command.sound.sampleRate) { rate in
            try fitting?.frontEnd(command.sound, lowestRate: rate) ?? command.sound.settings(lowestRate: rate)
        }
        material.embeddings = try fitting?.embeddings(material.frontEnd, threads: workers)
        return material
    }

    func train(_ split: Split, _ material: LabelledSounds, unit: String, _ run: RunFolder) throws -> LearntClassifier {
        let training = LabelledRecordings(split.items(of: .train), store: material.store, classes: material.classes)
        guard !training.features.isEmpty else {
            throw DatasetError(
                .split, "no recording is left to train on: give more recordings a class, or another split")
        }
        let validation = LabelledRecordings(
            split.items(of: .validation), store: material.store, classes: material.classes)
        let start = try start(training, split, material)
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
        var numbers = trainingOptions(
            averageDecay: learning.averageDecay(default: 0), learningRate: start.learningRate)
        numbers.unfreezeAfter = start.unfreezeAfter
        let outcome = try fit(
            start.graph, input: ResidualNetwork.Names.features, output: ResidualNetwork.Names.logits,
            objective: ClassificationObjective(
                labelSmoothing: command.classifier.labelSmoothing, classWeights: command.balance.weights(sums)),
            options: numbers, training: batches, itemsPerEpoch: batches.windowCount,
            validation: validation.features.isEmpty
                ? nil
                : ValidationBatches(
                    recordings: validation, assembler: plain, batchSize: batchSize, frontEnd: material.frontEnd),
            unit: unit, run, isFrozen: start.isFrozen, rateFactor: start.rateFactor)
        var learnt = learnt(outcome)
        learnt.facts = start.facts
        return learnt
    }

    private func start(_ training: LabelledRecordings, _ split: Split, _ material: LabelledSounds) throws -> SoundStart
    {
        let dropout = Float(command.classifier.dropout)
        if let fitting, let embeddings = material.embeddings {
            let fitted = try fitting.fitted(
                split, material, on: embeddings, seed: options.seed, threads: workers, host.tell)
            let heard = embeddings.words(for: fitted.head)
            note("the head to begin with hears \(heard)")
            note("its regularisation: \(fitted.choice.words)")
            return SoundStart(
                fitted, on: embeddings.backbone(for: fitted.head), command.backbone, dropout: dropout,
                facts: [fitted.fact(fitting.head), .init("Hears", heard)])
        }
        let (mean, deviation) = training.statistics(bandCount: material.frontEnd.logMel.bandCount)
        return SoundStart(
            ResidualNetwork(width: learning.width ?? 24, stemStride: (2, 2), dropout: dropout).graph(
                frames: material.frontEnd.windowFrames, mean: mean, deviation: deviation,
                classes: material.classes.count, seed: options.seed))
    }

    func card(_ material: LabelledSounds) -> ModelCard {
        ModelCard(
            kind: .classifier, medium: .sound, name: cardOptions.name ?? outputName, version: "1", created: Self.now,
            soundFrontEnd: material.frontEnd, classes: material.classes)
    }

    func goldens(_ graph: Graph, _ split: Split, _ material: LabelledSounds, synthetic: Bool) throws -> GoldenSet {
        let inputs = SoundGoldenInputs(frontEnd: material.frontEnd, graph: graph)
        let golden = SoundGoldens(frontEnd: material.frontEnd, score: inputs.score)
        guard !synthetic else { return try golden.synthetic(seed: options.seed) }
        let validation = split.items(of: .validation)
        return try golden.real(
            validation.isEmpty ? split.items(of: .train) : validation, of: material.dataset, seed: options.seed)
    }

    func complete(_ report: inout Report, _ split: Split, _ material: LabelledSounds) throws {}
}
