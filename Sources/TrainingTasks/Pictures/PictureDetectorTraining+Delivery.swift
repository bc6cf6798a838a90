import AnomalyDetection
import Assessment
import Datasets
import DetectorFitting
import Evaluation
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports

/// From a fitted detector to a threshold and a tested file.
extension PictureDetectorTraining {
    func deliver(_ learnt: LearntPictures, _ split: Split, _ material: Material, _ run: RunFolder) throws {
        let fitted = learnt.fitted
        let normal = Self.normalScores(fitted, split, machine: material.machine)
        let target = try FalseAlarmTarget(parsing: words.detector.falseAlarms)
        let rate = try words.detector.inspections.map { try InspectionRate(parsing: $0) }
        let calibrated = try ThresholdCalibration(normal, target: target, rate: rate, noun: itemNoun)
        let curve = try SufficiencyCurve(normal, target: target, rate: rate, noun: itemNoun, seed: options.seed)
        var card = ModelCard(
            kind: .detector, name: cardOptions.name ?? outputName, version: "1", created: Self.now,
            pictureFrontEnd: material.frontEnd, classes: ["normal", "anomaly"])
        card.normalClasses = ["normal"]
        card.detector = DetectorCard(
            method: method.name,
            machines: [
                .init(
                    name: material.machine, items: learnt.count, threshold: calibrated.threshold,
                    calibration: calibrated.calibration)
            ], scoring: fitted.scoring)
        card.thresholds["score"] = .init(
            value: calibrated.threshold, derivation: calibrated.calibration.words)
        note(calibrated.calibration.words)
        var split = split
        split.caveats += fitted.notes
        var file = try modelFile(fitted.graph, card: card, split, material)
        if !fitted.memory.isEmpty {
            try file.setNormalReference(NormalReference(memory: .init(fitted.memory)))
        }
        try checkNotStopped()
        let plain = file
        try addGoldens(
            to: &file, synthetic: { try PictureGoldens(plain).synthetic(seed: options.seed) },
            real: {
                let known = split.items.filter { $0.part != .test && $0.isNegative }
                return try PictureGoldens(plain).real(
                    known, of: material.dataset, scores: fitted.heldOutScores, threshold: calibrated.threshold,
                    seed: options.seed)
            })
        try judge(file, learnt, split, material, run) { report in
            report.calibration = [
                CalibrationCurve(
                    machine: material.machine,
                    points: curve.points.map {
                        .init(items: $0.count, threshold: $0.median, low: $0.low, high: $0.high)
                    }, threshold: calibrated.threshold, words: curve.words)
            ]
        }
    }

    /// What a threshold is set by: castings of one lot or near copies of one picture are not drawn one by one, so they count as the groups
    /// that the split keeps together.
    static func normalScores(_ fitted: FittedPictureDetector, _ split: Split, machine: String)
        -> ThresholdCalibration.Scores
    {
        let groups = Dictionary(split.items.map { ($0.path, $0.group) }, uniquingKeysWith: { first, _ in first })
        return ThresholdCalibration.Scores(
            name: machine, scores: fitted.heldOutScores.map(\.score),
            groups: fitted.heldOutScores.map { groups[$0.path] ?? $0.path }, caveats: fitted.notes)
    }

    /// Figures and report of the test part: normal pictures that were held back, and all anomalies.
    private func judge(
        _ plain: ModelFile, _ learnt: LearntPictures, _ split: Split, _ material: Material, _ run: RunFolder,
        complete: (inout Report) -> Void
    ) throws {
        var file = plain
        let judged = split.items(of: .test)
        guard !judged.isEmpty else { return try finish(file, record: learnt.record, nil, nil, run) }
        try checkNotStopped()
        let inspector = try inspector(file)
        let store = try storeWithMasks(material, judged)
        let reporter = ProgressReporter(stage: "scoring", host.tell)
        let scoring = try DetectorScoring(
            judged, of: material.dataset, store: store, with: inspector, workers: workers,
            progress: { reporter.report($0, of: $1) }, isCancelled: { StopSignal.isRaised })
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
        report.trainings = learnt.record?.trainings ?? []
        report.augmentationSheet = try method.sheet(split, material)
        complete(&report)
        try finish(file, record: learnt.record, report, document, run)
    }

    private func checkNotStopped() throws {
        guard !StopSignal.isRaised else { throw FittingError.stopped }
    }

    /// Masks are drawn on pictures in their own size, which the store that is learnt from does not hold; `nil` where nobody drew any.
    private func storeWithMasks(_ material: Material, _ items: [DataItem]) throws -> PictureStore? {
        guard items.contains(where: { $0.mask != nil && !$0.isNegative }) else { return nil }
        var dataset = material.dataset
        dataset.items = items
        return try readPictures(dataset, frontEnd: nil)
    }
}
