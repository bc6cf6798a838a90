/// One way to get sound or pictures, run by a thread of its own.
protocol CaptureSource<Queue>: Sendable {
    associatedtype Queue
    /// Whether something comes whether or not anyone takes it.
    var isLive: Bool { get }
    /// Sends what there is into the queue; returns at the end, or once ``FeedBox/isStopping``. Never longer than half a second after
    /// that, unless a driver hangs.
    func run(_ queue: Queue)
}
