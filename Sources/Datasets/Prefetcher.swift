import InspectionTypes

/// Makes batches ahead on threads of its own and hands them out in order.
///
/// At most `depth` batches are made or wait ahead of the one handed out last, so memory stays bounded; the order, and with a `make` that depends
/// on its number alone the content, do not depend on the threads. Where the prefetcher is let go or cancelled, its threads end after
/// the batch at hand.
///
/// ```swift
/// let batches = Prefetcher(count: 120, threads: 1) { number in Batch(…) }
/// while let batch = try batches.next() { train(batch) }
/// ```
public final class Prefetcher<Batch: Sendable>: Sendable {
    private let work: Work
    private let make: @Sendable (Int) throws -> Batch
    /// Where the system had no thread to give, ``next()`` makes the batch itself.
    private let hasThreads: Bool

    /// - Parameters:
    ///   - count: batches in all.
    ///   - threads: at least 1.
    ///   - depth: batches ahead, at least as many as threads.
    ///   - make: makes batch `number` of `0..<count`; called on several threads at once.
    public init(count: Int, threads: Int = 1, depth: Int = 4, make: @escaping @Sendable (_ number: Int) throws -> Batch)
    {
        precondition(
            count >= 0 && threads >= 1 && depth >= 1,
            "Prefetcher: \(count) batches on \(threads) threads, \(depth) ahead")
        let work = Work(count: count, depth: max(depth, threads))
        self.work = work
        self.make = make
        let started = (0..<min(threads, count)).count { _ in DetachedThread.start { work.run(make) } }
        hasThreads = started > 0
    }

    deinit { work.cancel() }

    /// The next batch, waiting for it where it is not ready; `nil` after the last, or once cancelled.
    ///
    /// - Throws: what `make` threw for this batch; none comes after it.
    public func next() throws -> Batch? {
        if !hasThreads { work.makeOne(make) }
        return try work.next()
    }

    /// Makes no further batches; ``next()`` returns `nil` from now on.
    public func cancel() { work.cancel() }

    /// Kept apart from the prefetcher, so that the threads do not keep that alive.
    private final class Work: Sendable {
        private struct State: Sendable {
            /// The next to be made.
            var begun = 0
            /// The next to be handed out.
            var given = 0
            var isCancelled = false
            var ready: [Int: Result<Batch, any Error>] = [:]
        }

        private let count: Int
        private let depth: Int
        private let state = Monitor(State())

        init(count: Int, depth: Int) {
            self.count = count
            self.depth = depth
        }

        func run(_ make: (Int) throws -> Batch) {
            while makeOne(make) {}
        }

        /// Makes the next batch; `false` where there is nothing more to do.
        @discardableResult
        func makeOne(_ make: (Int) throws -> Batch) -> Bool {
            guard let number = begin() else { return false }
            let result = Result { try make(number) }
            state.update { $0.ready[number] = result }
            return true
        }

        /// The number to make next, once there is room for it; `nil` where there is nothing more to do.
        private func begin() -> Int? {
            state.wait { state -> Int?? in
                if state.isCancelled || state.begun >= count { return .some(nil) }
                guard state.begun < state.given + depth else { return nil }
                state.begun += 1
                return state.begun - 1
            }
        }

        func next() throws -> Batch? {
            let result = state.wait { state -> Result<Batch, any Error>?? in
                if state.isCancelled || state.given >= count { return .some(nil) }
                guard let result = state.ready.removeValue(forKey: state.given) else { return nil }
                state.given += 1
                if case .failure = result { state.isCancelled = true }
                return result
            }
            return try result?.get()
        }

        func cancel() {
            state.update {
                $0.isCancelled = true
                $0.ready = [:]
            }
        }
    }
}
