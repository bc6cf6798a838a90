import InspectionTypes

/// What a source that can be lost tells its queue: each session begins with its first sound, and ends with a reason and a wait.
struct LiveLink {
    private let queue: FeedQueue
    private var backOff: BackOff
    /// Whether sound comes as it sounds, so that what comes first began before it came. A server may greet with a burst of old sound.
    private let isPaced: Bool
    private var isOpen = false
    /// Of this session's first sound and of the last sound ever, in seconds of the monotonic clock.
    private var firstHeard = 0.0
    private var lastHeard: Double?

    init(_ queue: FeedQueue, backOff: BackOff, isPaced: Bool) {
        self.queue = queue
        self.backOff = backOff
        self.isPaced = isPaced
    }

    /// Whether this session has sent sound.
    var isHeard: Bool { isOpen }

    /// Sound that has just come, or came `age` seconds ago.
    mutating func hear(_ sound: AudioSignal, _ format: SourceFormat, age: Double = 0) {
        guard sound.frameCount > 0 else { return }
        let now = monotonicSeconds() - age
        if !isOpen {
            isOpen = true
            firstHeard = now
            queue.opened(format)
            if let lastHeard { queue.missed(seconds: now - (isPaced ? sound.duration : 0) - lastHeard) }
        }
        lastHeard = now
        queue.offer(sound, arrived: .now.advanced(by: .seconds(-age)))
    }

    /// The source is lost, or was not to be had: says so, and how long to wait; `nil` once it is no longer wanted.
    mutating func lost(_ reason: String) -> Double? {
        guard !queue.isStopping else { return nil }
        let wait = backOff.wait(afterHearing: isOpen ? (lastHeard ?? firstHeard) - firstHeard : 0)
        isOpen = false
        queue.disconnected(reason, retryIn: wait)
        return wait
    }
}
