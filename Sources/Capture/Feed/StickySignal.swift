/// Something that happens once: a wish to stop, a thread's end.
final class StickySignal: @unchecked Sendable {
    private let condition = MonotonicCondition()
    private var value = false

    var isRaised: Bool { condition.withLock { value } }

    func raise() {
        condition.withLock { value = true }
        condition.wake()
    }

    /// Waits `seconds` at most; whether it has happened.
    func wait(seconds: Double) -> Bool {
        condition.withLock { condition.wait(seconds: seconds) { value } }
    }
}
