/// What all feeds of one inspecting thread ring, and what it waits on.
///
/// ```swift
/// let doorbell = Doorbell()
/// let feeds = try orders.map { try SoundSources.open($0.order, name: $0.name, wake: doorbell) }
/// while running {
///     for feed in feeds { while let item = feed.next(maxFrames: 16_384) { … } }
///     doorbell.wait(seconds: 0.25)
/// }
/// ```
/// A ring that comes while nobody waits is kept for the next who does, so nothing is slept through.
public final class Doorbell: @unchecked Sendable {
    private let condition = MonotonicCondition()
    private var isRung = false

    public init() {}

    /// Wakes the one who waits. From any thread, but not from an audio device's callback.
    public func ring() {
        condition.withLock { isRung = true }
        condition.wake()
    }

    /// Waits for a ring, `seconds` at most; whether there was one since the last wait.
    @discardableResult
    public func wait(seconds: Double) -> Bool {
        condition.withLock {
            let rung = condition.wait(seconds: seconds) { isRung }
            isRung = false
            return rung
        }
    }
}
