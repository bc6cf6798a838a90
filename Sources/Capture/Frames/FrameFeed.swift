/// A bounded queue between one source of pictures and the one thread that inspects.
///
/// Live sources (cameras, streams, standard input) are never made to wait: the newest frame is kept, and what it took the place of is skipped
/// and counted. Files and folders wait instead, so nothing of theirs is lost.
///
/// ``next()`` never waits. One thread takes; ``counters`` and ``stop()`` may be called from any.
public final class FrameFeed: Sendable {
    /// What the user calls the source.
    public let name: String
    /// Whether the source goes on whether or not anyone looks.
    public let isLive: Bool
    private let queue: FrameQueue
    private let end: @Sendable () -> Void

    init(name: String, isLive: Bool, queue: FrameQueue, end: @escaping @Sendable () -> Void) {
        self.name = name
        self.isLive = isLive
        self.queue = queue
        self.end = end
    }

    deinit { queue.stop() }

    /// The next thing that happened; `nil`: nothing now. After `ended` there is nothing more.
    public func next() -> FrameItem? { queue.next() }

    /// What has been taken in and given out so far, in pictures.
    public var counters: FeedCounters { queue.counters }

    /// Lets go of the source, within a second whatever it is doing. What was taken in before can still be had from ``next()``, up to
    /// ``FrameItem/ended``.
    public func stop() {
        queue.stop()
        end()
        queue.ended()
    }
}
