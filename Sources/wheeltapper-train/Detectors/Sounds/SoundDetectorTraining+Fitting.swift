import AnomalyDetection
import Datasets
import DetectorFitting
import InspectionTypes
import NeuralNetworks
import Synchronization
import Training

/// From normal recordings to scores and thresholds.
extension SoundDetectorTraining {
    func fitted(_ split: Split, _ material: Material, _ run: RunFolder) throws -> (
        FittedSoundDetector, GraphTrainer.Outcome?
    ) {
        let detector = command.detector
        let builder = SoundDetectorBuilder(
            fitter(material),
            options: .init(
                method: type(of: method).name, target: try FalseAlarmTarget(parsing: detector.falseAlarms),
                rate: try detector.inspections.map { try InspectionRate(parsing: $0) },
                keepsOutliers: detector.keepOutliers))
        var kept: GraphTrainer.Outcome?
        do {
            let fitted = try builder.build(
                training: split.items(of: .train), validation: split.items(of: .validation),
                network: { items, unit in
                    let learnt = try method.network(items, material, unit: unit, run)
                    // What is learnt last is what is kept.
                    kept = learnt.outcome
                    return learnt.network
                },
                tell: { event in
                    switch event {
                    case .note(let message): TrainingEvent.note(message).send()
                    case .unit(let name, let number, let count):
                        TrainingEvent.unit(name: name, number: number, count: count).send()
                    }
                })
            return (fitted, kept)
        } catch let error as FittingError where error.code == .cancelled && type(of: method).usualEpochs > 0 {
            throw Self.stopped
        }
    }

    private func fitter(_ material: Material) -> SoundDetectorFitter {
        let stages = StageReporter()
        return SoundDetectorFitter(
            machines: material.machines, store: material.store, frontEnd: material.frontEnd,
            options: .init(
                budget: Int(command.detector.memory * 1e6), rule: command.detector.rule, seed: options.seed,
                threads: workers, usesStatistics: type(of: method).usesStatistics,
                isCancelled: { StopSignal.isRaised })
        ) { stages.report($0, $1, $2) }
    }
}

/// Progress of several stages, one after the other, ten times a second at most.
final class StageReporter: Sendable {
    private let current = Mutex<(stage: String, reporter: ProgressReporter)?>(nil)

    func report(_ stage: String, _ done: Int, _ total: Int) {
        let reporter = current.withLock { current in
            if let current, current.stage == stage { return current.reporter }
            let reporter = ProgressReporter(stage: stage)
            current = (stage, reporter)
            return reporter
        }
        reporter.report(done, of: total)
    }
}
