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
        let learnt = NormalPictures(training.items, store: material.store)
        let heldOut = NormalPictures(validation.items, store: material.store)
        // Not to be stopped: whoever stops the training wants what it has made.
        let fitter = DefectMapFitter(engine: try InferenceEngine(), threads: workers) { stage, done, total in
            Self.tell(stage, done, total)
            return true
        }
        let search =
            command.detector.keepOutliers
            ? nil
            : try StrangerSearch(
                training: learnt, heldOut: heldOut, epochs: plannedEpochs, by: fitter,
                file: run.file(RunFolder.strangers), isResumed: run.isResumed)
        let trained = try train(training, validation, material, run, search)
        let early = search?.found ?? []
        let known = Set(early.map(\.path))
        // Once more: who has learnt more sees more.
        let late = try fitter.strangers(trained.graph, training: learnt.without(known), heldOut: heldOut.without(known))
        let strangers = (early + late).sorted { $0.deviations > $1.deviations }
        let left = leftOut(strangers)
        var fitted = try fitter.fitted(
            trained.graph, views: .two, training: learnt.without(left), heldOut: heldOut.without(left))
        fitted.notes += caveats(strangers)
        return Made(fitted: fitted, outcome: trained, learntFrom: learnt.without(left).count)
    }

    private func train(
        _ training: PaintablePictures, _ validation: PaintablePictures, _ material: Material, _ run: RunFolder,
        _ strangers: StrangerSearch?
    ) throws -> GraphTrainer.Outcome {
        let frontEnd = material.frontEnd
        let batchSize = learning.batch ?? 16
        let statistics = try material.store.statistics(over: training.items)
        func assembler(_ augmentation: PictureAugmentation) -> DefectBatchAssembler {
            DefectBatchAssembler(
                frontEnd: frontEnd, augmentation: augmentation, stride: DefectMapNetwork.stride, seed: options.seed)
        }
        let batches = DefectTrainingBatches(
            pictures: training, assembler: assembler(try augmentation()), batchSize: batchSize,
            strangers: strangers)
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
            unit: "model", run, afterEpoch: { try strangers?.look(with: $0) })
    }
}
