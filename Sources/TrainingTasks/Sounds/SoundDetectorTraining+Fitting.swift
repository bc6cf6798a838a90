import AnomalyDetection
import Datasets
import DetectorFitting
import InspectionTypes

/// From normal recordings to scores and thresholds.
extension SoundDetectorTraining {
    func fitted(_ split: Split, _ material: Material, _ run: RunFolder) throws -> (
        FittedSoundDetector, TrainingRecord?
    ) {
        let detector = words.detector
        let builder = SoundDetectorBuilder(
            fitter(material),
            options: .init(
                method: type(of: method).name, target: try FalseAlarmTarget(parsing: detector.falseAlarms),
                rate: try detector.inspections.map { try InspectionRate(parsing: $0) },
                keepsOutliers: detector.keepOutliers, backgrounds: detector.backgrounds ?? .new))
        var kept: TrainingRecord?
        var (training, validation) = (split.items(of: .train), split.items(of: .validation))
        // A part held out at random says nothing of new backgrounds: folds do, over all there is.
        if detector.backgrounds == .new {
            training += validation
            validation = []
        }
        let fitted = try builder.build(
            training: training, validation: validation,
            network: { items, unit in
                let learnt = try method.network(items, material, unit: unit, run)
                // What is learnt last is what is kept.
                kept = learnt.record
                return learnt.network
            },
            tell: { event in
                switch event {
                case .note(let message): note(message)
                case .unit(let name, let number, let count):
                    host.tell(.unit(name: name, number: number, count: count))
                }
            })
        return (fitted, kept)
    }

    private func fitter(_ material: Material) -> SoundDetectorFitter {
        let stages = StageReporter(host.tell)
        return SoundDetectorFitter(
            machines: material.machines, store: material.store, frontEnd: material.frontEnd,
            options: .init(
                budget: Int(words.detector.memory * 1e6), rule: words.detector.rule, seed: options.seed,
                threads: workers, usesStatistics: type(of: method).usesStatistics,
                isCancelled: { StopSignal.isRaised })
        ) { stages.report($0, $1, $2) }
    }
}
