import Augmentation
import Datasets
import DetectorFitting
import Inference
import InspectionTypes
import NeuralNetworks
import Reports
import Training
import TrainingTasks

/// A network that learns to find defects painted on normal pictures: docs/detectors/synthetic.md.
struct PaintedDefectsMethod: PictureDetectorMethod {
    static let usualEpochs = 40
    let name = "synthetic"
    let usualSize = 192
    let trains = true

    let training: DetectorLearning

    private var learning: LearningOptions { training.learning }

    /// Turns and light where nobody says otherwise; `--augmentation strong` also moves and blurs.
    private func augmentation() throws -> PictureAugmentation {
        try learning.pictureAugmentation(standard: .detection, strong: .standard)
    }

    func frontEnd(_ asked: PictureFrontEnd, _ task: PictureDetectorTraining) throws -> PictureFrontEnd {
        _ = try augmentation()
        let step = DefectMapNetwork.granularity
        guard asked.width.isMultiple(of: step), asked.height.isMultiple(of: step) else {
            throw DatasetError(
                .layout, "--size takes multiples of \(step) for the method synthetic, such as 192 or 256")
        }
        return asked
    }

    func learn(
        _ split: Split, _ task: PictureDetectorTraining, _ material: PictureDetectorTraining.Material, _ run: RunFolder
    ) throws -> LearntPictures {
        let known = PaintablePictures(split.items(of: .train).filter(\.isNegative), store: material.store)
        let validation = PaintablePictures(
            split.items(of: .validation).filter(\.isNegative), store: material.store)
        guard known.count > 1 else {
            throw DatasetError(
                .split,
                "\(known.count == 0 ? "no normal picture is" : "one normal picture is all that is") left to learn from: give more of them"
            )
        }
        let learnt = NormalPictures(known.items, store: material.store)
        let heldOut = NormalPictures(validation.items, store: material.store)
        let engine = try InferenceEngine()
        let progress = task.progress()
        // Not to be stopped between two epochs: that is for the training to do, which keeps its weights.
        let early = DefectMapFitter(engine: engine, threads: task.workers) { stage, done, total in
            _ = progress(stage, done, total)
            return true
        }
        let search =
            task.words.detector.keepOutliers
            ? nil
            : try StrangerSearch(
                training: learnt, heldOut: heldOut, epochs: training.plannedEpochs, by: early,
                file: run.file(RunFolder.strangers), isResumed: run.isResumed)
        let trained = try train(known, validation, material, run, search)
        // Who stops a training wants what it has made; who stops once more does not.
        if trained.ending == .stopped { StopSignal.acknowledge() }
        let fitter = DefectMapFitter(engine: engine, threads: task.workers, progress: progress)
        let found = search?.found ?? []
        let first = Set(found.map(\.path))
        // Once more: who has learnt more sees more.
        let late = try fitter.strangers(trained.graph, training: learnt.without(first), heldOut: heldOut.without(first))
        let strangers = (found + late).sorted { $0.deviations > $1.deviations }
        let left = task.leftOut(strangers)
        var fitted = try fitter.fitted(
            trained.graph, views: .two, training: learnt.without(left), heldOut: heldOut.without(left))
        fitted.notes += task.caveats(strangers)
        return LearntPictures(
            fitted: fitted, record: TrainingRecord(trained, planned: training.plannedEpochs),
            count: learnt.without(left).count)
    }

    private func train(
        _ pictures: PaintablePictures, _ validation: PaintablePictures, _ material: PictureDetectorTraining.Material,
        _ run: RunFolder, _ strangers: StrangerSearch?
    ) throws -> GraphTrainer.Outcome {
        let frontEnd = material.frontEnd
        let seed = training.options.seed
        let batchSize = learning.batch ?? 16
        let statistics = try material.store.statistics(over: pictures.items)
        func assembler(_ augmentation: PictureAugmentation) -> DefectBatchAssembler {
            DefectBatchAssembler(
                frontEnd: frontEnd, augmentation: augmentation, stride: DefectMapNetwork.stride, seed: seed)
        }
        let batches = DefectTrainingBatches(
            pictures: pictures, assembler: assembler(try augmentation()), batchSize: batchSize, strangers: strangers)
        return try training.fit(
            DefectMapNetwork(width: learning.width ?? 16).graph(
                channels: frontEnd.colour.channelCount, height: frontEnd.height, width: frontEnd.width,
                mean: statistics.mean, deviation: statistics.deviation, seed: seed),
            input: PictureNames.picture, output: PictureNames.logits,
            objective: SegmentationObjective(positiveWeight: 3, dice: 0.5, isDiceByPicture: true),
            options: TrainingOptions(
                epochs: training.plannedEpochs, learningRate: learning.learningRate ?? 3e-3,
                weightDecay: learning.weightDecay, averageDecay: learning.averageDecay(default: 0.99),
                patience: learning.stopsAfter(default: 0), mixedPrecision: learning.precision == .bf16, seed: seed),
            training: batches, itemsPerEpoch: batches.picturesPerEpoch,
            validation: validation.count < 2
                ? nil : DefectValidationBatches(pictures: validation, assembler: assembler(.off), batchSize: 32),
            unit: "model", run, afterEpoch: { try strangers?.look(with: $0) })
    }

    func sheet(_ split: Split, _ material: PictureDetectorTraining.Material) throws -> EmbeddedPicture? {
        let items = split.items(of: .train).filter { $0.isNegative && material.identities[$0.path] != nil }
        let shown = Array(GoldenSelection.spread(over: items).prefix(5))
        guard shown.count > 1 else { return nil }
        let pictures = try shown.map { try material.store.picture(of: $0) }
        let examples = zip(shown, pictures).enumerated().map { number, pair in
            AugmentationSheet.Example(
                picture: pair.1, other: pictures[(number + 1) % pictures.count],
                isSquare: material.identities[pair.0.path]?.isSquare)
        }
        return try AugmentationSheets.embedded(
            examples, frontEnd: material.frontEnd, augmentation(), seed: training.options.seed,
            caption: "At the left normal pictures, beside them what was painted on them to learn from.")
    }
}
