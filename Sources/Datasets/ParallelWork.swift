import InspectionTypes
import Synchronization

/// Numbered pieces of blocking work, dealt to threads as each gets free.
enum ParallelWork {
    private struct State {
        var next = 0
        var failure: (any Error)?
    }

    /// Calls `body` with each of `0..<count`, at most `threads` at a time, and returns when all are done.
    ///
    /// Where `body` throws, no further call starts, and the first error is thrown when those under way are done.
    static func forEach(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        guard count > 0 else { return }
        let shared = Shared()
        WorkerThreads.run(max(1, min(threads, count))) { _ in
            while let number = shared.take(below: count) {
                do { try body(number) } catch { shared.fail(error) }
            }
        }
        if let failure = shared.failure { throw failure }
    }

    private final class Shared: Sendable {
        private let state = Mutex(State())

        func take(below count: Int) -> Int? {
            state.withLock { state in
                guard state.next < count, state.failure == nil else { return nil }
                state.next += 1
                return state.next - 1
            }
        }

        func fail(_ error: any Error) {
            state.withLock { if $0.failure == nil { $0.failure = error } }
        }

        var failure: (any Error)? { state.withLock { $0.failure } }
    }
}
