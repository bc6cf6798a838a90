import Datasets
import InspectionPipeline
import InspectionTypes
import Synchronization

/// A data set's items put through an inspector on several threads, and what was made of them, in the items' order.
struct ItemRun<Value: Sendable> {
    /// Each with its item's place.
    private(set) var values: [(index: Int, value: Value)] = []
    /// Items of which nothing could be made, each with why.
    private(set) var failures: [(path: String, message: String)] = []
    private(set) var warnings: [String] = []
    /// From the first order to the last finding, in seconds.
    let seconds: Double

    /// - Parameters:
    ///   - noun: what an item is called.
    ///   - machine: Of a detector: which machine an item is of, where that is to be told.
    ///   - make: what is kept of a result; called by several threads at a time.
    ///   - isCancelled: asked after every item.
    ///   - progress: told how many items of how many are done.
    /// - Throws: ``AssessmentError`` when nothing could be made of any item, or it was stopped; `InferenceError`.
    init(
        _ items: [DataItem], of dataset: Dataset, with inspector: Inspector, workers: Int, wantsEvidence: Bool = false,
        noun: String, machine: @escaping @Sendable (DataItem) -> String? = { _ in nil },
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void,
        make: @escaping @Sendable (InspectionResult, DataItem) throws -> Value
    ) throws {
        let position = Mutex(0)
        let results = Mutex<[(index: Int, outcome: Result<Value, any Error>, warnings: [String])]>([])
        let clock = ContinuousClock()
        let begun = clock.now
        try inspector.inspect(workers: workers, wantsEvidence: wantsEvidence) {
            position.withLock { next in
                guard next < items.count else { return nil }
                defer { next += 1 }
                let item = items[next]
                return InspectionOrder(
                    path: dataset.filePath(of: item), start: item.range?.start, end: item.range?.end,
                    machine: machine(item))
            }
        } digest: { result in
            let outcome = Result { try make(result, items[result.index]) }
            result.evidence = nil
            return (index: result.index, outcome: outcome, warnings: result.warnings)
        } report: { entry in
            let done = results.withLock { list in
                list.append(entry)
                return list.count
            }
            progress(done, items.count)
            return !isCancelled()
        }
        guard results.withLock({ $0.count }) == items.count || !isCancelled() else {
            throw AssessmentError(.cancelled, "scoring was stopped")
        }
        let elapsed = begun.duration(to: clock.now).components
        seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
        for entry in results.withLock({ $0.sorted { $0.index < $1.index } }) {
            warnings += entry.warnings
            switch entry.outcome {
            case .success(let value): values.append((entry.index, value))
            case .failure(let error): failures.append((items[entry.index].path, "\(error)"))
            }
        }
        guard !values.isEmpty else {
            throw AssessmentError(
                .empty,
                failures.first.map { "no \(noun) could be scored; the first: \($0.message)" }
                    ?? "there is nothing to score")
        }
    }
}
