import Testing

@testable import Capture

@Suite struct FrameQueueTests {
    let doorbell = Doorbell()

    @Test func `of a live source the newest frame waits, and what it took the place of is skipped`() {
        let queue = FrameQueue(wake: doorbell)
        queue.opened(FrameFormat(description: "gate"))
        for number in 0..<5 { queue.offer([UInt8(number)], arrived: .now) }
        #expect(queue.next() == .opened(FrameFormat(description: "gate")))
        guard case .frame(let frame) = queue.next() else { return #expect(Bool(false), "no frame") }
        #expect(frame.bytes == [4] && frame.number == 4)
        #expect(queue.next() == nil)
        let counters = queue.counters
        #expect(counters.captured == 5 && counters.delivered == 1 && counters.lost == 4 && counters.queued == 0)
    }

    @Test func `news between frames keep their order, and still one frame waits`() {
        let queue = FrameQueue(wake: doorbell)
        queue.opened(FrameFormat(description: "gate"))
        queue.offer([0], arrived: .now)
        queue.disconnected("gone", retryIn: 1)
        queue.opened(FrameFormat(description: "gate"))
        queue.missed(seconds: 2)
        queue.offer([1], arrived: .now)
        var items: [FrameItem] = []
        while let item = queue.next() { items.append(item) }
        #expect(items.frames.map(\.bytes) == [[1]])
        #expect(items.disconnections == ["gone"] && items.gaps == [2] && items.openings.count == 2)
        #expect(items.last?.isFrame ?? false)
        let counters = queue.counters
        #expect(counters.lost == 1 && counters.disconnections == 1 && counters.reconnections == 1)
        #expect(counters.captured == counters.delivered + counters.queued + counters.lost + counters.passedOver)
    }

    @Test func `where fewer frames are wished for, those between are passed over and not skipped`() {
        let queue = FrameQueue(interval: 1000, wake: doorbell)
        let now = monotonicSeconds()
        queue.offer([0], arrived: .now)
        #expect(queue.next(now: now).map { $0.isFrame } ?? false)
        for number in 1..<4 { queue.offer([UInt8(number)], arrived: .now) }
        #expect(queue.next(now: now + 400) == nil)
        guard case .frame(let frame) = queue.next(now: now + 1001) else { return #expect(Bool(false), "no frame") }
        #expect(frame.bytes == [3])
        let counters = queue.counters
        #expect(counters.passedOver == 2 && counters.lost == 0 && counters.delivered == 2 && counters.captured == 4)
    }

    @Test func `the rate that is wished for is kept in step`() {
        let queue = FrameQueue(interval: 1, wake: doorbell)
        var taken: [Double] = []
        // A camera of 10 frames a second, looked at a little late each time.
        for tenth in 0..<100 {
            queue.offer([UInt8(tenth)], arrived: .now)
            let now = 1e9 + Double(tenth) / 10 + 0.03
            if queue.next(now: now) != nil { taken.append(now) }
        }
        #expect(taken.count == 10, "\(taken)")
    }

    @Test func `a source that can wait waits, and nothing is lost`() throws {
        let queue = FrameQueue(wake: doorbell)
        let thread = try SourceThread(name: "film") {
            for number in 0..<50 { guard queue.deliver([UInt8(number)], position: Double(number)) else { return } }
            queue.ended()
        }
        let feed = FrameFeed(name: "film", isLive: false, queue: queue) { thread.waitForEnd(seconds: 1) }
        let viewer = Viewer(feed, doorbell)
        #expect(viewer.takeAll().frames.map { $0.bytes[0] } == (0..<50).map { UInt8($0) })
        #expect(feed.counters.lost == 0 && feed.counters.delivered == 50)
    }

    @Test func `one that waits for room ends when it is no longer wanted`() throws {
        let queue = FrameQueue(wake: doorbell)
        let refused = StickySignal()
        _ = try SourceThread(name: "film") {
            while queue.deliver([0], position: 0) {}
            refused.raise()
        }
        while queue.counters.queued < 3 { _ = queue.pause(seconds: 0.01) }
        queue.stop()
        #expect(refused.wait(seconds: 60))
    }
}
