#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Blocking work on threads of its own, so that the cooperative pool never waits for a disk or an engine.
public enum WorkerThreads {
    /// Processors that this process may use.
    public static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Runs `body` on `count` threads, handing each its number, and waits until all have returned.
    ///
    /// The caller's thread is one of them. Where the system grants no further thread, the caller does that share as well.
    public static func run(_ count: Int, _ body: @escaping @Sendable (_ worker: Int) -> Void) {
        precondition(count > 0, "WorkerThreads.run: \(count) threads")
        var threads: [pthread_t] = []
        var refused: [Int] = []
        for worker in 1..<max(1, count) {
            let work = Unmanaged.passRetained(Work(worker, body))
            var thread = pthread_t()
            let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
                guard let argument else { return nil }
                let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
                work.body(work.worker)
                return nil
            }
            if pthread_create(&thread, nil, start, work.toOpaque()) == 0 {
                threads.append(thread)
            } else {
                work.release()
                refused.append(worker)
            }
        }
        body(0)
        refused.forEach(body)
        for thread in threads { pthread_join(thread, nil) }
    }

    private final class Work {
        let worker: Int
        let body: @Sendable (Int) -> Void

        init(_ worker: Int, _ body: @escaping @Sendable (Int) -> Void) {
            self.worker = worker
            self.body = body
        }
    }
}
