/// A queue that takes from sources which can be lost.
protocol LiveQueue: AnyObject, Sendable {
    associatedtype Payload
    associatedtype Format
    var isStopping: Bool { get }
    func opened(_ format: Format)
    func missed(seconds: Double)
    /// Never waits for room.
    func offer(_ payload: Payload, arrived: ContinuousClock.Instant)
    func disconnected(_ reason: String, retryIn: Double)
    func pause(seconds: Double) -> Bool
}

/// What a source that can be lost tells its queue: each session begins with the first that comes, and ends with a reason and a wait.
struct LiveLink<Queue: LiveQueue> {
    private let queue: Queue
    private var backOff: BackOff
    private var isOpen = false
    /// When this session's first payload came and the last one ever, in seconds of the monotonic clock.
    private var firstHeard = 0.0
    private var lastHeard: Double?

    init(_ queue: Queue, backOff: BackOff) {
        self.queue = queue
        self.backOff = backOff
    }

    /// Whether this session has sent anything.
    var isHeard: Bool { isOpen }

    /// Something that has just come, or came `age` seconds ago.
    ///
    /// - Parameter length: of sound that comes as it sounds, so that what comes first began before it came, in seconds. A server may
    ///   greet with a burst of old sound: then 0.
    mutating func hear(_ payload: Queue.Payload, _ format: Queue.Format, length: Double = 0, age: Double = 0) {
        let now = monotonicSeconds() - age
        if !isOpen {
            isOpen = true
            firstHeard = now
            queue.opened(format)
            if let lastHeard { queue.missed(seconds: now - length - lastHeard) }
        }
        lastHeard = now
        queue.offer(payload, arrived: .now.advanced(by: .seconds(-age)))
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
