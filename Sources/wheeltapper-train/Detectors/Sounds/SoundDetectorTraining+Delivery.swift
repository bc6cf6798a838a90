import Assessment
import Datasets
import DetectorFitting
import Evaluation
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Reports
import Training

/// From a fitted detector to a tested file and its report.
extension SoundDetectorTraining {
    func deliver(
        _ fitted: FittedSoundDetector, _ learnt: LearntNetwork, _ split: Split, _ material: Material, _ run: RunFolder
    ) throws {
        var card = ModelCard(
            kind: .detector, medium: .sound, name: cardOptions.name ?? outputName, version: "1", created: Self.now,
            soundFrontEnd: material.frontEnd, classes: ["normal", "anomaly"])
        card.normalClasses = ["normal"]
        card.detector = fitted.detector
        let highest = fitted.detector.machines.max { $0.threshold < $1.threshold }
        card.thresholds["score"] = highest.map { .init(value: $0.threshold, derivation: $0.calibration.words) }
        var split = split
        split.caveats += fitted.caveats
        var file = try modelFile(fitted.graph, card: card, split, material)
        try file.setNormalReference(fitted.reference)
        let plain = file
        try addGoldens(
            to: &file, synthetic: { try DetectorGoldens(plain).syntheticSounds(seed: options.seed) },
            real: {
                try DetectorGoldens(plain).sounds(
                    fitted.heldOut.map(\.item), of: material.dataset, seed: options.seed)
            })
        try finish(file, learnt.outcome, nil, nil, run)
    }
}
