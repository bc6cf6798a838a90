/// A bounded queue between one source of sound and the one thread that inspects.
///
/// Live sources (microphones, streams, simulations) are never made to wait: what finds no room is counted and reported as a gap. Files,
/// folders and standard input wait instead, so nothing of theirs is lost.
///
/// ``next(maxFrames:)`` never waits. One thread takes; ``counters`` and ``stop()`` may be called from any.
public final class SoundFeed: Sendable {
    /// What the user calls the source.
    public let name: String
    /// Whether the source goes on whether or not anyone listens.
    public let isLive: Bool
    private let queue: FeedQueue
    private let end: @Sendable () -> Void

    init(name: String, isLive: Bool, queue: FeedQueue, end: @escaping @Sendable () -> Void) {
        self.name = name
        self.isLive = isLive
        self.queue = queue
        self.end = end
    }

    deinit { queue.stop() }

    /// The next thing that happened, with at most `maxFrames` frames of sound; `nil`: nothing now. After `ended` there is nothing more.
    public func next(maxFrames: Int) -> FeedItem? { queue.next(maxFrames: maxFrames) }

    /// What has been taken in and given out so far.
    public var counters: FeedCounters { queue.counters }

    /// Lets go of the source, within a second whatever it is doing: a microphone is closed, an ffmpeg child is ended, a file's reading
    /// breaks off. What was taken in before can still be had from ``next(maxFrames:)``, up to ``FeedItem/ended``.
    public func stop() {
        queue.stop()
        end()
        queue.ended()
    }
}
