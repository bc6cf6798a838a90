import InspectionTypes
import Synchronization

/// A batch's items dealt out to threads, each with working memory of its own.
enum ItemThreads {
    /// Runs `body` for `0..<count`; when items fail, throws the error of the first of them, whatever the number of threads.
    static func run<Memory>(
        _ count: Int, threads: Int, memory: @escaping @Sendable () -> Memory,
        _ body: @escaping @Sendable (_ item: Int, _ memory: Memory) throws -> Void
    ) throws {
        let workers = max(1, min(threads, count))
        let failure = Failure()
        WorkerThreads.run(workers) { worker in
            let own = memory()
            for item in stride(from: worker, to: count, by: workers) {
                do { try body(item, own) } catch {
                    failure.note(error, of: item)
                    return
                }
            }
        }
        if let error = failure.error { throw error }
    }

    private final class Failure: Sendable {
        private let first = Mutex<(item: Int, error: any Error)?>(nil)

        var error: (any Error)? { first.withLock { $0?.error } }

        func note(_ error: any Error, of item: Int) {
            first.withLock { if item < ($0?.item ?? .max) { $0 = (item, error) } }
        }
    }
}
