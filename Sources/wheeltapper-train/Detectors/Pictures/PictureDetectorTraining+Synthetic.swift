import Augmentation
import Datasets
import DetectorFitting
import Inference
import InspectionTypes
import NeuralNetworks
import Training
import TrainingTasks

/// Painted defects: docs/detectors/synthetic.md.
extension PictureDetectorTraining {
    /// Turns and light where nobody says otherwise; `--augmentation strong` also moves and blurs.
    func augmentation() throws -> PictureAugmentation {
        try learning.pictureAugmentation(standard: .detection, strong: .standard)
    }

    func learnPaintedDefects(_ split: Split, _ material: Material, _ run: RunFolder) throws -> Made {
        let training = PaintablePictures(split.items(of: .train).filter(\.isNegative), store: material.store)
        let validation = PaintablePictures(
            split.items(of: .validation).filter(\.isNegative), store: material.store)
        guard training.count > 1 else {
            throw DatasetError(
                .split,
                "\(training.count == 0 ? "no normal picture is" : "one normal picture is all that is") left to learn from: give more of them"
            )
        }
        let trained = try train(training, validation, material, run)
        let learnt = NormalPictures(training.items, store: material.store)
        let engine = try InferenceEngine()
        var fitted = try DefectMapFitter(engine: engine, threads: workers, progress: Self.progress).fitted(
            trained.graph, views: .two, training: learnt,
            heldOut: NormalPictures(validation.items, store: material.store))
        let own = try PictureScaling(engine: engine, threads: workers, progress: Self.progress)
            .scores(of: learnt, fitted.graph)
        fitted.notes += note(PictureStrangers.found(among: learnt.items, scores: own, areLogarithms: true))
        return Made(fitted: fitted, outcome: trained, learntFrom: training.count)
    }

    private func train(
        _ training: PaintablePictures, _ validation: PaintablePictures, _ material: Material, _ run: RunFolder
    ) throws -> GraphTrainer.Outcome {
        let frontEnd = material.frontEnd
        let batchSize = learning.batch ?? 16
        let statistics = try material.store.statistics(over: training.items)
        func assembler(_ augmentation: PictureAugmentation) -> DefectBatchAssembler {
            DefectBatchAssembler(
                frontEnd: frontEnd, augmentation: augmentation, stride: DefectMapNetwork.stride, seed: options.seed)
        }
        let batches = DefectTrainingBatches(
            pictures: training, assembler: assembler(try augmentation()), batchSize: batchSize)
        return try fit(
            DefectMapNetwork(width: learning.width ?? 16).graph(
                channels: frontEnd.colour.channelCount, height: frontEnd.height, width: frontEnd.width,
                mean: statistics.mean, deviation: statistics.deviation, seed: options.seed),
            input: PictureNames.picture, output: PictureNames.logits,
            objective: SegmentationObjective(positiveWeight: 3, dice: 0.5, isDiceByPicture: true),
            options: TrainingOptions(
                epochs: plannedEpochs, learningRate: learning.learningRate ?? 3e-3, weightDecay: learning.weightDecay,
                averageDecay: learning.averageDecay(default: 0.99), patience: learning.stopsAfter(default: 0),
                mixedPrecision: learning.precision == .bf16, seed: options.seed),
            training: batches, itemsPerEpoch: batches.picturesPerEpoch,
            validation: validation.count < 2
                ? nil : DefectValidationBatches(pictures: validation, assembler: assembler(.off), batchSize: 32),
            unit: "model", run)
    }

    /// Tells of pictures among the normal ones that look like none, and gives what the card says of them.
    private func note(_ strangers: [(path: String, deviations: Double)]) -> [String] {
        guard !strangers.isEmpty else { return [] }
        for stranger in strangers.prefix(20) {
            TrainingEvent.note(
                "\(stranger.path) stands among the normal pictures and looks unlike them (\(Int(stranger.deviations)) deviations): look at it, and take it out if it shows a defect"
            ).send()
        }
        let names = strangers.prefix(5).map(\.path).joined(separator: ", ") + (strangers.count > 5 ? " …" : "")
        return ["\(strangers.count) pictures among the normal ones look unlike the others: \(names)"]
    }

    /// Progress of several stages, one after the other; ends them when the user stops.
    static func progress(_ stage: String, _ done: Int, _ total: Int) -> Bool {
        let step = max(1, total / 100)
        if done % step == 0 || done == total { TrainingEvent.progress(stage, done: done, total: total).send() }
        return !StopSignal.isRaised
    }
}
