import InspectionTypes

/// A thread for one source. It is never joined: a device's driver may hang, and nobody shall hang with it.
final class SourceThread: Sendable {
    private let finished = StickySignal()

    /// - Throws: ``CaptureError`` where the system grants no thread.
    init(name: String, _ body: @escaping @Sendable () -> Void) throws {
        let finished = finished
        let started = DetachedThread.start {
            body()
            finished.raise()
        }
        guard started else {
            throw CaptureError(
                .deviceBusy, "\(name): the system grants no further thread: end other programs, or use fewer sources")
        }
    }

    /// Waits for its end, `seconds` at most; whether it has come.
    @discardableResult
    func waitForEnd(seconds: Double) -> Bool { finished.wait(seconds: seconds) }
}
