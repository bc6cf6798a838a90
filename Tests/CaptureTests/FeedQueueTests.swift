import InspectionTypes
import Testing

@testable import Capture

@Suite struct FeedQueueTests {
    let doorbell = Doorbell()
    let format = SourceFormat(sampleRate: 1000, channelCount: 1, description: "test")

    func queue(seconds: Double = 1) -> FeedQueue {
        let queue = FeedQueue(queueSeconds: seconds, wake: doorbell)
        queue.opened(format)
        return queue
    }

    func sound(_ first: Int, _ count: Int) -> AudioSignal {
        AudioSignal(mono: ramp(count, from: first), sampleRate: 1000)
    }

    func rest(_ queue: FeedQueue, _ maxFrames: Int = 1000) -> [FeedItem] {
        var items: [FeedItem] = []
        while let item = queue.next(maxFrames: maxFrames) { items.append(item) }
        return items
    }

    @Test func `long stretches are handed over in pieces`() {
        let queue = queue()
        queue.offer(sound(0, 250), arrived: .now)
        let items = rest(queue, 100)
        #expect(isTrue(items.samples() == ramp(250)))
        #expect(items.isCountedRight)
        #expect(items.count == 4)
    }

    @Test func `what finds no room is one gap, exactly as long, and then sound comes in long stretches again`() {
        let queue = queue()
        for part in 0..<30 { queue.offer(sound(part * 100, 100), arrived: .now) }
        #expect(queue.counters.lost == 2000)
        // One place free is not enough: half the queue must be.
        _ = queue.next(maxFrames: 1000)
        for _ in 0..<3 { _ = queue.next(maxFrames: 100) }
        queue.offer(sound(3000, 100), arrived: .now)
        #expect(queue.counters.lost == 2100)
        for _ in 0..<3 { _ = queue.next(maxFrames: 100) }
        queue.offer(sound(3100, 100), arrived: .now)
        queue.offer(sound(3200, 100), arrived: .now)
        let items = rest(queue)
        #expect(items.gaps.map(\.frames) == [2100])
        #expect(items.gaps.first?.seconds == 2.1)
        #expect(items.gaps.first?.reason == .queueFull)
        #expect(isTrue(items.samples() == ramp(400, from: 600) + ramp(200, from: 3100)))
        guard case .sound(_, let first, _) = items.last else {
            Issue.record("the last item is no sound: \(items.last.debugDescription)")
            return
        }
        #expect(first == 3200)
        let counters = queue.counters
        #expect(counters.captured == 3300 && counters.delivered == 1200 && counters.queued == 0)
    }

    @Test func `captured is delivered, queued and lost at any moment`() {
        let queue = queue(seconds: 0.5)
        var random = SeededGenerator(seed: 5)
        for step in 0..<2000 {
            if step % 3 > 0 {
                queue.offer(sound(0, Int.random(in: 1...200, using: &random)), arrived: .now)
            } else {
                _ = queue.next(maxFrames: Int.random(in: 1...300, using: &random))
            }
            let counters = queue.counters
            #expect(counters.captured == counters.delivered + counters.queued + counters.lost)
            #expect(counters.queued <= 500)
        }
        #expect(queue.counters.lost > 0)
    }

    @Test func `a stretch longer than the queue is taken when the queue is empty`() {
        let queue = queue(seconds: 0.01)
        queue.offer(sound(0, 50), arrived: .now)
        #expect(isTrue(rest(queue).samples() == ramp(50)))
    }

    @Test func `a source that can wait waits, and loses nothing`() throws {
        let queue = queue(seconds: 0.1)
        let all = ramp(5000)
        let thread = try SourceThread(name: "test") { [format] in
            for start in stride(from: 0, to: 5000, by: 70) {
                let end = min(5000, start + 70)
                guard queue.deliver(AudioSignal(mono: Array(all[start..<end]), sampleRate: format.sampleRate)) else {
                    return
                }
            }
            queue.ended()
        }
        var items: [FeedItem] = []
        while items.last != .ended {
            if let item = queue.next(maxFrames: 33) { items.append(item) } else { doorbell.wait(seconds: 1) }
            #expect(queue.counters.queued <= 100)
        }
        #expect(thread.waitForEnd(seconds: 60))
        #expect(isTrue(items.samples() == all))
        #expect(items.gaps.isEmpty && queue.counters.lost == 0)
    }

    @Test func `one who waits for room is let go by stop`() throws {
        let queue = queue(seconds: 0.1)
        let thread = try SourceThread(name: "test") {
            while queue.deliver(AudioSignal(mono: ramp(90), sampleRate: 1000)) {}
        }
        queue.stop()
        #expect(thread.waitForEnd(seconds: 60))
    }

    @Test func `a source whose driver hangs is left behind`() throws {
        let (queue, release) = (queue(), StickySignal())
        let thread = try SourceThread(name: "hangs") { _ = release.wait(seconds: 600) }
        let feed = SoundFeed(name: "hangs", isLive: true, queue: queue) { thread.waitForEnd(seconds: 0.05) }
        feed.stop()
        #expect(!thread.waitForEnd(seconds: 0), "it hangs")
        #expect(feed.next(maxFrames: 1) == .opened(format) && feed.next(maxFrames: 1) == .ended)
        release.raise()
        #expect(thread.waitForEnd(seconds: 60))
    }

    @Test func `a time away is missed frames, and the count goes on behind them`() {
        let queue = queue()
        queue.offer(sound(0, 10), arrived: .now)
        queue.disconnected("unplugged", retryIn: 1)
        queue.disconnected("still unplugged", retryIn: 2)
        queue.opened(format)
        queue.missed(seconds: 2.5)
        queue.offer(sound(10, 10), arrived: .now)
        let items = rest(queue)
        #expect(items.story == ["opened", "sound", "disconnected", "opened", "gap", "sound"])
        #expect(items.disconnections.map(\.retryIn) == [1, 2])
        #expect(items.gaps.map(\.frames) == [2500])
        #expect(items.isCountedRight)
        let counters = queue.counters
        #expect(counters.disconnections == 1 && counters.reconnections == 1 && counters.missed == 2500)
        #expect(counters.captured == 20)
    }

    @Test func `losses in the device's ring stand where they happened`() {
        let queue = queue()
        queue.offer(sound(0, 10), arrived: .now)
        queue.lost(frames: 30)
        queue.lost(frames: 5)
        queue.overflowed(times: 2)
        queue.offer(sound(45, 10), arrived: .now)
        let items = rest(queue)
        #expect(items.gaps.map(\.frames) == [35, nil])
        #expect(items.gaps.map(\.reason) == [.queueFull, .deviceOverflow])
        #expect(items.isCountedRight)
        #expect(queue.counters.lost == 35 && queue.counters.deviceOverflows == 2 && queue.counters.captured == 55)
    }

    @Test func `nothing comes behind the end`() {
        let queue = queue()
        queue.ended()
        queue.ended()
        queue.offer(sound(0, 10), arrived: .now)
        queue.disconnected("late", retryIn: 1)
        queue.notice("late")
        #expect(rest(queue) == [.opened(format), .ended])
    }

    @Test func `nobody listening does not fill the memory with news`() {
        let queue = queue()
        for attempt in 0..<10_000 { queue.disconnected("attempt \(attempt)", retryIn: 1) }
        let items = rest(queue)
        #expect(items.count < 5000)
        #expect(items.disconnections.last?.reason == "attempt 9999")
    }
}

@Suite struct DoorbellTests {
    @Test func `a ring before the wait is not slept through, and is heard once`() {
        let doorbell = Doorbell()
        doorbell.ring()
        doorbell.ring()
        #expect(doorbell.wait(seconds: 60))
        #expect(!doorbell.wait(seconds: 0))
    }

    @Test func `a ring from another thread wakes`() throws {
        let doorbell = Doorbell()
        let asked = Doorbell()
        var answered = 0
        let thread = try SourceThread(name: "test") {
            for _ in 0..<200 {
                asked.wait(seconds: 60)
                doorbell.ring()
            }
        }
        for _ in 0..<200 {
            asked.ring()
            if doorbell.wait(seconds: 60) { answered += 1 }
        }
        #expect(answered == 200)
        #expect(thread.waitForEnd(seconds: 60))
    }
}
