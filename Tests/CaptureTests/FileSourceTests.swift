import Media
import Testing

@testable import Capture

@Suite struct FileSourceTests {
    let doorbell = Doorbell()
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: [false, true])
    func `a file is a recording, sample for sample, and waits for who listens`(realTime: Bool) throws {
        let channels = [ramp(40_000), ramp(40_000, from: 50_000)]
        let path = try scratch.file("a.wav", wave(channels, rate: 96_000))
        let feed = try SoundSources.open(.file(path, realTime: realTime), name: "a", queueSeconds: 0.05, wake: doorbell)
        let items = Listener(feed, doorbell, maxFrames: 333).takeAll()
        #expect(isTrue(items.samples(0) == channels[0] && items.samples(1) == channels[1]))
        #expect(items.story == ["opened", "sound", "recordingEnded", "ended"])
        #expect(items.openings.first?.recording == path)
        #expect(items.isCountedRight && items.gaps.isEmpty)
        let counters = feed.counters
        #expect(counters.captured == 40_000 && counters.delivered == 40_000 && counters.recordings == 1)
        #expect(!feed.isLive)
    }

    @Test func `a file at the sound's speed takes its time`() throws {
        let path = try scratch.file("a.wav", wave([ramp(800)], rate: 1000))
        let start = monotonicSeconds()
        let feed = try SoundSources.open(.file(path, realTime: true), name: "a", wake: doorbell)
        Listener(feed, doorbell).takeAll()
        // Not sooner; how much later does not matter here.
        #expect(monotonicSeconds() - start >= 0.8)
    }

    @Test func `a missing file is an error at once`() {
        #expect { try SoundSources.open(.file(scratch.path("none.wav")), name: "a", wake: doorbell) } throws: {
            ($0 as? MediaError)?.code == .fileMissing
        }
    }

    @Test func `a damaged file says so and ends`() throws {
        let path = try scratch.file("a.wav", wave([ramp(500) + [.nan] + ramp(500)], rate: 8000))
        let feed = try SoundSources.open(.file(path), name: "a", wake: doorbell)
        let items = Listener(feed, doorbell).takeAll()
        #expect(items.story == ["opened", "unreadable", "ended"])
        guard items.count > 1, case .unreadable(path, let reason) = items[1] else {
            Issue.record("\(items)")
            return
        }
        #expect(reason.contains("not a number"))
    }

    @Test func `a file cut short is read as far as it goes, with a word about it`() throws {
        let whole = wave([ramp(1000)], rate: 8000)
        let path = try scratch.file("a.wav", Array(whole.prefix(whole.count - 400)))
        let items = Listener(try SoundSources.open(.file(path), name: "a", wake: doorbell), doorbell).takeAll()
        #expect(isTrue(items.samples() == ramp(900)))
        #expect(items.notices.count == 1 && items.notices.first?.contains("cut short") ?? false)
    }

    @Test func `stop ends it in the middle, and what was taken in can still be had`() throws {
        let path = try scratch.file("a.wav", wave([ramp(400_000)], rate: 8000))
        let feed = try SoundSources.open(.file(path), name: "a", queueSeconds: 3, wake: doorbell)
        let listener = Listener(feed, doorbell)
        listener.take { !$0.samples().isEmpty }
        feed.stop()
        let items = listener.takeAll()
        let heard = items.samples()
        #expect(heard.count < 400_000 && heard == Array(ramp(400_000).prefix(heard.count)))
        #expect(items.last == .ended)
        #expect(feed.counters.delivered == Int64(heard.count) && feed.counters.queued == 0)
    }
}
