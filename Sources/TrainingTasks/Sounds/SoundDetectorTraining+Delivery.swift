import AnomalyDetection
import Assessment
import Datasets
import DetectorFitting
import Evaluation
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports

/// From a fitted detector to a tested file and its report.
extension SoundDetectorTraining {
    func deliver(
        _ fitted: FittedSoundDetector, _ record: TrainingRecord?, _ split: Split, _ material: Material,
        _ run: RunFolder
    ) throws {
        var card = ModelCard(
            kind: .detector, medium: .sound, name: cardOptions.name ?? outputName, version: "1", created: Self.now,
            soundFrontEnd: material.frontEnd, classes: ["normal", "anomaly"])
        card.normalClasses = ["normal"]
        card.detector = fitted.detector
        let highest = fitted.detector.machines.max { $0.threshold < $1.threshold }
        card.thresholds["score"] = highest.map { .init(value: $0.threshold, derivation: $0.calibration.words) }
        var file = try modelFile(fitted.graph, card: card, split, material)
        // Said of the model, and no part of the split's digest.
        card = try file.card()
        card.trainingData?.caveats += fitted.caveats
        try file.setCard(card)
        try file.setNormalReference(fitted.reference)
        let plain = file
        try addGoldens(
            to: &file, synthetic: { try DetectorGoldens(plain).syntheticSounds(seed: options.seed) },
            real: {
                try DetectorGoldens(plain).sounds(
                    fitted.heldOut.map(\.item), of: material.dataset, seed: options.seed)
            })
        try judge(&file, fitted, record, split, material, run)
    }

    /// Figures and report of the test part.
    private func judge(
        _ file: inout ModelFile, _ fitted: FittedSoundDetector, _ record: TrainingRecord?, _ split: Split,
        _ material: Material, _ run: RunFolder
    ) throws {
        let judged = knownMachines(of: split.items(of: .test), material)
        guard !judged.isEmpty else { return try finish(file, record: record, nil, nil, run) }
        let inspector = try inspector(file)
        let reporter = ProgressReporter(stage: "scoring", host.tell)
        let scoring = try DetectorScoring(judged, of: material.dataset, with: inspector, workers: workers) {
            reporter.report($0, of: $1)
        }
        let evaluation = try scoring.evaluation()
        let document = scoring.document(model: try file.card().name, data: options.data, evaluation: evaluation)
        var card = try file.card()
        card.validation = document.metrics.scalars
        try file.setCard(card)
        var report = try DetectorReport(
            scoring: scoring, evaluation: evaluation, dataset: material.dataset, inspector: inspector,
            manifest: file.trainingManifest
        ).report(kind: .training, document: document)
        report.trainings = record?.trainings ?? []
        report.calibration = fitted.sufficiency.map { machine, curve in
            CalibrationCurve(
                machine: machine,
                points: curve.points.map { .init(items: $0.count, threshold: $0.median, low: $0.low, high: $0.high) },
                threshold: fitted.detector.machines.first { $0.name == machine }?.threshold
                    ?? fitted.detector.machines.map(\.threshold).max() ?? 0,
                words: curve.words)
        }
        try ChallengeFiles(scoring)?.write(to: run.path)
        try finish(file, record: record, report, document, run)
    }

    /// The items of machines that were learnt; others are told of, for no threshold is theirs.
    private func knownMachines(of items: [DataItem], _ material: Material) -> [DataItem] {
        let known = items.filter { $0.machine.map(material.machines.contains) ?? true }
        let others = Set(items.compactMap(\.machine)).subtracting(material.machines).sorted()
        if !others.isEmpty {
            note(
                "\(others.joined(separator: ", ")): no normal recording to learn from, so \(items.count - known.count) recordings of the test part are not judged"
            )
        }
        return known
    }
}
