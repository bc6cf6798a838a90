import Datasets
import InspectionTypes

extension TrainingTask {
    /// The log-mel features of a set's recordings; those that cannot be read are named and left out.
    func features(of dataset: Dataset, _ frontEnd: SoundFrontEnd) throws -> FeatureStore {
        let reporter = ProgressReporter(stage: "reading", host.tell)
        let store = try FeatureStore.prepare(
            dataset, frontEnd: frontEnd,
            options: .init(
                cache: processing.noCache ? nil : FeatureCache(), threads: workers,
                isCancelled: { StopSignal.isRaised })
        ) { reporter.report($0, of: $1) }
        store.failures.forEach { note("left out: \($0.message)") }
        store.warnings.forEach(note)
        return store
    }
}
