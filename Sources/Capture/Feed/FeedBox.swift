/// What the queues of all feeds have in common: the items under one lock, the bell that is rung for each, and the wish to stop.
///
/// One side is the source's, the other that of who takes. Subclasses say what a payload is and how much of it may wait.
class FeedBox<Item: FeedNews>: @unchecked Sendable {
    let condition = MonotonicCondition()
    private let wake: Doorbell
    // All that follows is guarded by the condition's lock.
    final var items = ItemQueue<Item>()
    final var counts = FeedCounters()
    /// Whether the source was ever there.
    final var wasOpened = false
    final private(set) var isStopWanted = false
    final private(set) var isEnded = false
    final private var isAway = false
    final private var isProducerWaiting = false

    init(wake: Doorbell) { self.wake = wake }

    final var counters: FeedCounters { condition.withLock { counts } }
    final var isStopping: Bool { condition.withLock { isStopWanted } }

    /// Lets the source's thread know that it is no longer wanted.
    final func stop() {
        condition.withLock { isStopWanted = true }
        condition.wake()
    }

    /// Takes with the lock held, and wakes a source that waits for room.
    final func taking<Result>(_ body: () -> Result) -> Result {
        let (result, mustWake) = condition.withLock { (body(), isProducerWaiting) }
        if mustWake { condition.wake() }
        return result
    }

    // MARK: The source's side

    final func disconnected(_ reason: String, retryIn: Double) {
        news {
            guard !isEnded else { return }
            if !isAway, wasOpened { counts.disconnections += 1 }
            isAway = wasOpened
            let item = Item.disconnected(reason, retryIn: retryIn)
            if items.count >= Item.mostItems, items.last?.isDisconnection ?? false {
                items.last = item
            } else {
                items.append(item)
            }
        }
    }

    final func recordingEnded(_ path: String) {
        news {
            counts.recordings += 1
            items.append(.recordingEnded(path))
        }
    }

    final func unreadable(_ path: String, reason: String) {
        news {
            counts.unreadable += 1
            items.append(.unreadable(path, reason: reason))
        }
    }

    final func notice(_ text: String) {
        news { if !isEnded, items.count < Item.mostItems { items.append(.notice(text)) } }
    }

    /// The last word; a second one is not heard.
    final func ended() {
        news {
            if !isEnded { items.append(.ended) }
            isEnded = true
        }
    }

    /// Waits; `false` once the source is no longer wanted.
    final func pause(seconds: Double) -> Bool {
        condition.withLock { !condition.wait(seconds: max(0, seconds)) { isStopWanted } }
    }

    /// Waits until there is room and the items are not too many; `false` once the source is no longer wanted.
    final func waitForRoom(_ hasRoom: () -> Bool) -> Bool {
        condition.withLock {
            isProducerWaiting = true
            defer { isProducerWaiting = false }
            while !isStopWanted {
                let isMet = condition.wait(seconds: 1) {
                    isStopWanted || (hasRoom() && items.count < Item.mostItems)
                }
                if isMet { break }
            }
            return !isStopWanted
        }
    }

    // MARK: For subclasses

    final func news(_ body: () -> Void) {
        condition.withLock(body)
        wake.ring()
    }

    /// With the lock held: the source is there, or there again.
    final func noteOpened() {
        if isAway { counts.reconnections += 1 }
        (isAway, wasOpened) = (false, true)
    }
}
