import Glibc
import InspectionTypes
import Testing

@testable import Capture

@Suite struct RawInputTests {
    let doorbell = Doorbell()

    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var coding: RawSoundFormat.Coding
        var bytes: [UInt8]
        var samples: [Float]
    }

    static let examples = [
        Example(
            testDescription: "16 bits", coding: .int16,
            bytes: [0, 0, 1, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0x80, 0x34, 0x12],
            samples: [0, 1.0 / 32_768, -1.0 / 32_768, 32_767.0 / 32_768, -1, 4660.0 / 32_768]),
        Example(
            testDescription: "24 bits", coding: .int24,
            bytes: [0, 0, 0, 1, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0x80, 0x56, 0x34, 0x12],
            samples: [0, 1.0 / 8_388_608, -1.0 / 8_388_608, 8_388_607.0 / 8_388_608, -1, 1_193_046.0 / 8_388_608]),
        Example(
            testDescription: "32 bits", coding: .int32,
            bytes: [0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x40, 0, 1, 0, 0xFF, 0, 0, 0, 1, 0, 0, 0x80, 0],
            samples: [
                0, -1, 0.5, -16_776_960.0 / 2_147_483_648, 16_777_216.0 / 2_147_483_648, 8_388_608.0 / 2_147_483_648,
            ]),
        Example(
            testDescription: "floats", coding: .float32,
            bytes: [Float](arrayLiteral: 0.1, -0.7, 3.5, 1e-20, -0.0, 1).flatMap { littleEndian($0.bitPattern) },
            samples: [0.1, -0.7, 3.5, 1e-20, -0.0, 1]),
    ]

    /// Writes in pieces on a thread of its own, then closes.
    static func pipe(_ bytes: [UInt8], pieces: Int) throws -> Int32 {
        var ends: [Int32] = [-1, -1]
        #expect(Glibc.pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        _ = try SourceThread(name: "writer") {
            var place = 0
            while place < bytes.count {
                let count = bytes[place..<min(bytes.count, place + pieces)].withUnsafeBytes {
                    write(writing, $0.baseAddress, $0.count)
                }
                guard count > 0 else { break }
                place += count
            }
            close(writing)
        }
        return reading
    }

    @Test(arguments: examples, [1, 5, 4096])
    func `raw samples are read exactly, in whatever pieces they come`(_ example: Example, pieces: Int) throws {
        let descriptor = try Self.pipe(example.bytes, pieces: pieces)
        defer { close(descriptor) }
        let format = RawSoundFormat(rate: 8000, channels: 2, coding: example.coding)
        let feed = try SoundSources.open(.rawInput(format, descriptor: descriptor), name: "-", wake: doorbell)
        let items = Listener(feed, doorbell).takeAll()
        let even = example.samples.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        let odd = example.samples.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        #expect(isTrue(items.samples(0) == even && items.samples(1) == odd))
        #expect(items.story == ["opened", "sound", "ended"])
        #expect(items.isCountedRight)
    }

    @Test func `its writer waits for who listens, and nothing is lost`() throws {
        let samples = ramp(200_000)
        let descriptor = try Self.pipe(samples.flatMap { littleEndian($0.bitPattern) }, pieces: 10_000)
        defer { close(descriptor) }
        let format = RawSoundFormat(rate: 8000, coding: .float32)
        let feed = try SoundSources.open(
            .rawInput(format, descriptor: descriptor), name: "-", queueSeconds: 0.5, wake: doorbell)
        let items = Listener(feed, doorbell, maxFrames: 100).takeAll()
        #expect(isTrue(items.samples() == samples))
        #expect(feed.counters.lost == 0)
    }

    @Test func `an end within a frame, and samples that are no numbers, are said`() throws {
        let descriptor = try Self.pipe(
            [Float.nan, 0.5, .infinity].flatMap { littleEndian($0.bitPattern) } + [1, 2, 3], pieces: 7)
        defer { close(descriptor) }
        let format = RawSoundFormat(rate: 8000, coding: .float32)
        let feed = try SoundSources.open(
            .rawInput(format, descriptor: descriptor), name: "standard input", wake: doorbell)
        let items = Listener(feed, doorbell).takeAll()
        #expect(isTrue(items.samples() == [0, 0.5, 0]))
        #expect(items.notices.count == 2)
        #expect(items.notices.last?.contains("3 bytes of 4") ?? false)
    }

    @Test func `what cannot be read is said`() throws {
        let feed = try SoundSources.open(
            .rawInput(RawSoundFormat(rate: 8000), descriptor: 9999), name: "-", wake: doorbell)
        let items = Listener(feed, doorbell).takeAll()
        #expect(items.story == ["opened", "notice", "ended"])
    }

    @Test func `a writer that says nothing does not keep stop waiting`() throws {
        var ends: [Int32] = [-1, -1]
        #expect(Glibc.pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        let feed = try SoundSources.open(
            .rawInput(RawSoundFormat(rate: 8000), descriptor: ends[0]), name: "-", wake: doorbell)
        feed.stop()
        #expect(Listener(feed, doorbell).takeAll().last == .ended)
    }

    @Test(arguments: [
        ("s16le", RawSoundFormat.Coding.int16), ("S16_LE", .int16), ("s24", .int24), ("FLOAT_LE", .float32),
        ("s32le", .int32),
    ])
    func `codings are understood as ffmpeg and ALSA write them`(text: String, coding: RawSoundFormat.Coding) {
        #expect(RawSoundFormat.Coding(text) == coding)
        #expect(RawSoundFormat.Coding("u8") == nil)
    }
}
