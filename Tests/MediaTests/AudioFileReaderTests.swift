import InspectionTypes
import Testing

@testable import Media

@Suite struct AudioFileReaderTests {
    struct Format: Sendable, CustomTestStringConvertible {
        var file: String
        /// Largest error of a sample.
        var tolerance: Float
        var format: String
        var testDescription: String { file }
    }

    static let exact = [
        Format(file: "pcm8.wav", tolerance: 1 / 127, format: "WAV (Microsoft), Unsigned 8 bit PCM"),
        Format(file: "pcm16.wav", tolerance: 1 / 32_000, format: "WAV (Microsoft), Signed 16 bit PCM"),
        Format(file: "pcm24.wav", tolerance: 1e-6, format: "WAV (Microsoft), Signed 24 bit PCM"),
        Format(file: "pcm32.wav", tolerance: 1e-6, format: "WAV (Microsoft), Signed 32 bit PCM"),
        Format(file: "float.wav", tolerance: 1e-6, format: "WAV (Microsoft), 32 bit float"),
        Format(file: "double.wav", tolerance: 1e-6, format: "WAV (Microsoft), 64 bit float"),
        Format(file: "extensible.wav", tolerance: 1 / 32_000, format: "WAVEX (Microsoft), Signed 16 bit PCM"),
        Format(file: "rf64.wav", tolerance: 1 / 32_000, format: "RF64 (RIFF 64), Signed 16 bit PCM"),
        Format(file: "pcm24.w64", tolerance: 1e-6, format: "W64 (SoundFoundry WAVE 64), Signed 24 bit PCM"),
        Format(file: "pcm16.aiff", tolerance: 1 / 32_000, format: "AIFF (Apple/SGI), Signed 16 bit PCM"),
        Format(
            file: "pcm16.flac", tolerance: 1 / 32_000, format: "FLAC (Free Lossless Audio Codec), Signed 16 bit PCM"),
        Format(file: "pcm24.flac", tolerance: 1e-6, format: "FLAC (Free Lossless Audio Codec), Signed 24 bit PCM"),
    ]

    @Test(arguments: exact) func `reads the samples of a format without loss`(format: Format) throws {
        let reader = try AudioFileReader(path: Scratch.fixture(format.file), ffmpeg: nil)
        #expect(reader.sampleRate == 8000)
        #expect(reader.channelCount == 2)
        #expect(reader.frameCount == 1000)
        #expect(reader.format == format.format)
        let signal = try #require(try reader.read(maxFrames: 5000))
        #expect(largestDifference(signal.channels[0], tone(1000)) <= format.tolerance)
        #expect(largestDifference(signal.channels[1], tone(1000, frequency: 880, level: 0.25)) <= format.tolerance)
        #expect(try reader.read(maxFrames: 10) == nil)
        #expect(reader.warnings.isEmpty)
    }

    @Test(arguments: ["vorbis.ogg", "opus.ogg", "layer3.mp3"]) func `reads a lossy format close enough`(file: String)
        throws
    {
        let signal = try AudioFile.read(Scratch.fixture(file))
        #expect(signal.channelCount == 2)
        #expect(signal.sampleRate == 8000)
        #expect(signal.frameCount >= 1000)
        let power = signal.channels[0].map { $0 * $0 }.reduce(0, +) / 1000
        #expect(abs(power - 0.125) < 0.04)
    }

    @Test(arguments: [1, 3, 999, 1000, 1001]) func `stretches of any length join to the whole`(length: Int) throws {
        let whole = try AudioFile.read(Scratch.fixture("pcm16.flac"))
        let reader = try AudioFileReader(path: Scratch.fixture("pcm16.flac"))
        var channels: [[Float]] = [[], []]
        while let stretch = try reader.read(maxFrames: length) {
            for index in 0..<2 { channels[index] += stretch.channels[index] }
        }
        #expect(channels == whole.channels)
        #expect(reader.position == 1000)
    }

    @Test func `goes to a sample`() throws {
        let whole = try AudioFile.read(Scratch.fixture("pcm16.flac"))
        let reader = try AudioFileReader(path: Scratch.fixture("pcm16.flac"))
        _ = try reader.read(maxFrames: 900)
        try reader.seek(toFrame: 400)
        #expect(reader.position == 400)
        #expect(try reader.read(maxFrames: 100)?.channels[1] == Array(whole.channels[1][400..<500]))
    }

    @Test(arguments: [8000, 11_025, 44_100, 48_000, 96_000, 192_000]) func `any rate of 8 to 192 kHz is read`(rate: Int)
        throws
    {
        let scratch = try Scratch()
        let path = try scratch.file("a.wav", wave([tone(500)], rate: rate))
        let signal = try AudioFile.read(path)
        #expect(signal.sampleRate == Double(rate))
        #expect(signal.channels == [tone(500)])
    }

    @Test func `eight channels are kept apart`() throws {
        let scratch = try Scratch()
        let channels = (0..<8).map { tone(100, frequency: 100 * Double($0 + 1)) }
        #expect(try AudioFile.read(try scratch.file("a.wav", wave(channels, rate: 16_000))).channels == channels)
    }
}

func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).map { abs($0 - $1) }.reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
}
