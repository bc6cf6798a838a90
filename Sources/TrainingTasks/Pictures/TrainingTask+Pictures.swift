public import Datasets
public import InspectionTypes

extension TrainingTask {
    /// Decodes every picture once and says which could not be read.
    ///
    /// - Parameter frontEnd: the size that pictures are kept at; `nil` for their own.
    public func readPictures(_ dataset: Dataset, frontEnd: PictureFrontEnd?) throws -> PictureStore {
        let reporter = ProgressReporter(stage: "reading", host.tell)
        let store = try PictureStore.prepare(
            dataset, frontEnd: frontEnd, options: .init(threads: workers, isCancelled: { StopSignal.isRaised })
        ) { reporter.report($0, of: $1) }
        store.failures.forEach { note("left out: \($0.message)") }
        store.warnings.forEach(note)
        return store
    }
}
