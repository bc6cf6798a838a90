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

    /// How long a feed's `stop()` waits for its source's thread, in seconds; a driver that hangs longer is left alone.
    static let longestGoodbye = 0.9

    /// Lets a source run into its queue, to its end.
    ///
    /// - Returns: what waits for that end.
    static func serve<Queue: FeedBox<Item>, Item: FeedNews>(
        _ source: any CaptureSource<Queue>, _ queue: Queue, name: String
    ) throws -> @Sendable () -> Void {
        let thread = try SourceThread(name: name) {
            source.run(queue)
            queue.ended()
        }
        return { thread.waitForEnd(seconds: longestGoodbye) }
    }
}
