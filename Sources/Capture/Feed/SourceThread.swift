import Glibc

/// A thread for one source. It is never joined: a device's driver may hang, and nobody shall hang with it.
final class SourceThread: Sendable {
    private let finished = StickySignal()

    /// - Throws: ``CaptureError`` where the system grants no thread.
    init(name: String, _ body: @escaping @Sendable () -> Void) throws {
        let work = Unmanaged.passRetained(Work(body, finished))
        var thread = pthread_t()
        let problem = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
                work.body()
                work.finished.raise()
                return nil
            }, work.toOpaque())
        guard problem == 0 else {
            work.release()
            throw CaptureError(
                .deviceBusy,
                "\(name): the system grants no further thread (\(String(cString: strerror(problem)))): end other programs, or use fewer sources"
            )
        }
        pthread_detach(thread)
    }

    /// Waits for its end, `seconds` at most; whether it has come.
    @discardableResult
    func waitForEnd(seconds: Double) -> Bool { finished.wait(seconds: seconds) }

    private final class Work: Sendable {
        let body: @Sendable () -> Void
        let finished: StickySignal

        init(_ body: @escaping @Sendable () -> Void, _ finished: StickySignal) {
            self.body = body
            self.finished = finished
        }
    }
}
