import FoundationEssentials
import InspectionTypes

/// The bounded queue inside a ``SoundFeed``, with a side for the source and a side for who listens.
///
/// Live sources ``offer(_:arrived:)`` and never wait: what does not fit is counted and becomes one gap, and only when the queue is half
/// empty is sound taken again, so that what is heard comes in long stretches and not in crumbs. Sources that can wait ``deliver(_:)``.
final class FeedQueue: FeedBox<FeedItem>, LiveQueue, @unchecked Sendable {
    private let queueSeconds: Double
    // All that follows is guarded by the box's lock.
    private var format: SourceFormat?
    /// The place of the next frame to come in.
    private var nextFrame: Int64 = 0
    private var isOverflowing = false

    init(queueSeconds: Double, wake: Doorbell) {
        precondition(queueSeconds > 0, "FeedQueue: a queue of \(queueSeconds) s")
        self.queueSeconds = queueSeconds
        super.init(wake: wake)
    }

    // MARK: The side of who listens

    func next(maxFrames: Int) -> FeedItem? {
        precondition(maxFrames > 0, "SoundFeed.next: \(maxFrames) frames asked for")
        return taking { take(maxFrames) }
    }

    private func take(_ maxFrames: Int) -> FeedItem? {
        guard case .sound(let signal, let first, let arrived) = items.first else { return items.popFirst() }
        let count = min(signal.frameCount, maxFrames)
        counts.queued -= Int64(count)
        counts.delivered += Int64(count)
        guard count < signal.frameCount else { return items.popFirst() }
        items.first = .sound(
            signal.stretch(count..<signal.frameCount), firstFrame: first + Int64(count), arrived: arrived)
        return .sound(signal.stretch(0..<count), firstFrame: first, arrived: arrived)
    }

    // MARK: The source's side

    func opened(_ format: SourceFormat) {
        news {
            noteOpened()
            if format.recording != nil { nextFrame = 0 }
            self.format = format
            items.append(.opened(format))
        }
    }

    /// Takes sound from a live source, or counts it as lost. Never waits for room.
    func offer(_ sound: AudioSignal, arrived: ContinuousClock.Instant) {
        news {
            let count = Int64(sound.frameCount)
            guard count > 0, !isEnded else { return }
            counts.captured += count
            let room = capacity(sound.sampleRate)
            let fits = counts.queued == 0 || counts.queued + count <= (isOverflowing ? room / 2 : room)
            isOverflowing = !fits
            if fits { append(sound, arrived) } else { lose(count, sound.sampleRate) }
        }
    }

    /// Takes sound from a source that can wait; `false` once it is no longer wanted.
    func deliver(_ sound: AudioSignal) -> Bool {
        guard waitForRoom(sound) else { return false }
        news {
            guard !isEnded, sound.frameCount > 0 else { return }
            counts.captured += Int64(sound.frameCount)
            append(sound, .now)
        }
        return true
    }

    /// Whether `frames` more would be taken at once.
    func hasRoom(frames: Int, sampleRate: Double) -> Bool {
        condition.withLock { counts.queued == 0 || counts.queued + Int64(frames) <= capacity(sampleRate) }
    }

    private func waitForRoom(_ sound: AudioSignal) -> Bool {
        let count = Int64(sound.frameCount)
        return waitForRoom { counts.queued == 0 || counts.queued + count <= capacity(sound.sampleRate) }
    }

    /// What a device's own ring had no room for.
    func lost(frames: Int64) {
        news {
            guard frames > 0, !isEnded, let format else { return }
            counts.captured += frames
            lose(frames, format.sampleRate)
        }
    }

    /// The device says that it overflowed, nobody knows by how much.
    func overflowed(times: Int) {
        news {
            guard times > 0, !isEnded else { return }
            counts.deviceOverflows += times
            items.append(.gap(frames: nil, seconds: 0, reason: .deviceOverflow))
        }
    }

    /// The source was away for so long; after ``opened(_:)``.
    func missed(seconds: Double) {
        news {
            guard !isEnded, let format else { return }
            let frames = Int64((max(0, seconds) * format.sampleRate).rounded())
            counts.missed += frames
            nextFrame += frames
            items.append(.gap(frames: frames, seconds: max(0, seconds), reason: .disconnected))
        }
    }

    // MARK: With the lock held

    private func capacity(_ rate: Double) -> Int64 { Int64(max(1, queueSeconds * rate)) }

    private func append(_ sound: AudioSignal, _ arrived: ContinuousClock.Instant) {
        items.append(.sound(sound, firstFrame: nextFrame, arrived: arrived))
        nextFrame += Int64(sound.frameCount)
        counts.queued += Int64(sound.frameCount)
    }

    /// Gaps that touch are one.
    private func lose(_ count: Int64, _ rate: Double) {
        counts.lost += count
        nextFrame += count
        var total = count
        if case .gap(let before?, _, .queueFull) = items.last {
            total += before
            items.last = .gap(frames: total, seconds: Double(total) / rate, reason: .queueFull)
        } else {
            items.append(.gap(frames: total, seconds: Double(total) / rate, reason: .queueFull))
        }
    }
}

extension AudioSignal {
    /// Some of its frames, with the time at which they begin.
    func stretch(_ range: Range<Int>) -> AudioSignal {
        AudioSignal(
            channels: channels.map { Array($0[range]) }, sampleRate: sampleRate,
            startTime: startTime?.addingTimeInterval(Double(range.lowerBound) / sampleRate), unit: unit
        )
    }
}
