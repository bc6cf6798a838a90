import AnomalyDetection
import Datasets
import DetectorFitting
import InspectionPipeline
import InspectionTypes
import NeuralNetworks

/// From a fitted detector to a threshold and a tested file.
extension PictureDetectorTraining {
    func deliver(_ made: Made, _ split: Split, _ material: Material, _ run: RunFolder) throws {
        let fitted = made.fitted
        let calibrated = try ThresholdCalibration(
            .init(name: material.machine, scores: fitted.heldOutScores.map(\.score), caveats: fitted.notes),
            target: FalseAlarmTarget(parsing: command.detector.falseAlarms),
            rate: try command.detector.inspections.map { try InspectionRate(parsing: $0) }, noun: itemNoun)
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
        try finish(file, made.outcome, nil, nil, run)
    }
}
