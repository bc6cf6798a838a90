import CPortAudio
import InspectionTypes
import Synchronization
import Testing

@Suite struct RingTests {
    /// Sample `channel` of frame `n`: a whole number that a float holds exactly, and no other frame's within reach.
    static func sample(_ frame: UInt64, _ channel: Int) -> Float {
        Float((frame &* 3 + UInt64(channel)) % 16_000_000)
    }

    static func write(_ ring: OpaquePointer, from first: UInt64, frames: Int, channels: Int) -> Int {
        let samples = (0..<frames).flatMap { n in (0..<channels).map { sample(first + UInt64(n), $0) } }
        return Int(cportaudio_ring_write(ring, samples, UInt32(frames)))
    }

    static func read(_ ring: OpaquePointer, frames: Int, channels: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: frames * channels) { buffer, count in
            count = channels * Int(cportaudio_ring_read(ring, buffer.baseAddress, UInt32(frames)))
        }
    }

    @Test func `what is written comes out, round the end as well`() throws {
        let ring = try #require(cportaudio_ring_create(7, 2))
        defer { cportaudio_ring_destroy(ring) }
        var place: UInt64 = 0
        for count in [3, 7, 5, 1, 6, 7, 2] {
            #expect(Self.write(ring, from: place, frames: count, channels: 2) == count)
            let expected = (0..<count).flatMap { n in (0..<2).map { Self.sample(place + UInt64(n), $0) } }
            #expect(isTrue(Self.read(ring, frames: 100, channels: 2) == expected))
            place += UInt64(count)
        }
        let counters = cportaudio_ring_count(ring)
        #expect(counters.written == place && counters.read == place && counters.lost == 0)
    }

    @Test func `what does not fit is lost, counted, and one gap until the reader knows`() throws {
        let ring = try #require(cportaudio_ring_create(10, 1))
        defer { cportaudio_ring_destroy(ring) }
        #expect(Self.write(ring, from: 0, frames: 8, channels: 1) == 8)
        #expect(Self.write(ring, from: 8, frames: 5, channels: 1) == 2)
        #expect(cportaudio_ring_take_gap(ring) == 0, "there is sound before the gap")
        #expect(isTrue(Self.read(ring, frames: 4, channels: 1) == [0, 3, 6, 9]))
        // There is room, but the gap is open: what came now would stand at the wrong place.
        #expect(Self.write(ring, from: 13, frames: 4, channels: 1) == 0)
        #expect(isTrue(Self.read(ring, frames: 100, channels: 1) == [12, 15, 18, 21, 24, 27]))
        #expect(cportaudio_ring_take_gap(ring) == 3 + 4)
        #expect(cportaudio_ring_take_gap(ring) == 0, "it is told once")
        #expect(Self.write(ring, from: 17, frames: 2, channels: 1) == 2)
        #expect(isTrue(Self.read(ring, frames: 100, channels: 1) == [51, 54]))
        let counters = cportaudio_ring_count(ring)
        #expect(counters.written == 12 && counters.read == 12 && counters.lost == 7)
    }

    @Test func `no ring without frames or channels`() {
        #expect(cportaudio_ring_create(0, 1) == nil)
        #expect(cportaudio_ring_create(1, 0) == nil)
    }

    struct Load: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var capacity: Int
        var channels: Int
        var largestWrite: Int
        var largestRead: Int
    }

    /// Two threads, pieces of all sizes. Every frame read is the one that its place, gaps counted, says; nothing is lost that is not
    /// counted, nothing counted that is not lost.
    @Test(arguments: [
        Load(testDescription: "roomy", capacity: 4096, channels: 1, largestWrite: 64, largestRead: 512),
        Load(testDescription: "narrow", capacity: 64, channels: 3, largestWrite: 50, largestRead: 17),
        Load(testDescription: "one frame", capacity: 1, channels: 2, largestWrite: 2, largestRead: 1),
    ])
    func `two threads hand over bit for bit, and losses are counted exactly`(_ load: Load) throws {
        let ring = try #require(cportaudio_ring_create(UInt32(load.capacity), UInt32(load.channels)))
        defer { cportaudio_ring_destroy(ring) }
        let total: UInt64 = 300_000
        let isDone = Atomic(false)
        struct Outcome {
            var place: UInt64 = 0
            var read: UInt64 = 0
            var gaps: UInt64 = 0
            var wrong = 0
        }
        let outcome = Mutex(Outcome())
        let shared = Handover(ring)
        withExtendedLifetime(shared) {
            let body = Both { worker in
                var random = SeededGenerator(seed: UInt64(worker))
                if worker == 0 {
                    var place: UInt64 = 0
                    while place < total {
                        let count = min(Int.random(in: 1...load.largestWrite, using: &random), Int(total - place))
                        _ = Self.write(shared.value, from: place, frames: count, channels: load.channels)
                        place += UInt64(count)
                    }
                    isDone.store(true, ordering: .releasing)
                    return
                }
                var found = Outcome()
                while true {
                    let wasDone = isDone.load(ordering: .acquiring)
                    let samples = Self.read(
                        shared.value, frames: Int.random(in: 1...load.largestRead, using: &random),
                        channels: load.channels)
                    for (index, sample) in samples.enumerated() {
                        let frame = found.place + UInt64(index / load.channels)
                        if sample != Self.sample(frame, index % load.channels) { found.wrong += 1 }
                    }
                    found.place += UInt64(samples.count / load.channels)
                    found.read += UInt64(samples.count / load.channels)
                    guard samples.isEmpty else { continue }
                    let gap = cportaudio_ring_take_gap(shared.value)
                    found.place += gap
                    found.gaps += gap
                    if wasDone, gap == 0 { break }
                }
                outcome.withLock { $0 = found }
            }
            body.run()
        }
        let found = outcome.withLock { $0 }
        let counters = cportaudio_ring_count(ring)
        #expect(found.wrong == 0)
        #expect(found.place == total)
        #expect(counters.written + counters.lost == total)
        #expect(counters.written == found.read && counters.read == found.read)
        #expect(counters.lost == found.gaps)
    }
}

/// Runs a body on two threads at once.
private struct Both {
    let body: @Sendable (Int) -> Void

    init(_ body: @escaping @Sendable (Int) -> Void) { self.body = body }

    func run() { WorkerThreads.run(2, body) }
}
