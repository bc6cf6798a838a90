/// One way to get sound, run by a thread of its own.
protocol SoundSource: Sendable {
    /// Whether sound comes whether or not anyone listens.
    var isLive: Bool { get }
    /// Sends what there is into the queue; returns at the end, or once ``FeedQueue/isStopping``. Never longer than half a second after
    /// that, unless a driver hangs.
    func run(_ queue: FeedQueue)
}
