import FoundationEssentials

/// The bounded queue inside a ``FrameFeed``.
///
/// Of a live source only the newest frame waits: what it takes the place of is skipped and counted. Sources that can wait
/// ``deliver(_:position:file:)`` and do so until there is room.
final class FrameQueue: FeedBox<FrameItem>, LiveQueue, @unchecked Sendable {
    /// Frames of sources that wait.
    private static let room: Int64 = 3
    /// The least time between two frames of a live source that are handed over, in seconds; 0: as fast as they are taken.
    private let interval: Double
    // All that follows is guarded by the box's lock.
    private var nextNumber: Int64 = 0
    /// When the first frame came, in seconds of the monotonic clock.
    private var origin: Double?
    /// No frame of a live source is handed over before.
    private var due = 0.0

    init(interval: Double = 0, wake: Doorbell) {
        precondition(interval >= 0, "FrameQueue: a frame every \(interval) s")
        self.interval = interval
        super.init(wake: wake)
    }

    // MARK: The side of who looks

    /// - Parameter now: seconds of the monotonic clock.
    func next(now: Double = monotonicSeconds()) -> FrameItem? {
        taking {
            guard case .frame(let frame) = items.first else { return items.popFirst() }
            if interval > 0, frame.file == nil, now < due { return nil }
            // In step, unless that has been lost.
            due = (now - due < interval ? due : now) + interval
            counts.queued -= 1
            counts.delivered += 1
            return items.popFirst()
        }
    }

    // MARK: The source's side

    func opened(_ format: FrameFormat) {
        news {
            noteOpened()
            items.append(.opened(format))
        }
    }

    /// Takes the newest frame of a live source. Never waits.
    func offer(_ bytes: [UInt8], arrived: ContinuousClock.Instant) {
        let now = monotonicSeconds()
        news {
            guard !isEnded else { return }
            let frame = numbered(bytes, position: now - (origin ?? now), time: .now, arrived: arrived)
            origin = origin ?? now
            if counts.queued > 0 {
                if now < due { counts.passedOver += 1 } else { counts.lost += 1 }
                counts.queued -= 1
                if items.last?.isFrame ?? false {
                    items.last = .frame(frame)
                } else {
                    items.remove(where: \.isFrame)
                    items.append(.frame(frame))
                }
            } else {
                items.append(.frame(frame))
            }
            counts.queued += 1
        }
    }

    /// Takes a frame from a source that can wait; `false` once it is no longer wanted.
    ///
    /// - Parameter position: in seconds.
    func deliver(_ bytes: [UInt8], position: Double, file: String? = nil) -> Bool {
        guard waitForRoom({ counts.queued < Self.room }) else { return false }
        news {
            guard !isEnded else { return }
            items.append(.frame(numbered(bytes, position: position, time: nil, arrived: .now, file: file)))
            counts.queued += 1
            if file != nil { counts.recordings += 1 }
        }
        return true
    }

    /// After ``opened(_:)``: the source was away for so long.
    func missed(seconds: Double) {
        news { if !isEnded { items.append(.gap(seconds: max(0, seconds))) } }
    }

    /// Pictures broke off on their way.
    func damaged(_ count: Int) {
        condition.withLock { counts.damaged += Int64(count) }
    }

    private func numbered(
        _ bytes: [UInt8], position: Double, time: Date?, arrived: ContinuousClock.Instant, file: String? = nil
    ) -> Frame {
        defer { nextNumber += 1 }
        counts.captured += 1
        return Frame(
            bytes: bytes, number: nextNumber, position: position, time: time, arrived: arrived, file: file)
    }
}

extension FrameItem {
    var isFrame: Bool { if case .frame = self { true } else { false } }
}
