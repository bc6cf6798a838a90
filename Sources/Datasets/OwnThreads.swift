import FoundationEssentials
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Blocking work on threads of its own, so that none of Swift's cooperative pool waits for a disk.
public enum OwnThreads {
    /// Starts `body` on a new thread and returns at once; `false` where the system has no thread to give, and `body` is not run.
    public static func start(_ body: sending @escaping () -> Void) -> Bool {
        let box = Unmanaged.passRetained(Body(body))
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        let status = pthread_create(&thread, &attributes, { context in
            #if canImport(Darwin)
            Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
            #else
            if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
            #endif
            return nil
        }, box.toOpaque())
        if status != 0 { box.release() }
        return status == 0
    }

    /// Calls `body` with each of `0..<count`, at most `threads` at a time, and returns when all are done.
    ///
    /// The order is that of the numbers, as far as threads keep one. An error that `body` throws is not hidden: no further call starts, and
    /// the first error is thrown when those under way are done.
    public static func forEach(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        let shared = Shared(count: count)
        let workers = max(1, min(threads, count))
        for _ in 1..<workers where !start({ shared.work(body) }) { break }
        // The caller's own thread is one of them, and enough where there is no other.
        shared.work(body)
        try shared.finish()
    }

    /// Cores that the process may run on.
    public static var coreCount: Int {
        max(1, ProcessInfo.processInfo.activeProcessorCount)
    }

    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// What the workers of one ``forEach(_:threads:_:)`` share.
    private final class Shared: Sendable {
        private struct State {
            var next = 0
            var running = 0
            var failure: (any Error)?
        }

        private let count: Int
        private let state = Monitor(State())

        init(count: Int) { self.count = count }

        /// Takes numbers until there is none left.
        func work(_ body: (Int) throws -> Void) {
            while let index = take() {
                var failure: (any Error)?
                do { try body(index) } catch { failure = error }
                state.update { state in
                    state.running -= 1
                    if state.failure == nil { state.failure = failure }
                }
            }
        }

        private func take() -> Int? {
            state.update { state in
                guard state.next < count, state.failure == nil else { return nil }
                state.running += 1
                state.next += 1
                return state.next - 1
            }
        }

        /// Waits for those under way; throws the first error.
        func finish() throws {
            let failure = state.wait { state -> (any Error)?? in state.running == 0 ? .some(state.failure) : nil }
            if let failure { throw failure }
        }
    }
}
