import InspectionTypes
import Testing

@testable import Capture

@Suite struct SimulatedSourceTests {
    let doorbell = Doorbell()

    @Test func `it sends what it says, sample for sample, in any steps`() throws {
        let sound = SimulatedSound(
            sampleRate: 8000, channelCount: 2, tones: [.init(frequency: 500), .init(frequency: 1234)])
        let clock = SimulationClock.manual()
        let feed = try SoundSources.open(.simulated(sound, on: clock), name: "pump", wake: doorbell)
        for step in [0.01, 0.25, 1.5, 0.003, 0.737] { clock.advance(by: step) }
        let items = Listener(feed, doorbell).take(1 + 26)
        let expected = sound.samples(from: 0, count: 20_000)
        #expect(isTrue(items.samples(0) == expected[0] && items.samples(1) == expected[1]))
        #expect(isTrue(expected[0] != expected[1]))
        #expect(items.isCountedRight)
        #expect(feed.isLive && items.openings.first?.sampleRate == 8000 && items.openings.first?.channelCount == 2)
    }

    @Test func `outages are reported with their length, and sound goes on at its place`() throws {
        let sound = SimulatedSound(
            sampleRate: 1000, duration: 5, outages: [.init(start: 1, length: 0.5), .init(start: 2, length: 1)])
        let clock = SimulationClock.manual()
        let feed = try SoundSources.open(.simulated(sound, on: clock), name: "fan", wake: doorbell)
        for _ in 0..<80 { clock.advance(by: 0.07) }
        let items = Listener(feed, doorbell).takeAll()
        let part = [
            "opened", "sound", "disconnected", "opened", "gap", "sound", "disconnected", "opened", "gap", "sound",
            "ended",
        ]
        #expect(items.story == part)
        #expect(items.gaps.map(\.frames) == [500, 1000])
        #expect(items.isCountedRight)
        for case .sound(let signal, let first, _) in items {
            #expect(isTrue(signal.channels == sound.samples(from: first, count: signal.frameCount)))
        }
        #expect(feed.counters.captured == 3500 && feed.counters.missed == 1500)
    }

    @Test func `time between first frames is time between arrivals`() throws {
        let clock = SimulationClock.manual()
        let feed = try SoundSources.open(
            .simulated(SimulatedSound(sampleRate: 1000), on: clock), name: "fan", wake: doorbell)
        clock.advance(by: 0.1)
        clock.advance(by: 2)
        var before: (frame: Int64, time: ContinuousClock.Instant)?
        var pairs = 0
        for case .sound(let signal, let first, let arrived) in Listener(feed, doorbell).take(20) {
            let end = first + Int64(signal.frameCount)
            if let before {
                let seconds = (arrived - before.time) / .seconds(1)
                #expect(abs(seconds - Double(end - before.frame) / 1000) < 1e-6)
                pairs += 1
            }
            before = (end, arrived)
        }
        #expect(pairs >= 19)
    }

    @Test func `who is not listened to loses and counts, in real time on one clock`() throws {
        let clock = SimulationClock.manual()
        let feeds = try (0..<64).map { number in
            try SoundSources.open(
                .simulated(SimulatedSound(sampleRate: 1000, seed: UInt64(number)), on: clock), name: "\(number)",
                queueSeconds: 1, wake: doorbell)
        }
        for _ in 0..<300 { clock.advance(by: 0.01) }
        for feed in feeds {
            let counters = feed.counters
            #expect(counters.captured == 3000 && counters.queued == 1000 && counters.lost == 2000)
            feed.stop()
        }
        clock.advance(by: 1)
        #expect(feeds.allSatisfy { $0.counters.captured == 3000 }, "they were stopped")
    }

    @Test func `by the real clock it comes by itself`() throws {
        let sound = SimulatedSound(sampleRate: 8000, duration: 0.3)
        let feed = try SoundSources.open(.simulated(sound, on: SimulationClock()), name: "pump", wake: doorbell)
        let items = Listener(feed, doorbell).takeAll()
        #expect(isTrue(items.samples() == sound.samples(from: 0, count: 2400)[0]))
        #expect(items.isCountedRight && items.last == .ended)
    }
}

extension Listener {
    /// Takes at least so many items.
    func take(_ count: Int) -> [FeedItem] {
        take { $0.count >= count }
        return items
    }
}
