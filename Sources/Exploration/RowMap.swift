import InspectionTypes
import Synchronization

/// The same work on stretches of rows, on all processors, results in the rows' order.
enum RowMap {
    /// Fewer rows than this are not worth a thread.
    private static let leastShare = 32

    static func run<Result: Sendable>(
        _ count: Int, threads: Int = WorkerThreads.processorCount,
        _ body: @escaping @Sendable (Range<Int>) -> [Result]
    ) -> [Result] {
        let workers = min(threads, max(1, count / leastShare))
        guard workers > 1 else { return body(0..<count) }
        let shares = Mutex([[Result]](repeating: [], count: workers))
        WorkerThreads.run(workers) { worker in
            let results = body(count * worker / workers..<count * (worker + 1) / workers)
            shares.withLock { $0[worker] = results }
        }
        return shares.withLock { $0.flatMap { $0 } }
    }
}
