import FoundationEssentials
import InspectionTypes

/// One simulated source on its clock. Only the clock touches it, with its lock held.
final class SimulationPlayer: @unchecked Sendable {
    /// The clock's time at its beginning.
    var origin = 0.0
    private(set) var hasEnded = false
    private let sound: SimulatedSound
    private let queue: FeedQueue
    private let format: SourceFormat
    /// Frames played or missed so far.
    private var played: Int64 = 0
    private var outages: ArraySlice<SimulatedSound.Outage>
    private var isOpen = false
    private var isAway = false
    /// No stretch is longer, in seconds, so that a late clock does not send one huge stretch.
    private static let longestStretch = 0.1

    init(_ sound: SimulatedSound, name: String, queue: FeedQueue) {
        self.sound = sound
        self.queue = queue
        outages = sound.outages[...]
        format = SourceFormat(
            sampleRate: Double(sound.sampleRate), channelCount: sound.channelCount,
            description: "\(name), simulated: \(sound.sampleRate) Hz, \(channelWords(sound.channelCount))"
        )
    }

    func play(to time: Double, instant: ContinuousClock.Instant, date: Date) {
        if !isOpen {
            queue.opened(format)
            isOpen = true
        }
        let now = time - origin
        let end = min(now, sound.duration ?? now)
        while let outage = outages.first, outage.start <= end {
            send(until: outage.start, lag: now, instant, date)
            if !isAway { queue.disconnected("simulated outage", retryIn: outage.length) }
            isAway = true
            guard outage.start + outage.length <= end else { return close(at: now) }
            queue.opened(format)
            let back = frames(outage.start + outage.length)
            queue.missed(seconds: Double(back - played) / format.sampleRate)
            (played, isAway) = (back, false)
            outages.removeFirst()
        }
        send(until: end, lag: now, instant, date)
        close(at: now)
    }

    private func close(at now: Double) {
        guard let duration = sound.duration, now >= duration else { return }
        hasEnded = true
        queue.ended()
    }

    private func frames(_ seconds: Double) -> Int64 { Int64((seconds * format.sampleRate + 1e-6).rounded(.down)) }

    private func send(until end: Double, lag now: Double, _ instant: ContinuousClock.Instant, _ date: Date) {
        let longest = max(1, Int64(Self.longestStretch * format.sampleRate))
        let last = frames(end)
        while played < last {
            let count = min(last - played, longest)
            let begin = date.addingTimeInterval(Double(played) / format.sampleRate - now)
            // Its last frame was due then, even where the clock comes late: lateness is part of what is measured.
            let due = instant.advanced(by: .seconds(Double(played + count) / format.sampleRate - now))
            queue.offer(
                AudioSignal(
                    channels: sound.samples(from: played, count: Int(count)), sampleRate: format.sampleRate,
                    startTime: begin),
                arrived: due)
            played += count
        }
    }
}

func channelWords(_ count: Int) -> String { count == 1 ? "1 channel" : "\(count) channels" }
