import InspectionTypes

/// The same work on many items, on all processors, results in the items' order.
enum ParallelMap {
    /// Fewer items than this are not worth a thread.
    private static let leastShare = 16

    static func run<Result: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Result) -> [Result] {
        stretches(count) { $0.map(body) }
    }

    /// Hands out stretches of items in a row.
    static func stretches<Result: Sendable>(
        _ count: Int, least: Int = leastShare, _ body: @escaping @Sendable (Range<Int>) -> [Result]
    ) -> [Result] {
        guard count > 0 else { return [] }
        let workers = min(WorkerThreads.processorCount, max(1, count / least))
        let shares = Shares<Result>(count: workers)
        WorkerThreads.run(workers) { worker in
            shares.put(body(count * worker / workers..<count * (worker + 1) / workers), at: worker)
        }
        return shares.joined
    }

    /// What each thread brings. Every thread writes its own place, and reading begins after all have ended.
    private final class Shares<Result>: @unchecked Sendable {
        private let places: UnsafeMutableBufferPointer<[Result]>

        init(count: Int) {
            places = .allocate(capacity: count)
            places.initialize(repeating: [])
        }

        deinit {
            places.deinitialize()
            places.deallocate()
        }

        func put(_ results: [Result], at place: Int) { places[place] = results }

        var joined: [Result] { places.flatMap { $0 } }
    }
}
