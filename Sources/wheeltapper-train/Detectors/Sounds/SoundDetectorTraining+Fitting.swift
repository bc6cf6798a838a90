import AnomalyDetection
import Datasets
import DetectorFitting
import FoundationEssentials
import InspectionTypes
import NeuralNetworks
import Synchronization
import Training

/// From normal recordings to scores and thresholds.
extension SoundDetectorTraining {
    /// Folds of the normal recordings that thresholds come from where too few can be held out.
    private static let folds = 4

    func fitted(_ split: Split, _ material: Material, _ run: RunFolder) throws -> (FittedSoundDetector, LearntNetwork) {
        let detector = command.detector
        let fitter = fitter(material)
        var validation = split.items(of: .validation).filter(\.isNegative)
        var training = split.items(of: .train).filter(\.isNegative)
        let suspects = try fitter.suspects(among: training + validation)
        note(suspects)
        if !detector.keepOutliers {
            let left = Set(suspects.map(\.path))
            training.removeAll { left.contains($0.path) }
            validation.removeAll { left.contains($0.path) }
        }
        // Held out first: what is learnt last is what is kept.
        var remarks: [String] = []
        let learnt: LearntNetwork
        var held: HeldOutRecordings
        let components: SoundComponents
        if validation.isEmpty {
            (held, remarks) = try heldOutByFolds(training, material, fitter, run)
            learnt = try method.network(training, material, unit: "model", run)
            components = try fitter.components(learnt.network, on: training)
        } else {
            learnt = try method.network(training, material, unit: "model", run)
            components = try fitter.components(learnt.network, on: training)
            held = HeldOutRecordings(names: components.names, machines: material.machines)
            try held.add(validation, by: components, fitter)
        }
        let target = try FalseAlarmTarget(parsing: detector.falseAlarms)
        let rate = try detector.inspections.map { try InspectionRate(parsing: $0) }
        var fitted = try fitter.detector(
            components, held: held, on: training, method: type(of: method).name, target: target, rate: rate,
            remarks: remarks)
        fitted.caveats += caveats(suspects)
        if held.machineHits.count > 0 {
            let (right, count) = (held.machineHits.right, held.machineHits.count)
            TrainingEvent.note("step one hears the right machine in \(right) of \(count) held-out windows").send()
        }
        return (fitted, learnt)
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

    /// Every recording scored by what was learnt without it.
    private func heldOutByFolds(
        _ items: [DataItem], _ material: Material, _ fitter: SoundDetectorFitter, _ run: RunFolder
    ) throws -> (HeldOutRecordings, [String]) {
        let folds = BackgroundFolds(items, store: material.store, count: Self.folds, seed: options.seed)
        var held: HeldOutRecordings?
        for number in 0..<folds.count {
            let (kept, left) = folds[number]
            guard !left.isEmpty else { continue }
            TrainingEvent.unit(name: "thresholds", number: number + 1, count: folds.count).send()
            let learnt = try method.network(kept, material, unit: "fold-\(number + 1)", run)
            let components = try fitter.components(learnt.network, on: kept)
            var scored = held ?? HeldOutRecordings(names: components.names, machines: material.machines)
            try scored.add(left, by: components, fitter)
            held = scored
        }
        TrainingEvent.unit(name: "the model", number: 1, count: 1).send()
        guard let held else {
            // Of a single recording the items are stretches.
            let count = Set(items.map(\.path)).count
            throw DatasetError(
                .split,
                "there \(count == 1 ? "is 1 normal recording" : "are \(count) normal recordings of \(material.machines.count) machines"): "
                    + "none can be held out to set a threshold by. Record at least two of a machine, better twenty"
            )
        }
        return (
            held,
            [
                "recordings were scored by models fitted without them and without those of a like background (\(folds.count) folds); the model that is kept has learnt from all"
            ]
        )
    }

    private func note(_ suspects: [SuspectRecording]) {
        for suspect in suspects {
            TrainingEvent.note(
                "\(suspect.path) stands among the normal recordings of \(suspect.machine) and sounds unlike them (\(Int(suspect.deviations)) deviations): "
                    + (command.detector.keepOutliers
                        ? "learnt from all the same (--keep-outliers)"
                        : "not learnt from; listen to it, and say --keep-outliers if it is normal")
            ).send()
        }
    }

    private func caveats(_ suspects: [SuspectRecording]) -> [String] {
        guard !suspects.isEmpty else { return [] }
        let names = suspects.prefix(5).map(\.path).joined(separator: ", ") + (suspects.count > 5 ? " …" : "")
        let verb = command.detector.keepOutliers ? "were learnt from all the same" : "were not learnt from"
        return ["\(suspects.count) recordings among the normal ones sound unlike the others and \(verb): \(names)"]
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
