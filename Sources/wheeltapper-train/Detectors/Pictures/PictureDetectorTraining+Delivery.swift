import AnomalyDetection
import Assessment
import Augmentation
import Datasets
import DetectorFitting
import Evaluation
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports
import Training
import TrainingTasks

/// From a fitted detector to a threshold and a tested file.
extension PictureDetectorTraining {
    func deliver(_ made: Made, _ split: Split, _ material: Material, _ run: RunFolder) throws {
        let fitted = made.fitted
        let normal = ThresholdCalibration.Scores(
            name: material.machine, scores: fitted.heldOutScores.map(\.score), caveats: fitted.notes)
        let target = try FalseAlarmTarget(parsing: command.detector.falseAlarms)
        let rate = try command.detector.inspections.map { try InspectionRate(parsing: $0) }
        let calibrated = try ThresholdCalibration(normal, target: target, rate: rate, noun: itemNoun)
        let curve = try SufficiencyCurve(normal, target: target, rate: rate, noun: itemNoun, seed: options.seed)
        var card = ModelCard(
            kind: .detector, name: cardOptions.name ?? outputName, version: "1", created: Self.now,
            pictureFrontEnd: material.frontEnd, classes: ["normal", "anomaly"])
        card.normalClasses = ["normal"]
        card.detector = DetectorCard(
            method: method.rawValue,
            machines: [
                .init(
                    name: material.machine, items: made.learntFrom, threshold: calibrated.threshold,
                    calibration: calibrated.calibration)
            ], scoring: fitted.scoring)
        card.thresholds["score"] = .init(
            value: calibrated.threshold, derivation: calibrated.calibration.words)
        TrainingEvent.note(calibrated.calibration.words).send()
        var split = split
        split.caveats += fitted.notes
        var file = try modelFile(fitted.graph, card: card, split, material)
        if !fitted.memory.isEmpty {
            try file.setNormalReference(NormalReference(memory: .init(fitted.memory)))
        }
        let plain = file
        try addGoldens(
            to: &file, synthetic: { try PictureGoldens(plain).synthetic(seed: options.seed) },
            real: {
                let known = split.items.filter { $0.part != .test && $0.isNegative }
                return try PictureGoldens(plain).real(
                    known, of: material.dataset, scores: fitted.heldOutScores, threshold: calibrated.threshold,
                    seed: options.seed)
            })
        try judge(file, made, split, material, run) { report in
            report.calibration = [
                CalibrationCurve(
                    machine: material.machine,
                    points: curve.points.map {
                        .init(items: $0.count, threshold: $0.median, low: $0.low, high: $0.high)
                    }, threshold: calibrated.threshold, words: curve.words)
            ]
        }
    }

    /// Figures and report of the test part: normal pictures that were held back, and all anomalies.
    private func judge(
        _ plain: ModelFile, _ made: Made, _ split: Split, _ material: Material, _ run: RunFolder,
        complete: (inout Report) -> Void
    ) throws {
        var file = plain
        let judged = split.items(of: .test)
        guard !judged.isEmpty else { return try finish(file, made.outcome, nil, nil, run) }
        let inspector = try inspector(file)
        let store = try storeWithMasks(material, judged)
        let reporter = ProgressReporter(stage: "scoring")
        let scoring = try DetectorScoring(
            judged, of: material.dataset, store: store, with: inspector, workers: workers
        ) { reporter.report($0, of: $1) }
        let evaluation = try scoring.evaluation()
        let document = scoring.document(
            model: try file.card().name, data: options.data, evaluation: evaluation)
        var card = try file.card()
        card.validation = document.metrics.scalars
        try file.setCard(card)
        var report = try DetectorReport(
            scoring: scoring, evaluation: evaluation, dataset: material.dataset, store: store, inspector: inspector,
            manifest: file.trainingManifest
        ).report(kind: .training, document: document)
        report.epochs = made.outcome?.epochs ?? []
        if made.outcome != nil { report.augmentationSheet = try sheet(split, material) }
        complete(&report)
        try finish(file, made.outcome, report, document, run)
    }

    /// Masks are drawn on pictures in their own size, which the store that is learnt from does not hold; `nil` where nobody drew any.
    private func storeWithMasks(_ material: Material, _ items: [DataItem]) throws -> PictureStore? {
        guard items.contains(where: { $0.mask != nil && !$0.isNegative }) else { return nil }
        var dataset = material.dataset
        dataset.items = items
        return try readPictures(dataset, frontEnd: nil)
    }

    private func sheet(_ split: Split, _ material: Material) throws -> EmbeddedPicture? {
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
            examples, frontEnd: material.frontEnd, augmentation(), seed: options.seed,
            caption: "At the left normal pictures, beside them what was painted on them to learn from.")
    }
}
