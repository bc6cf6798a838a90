import InspectionTypes
import Testing

@testable import Signals

@Suite struct LogMelStreamTests {
    static func settings(_ padding: LogMelSettings.Padding, hop: Int = 160) -> LogMelSettings {
        LogMelSettings(
            sampleRate: 16_000, fftLength: 512, windowLength: 400, hopLength: hop, bandCount: 40, lowestFrequency: 20,
            highestFrequency: 8000, compression: .decibel(floor: 1e-10), padding: padding
        )
    }

    static func noise(_ count: Int, seed: UInt64 = 3) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Float(0.1 * generator.nextNormal()) }
    }

    static func streamed(_ samples: [Float], _ extractor: LogMelExtractor, chunk: Int) -> [Float] {
        var stream = LogMelStream(extractor)
        var values: [Float] = []
        for start in stride(from: 0, to: samples.count, by: chunk) {
            values += stream.push(Array(samples[start..<min(start + chunk, samples.count)]))
        }
        return values + stream.finish()
    }

    @Test(arguments: [LogMelSettings.Padding.none, .reflect, .zero], [1, 7, 160, 511, 4096, 9000])
    func `chunks of any size give the frames of the whole, bit for bit`(padding: LogMelSettings.Padding, chunk: Int)
        throws
    {
        let extractor = try LogMelExtractor(Self.settings(padding))
        let samples = Self.noise(9000)
        let whole = extractor.extract(samples)
        #expect(whole.frameCount == extractor.settings.frameCount(sampleCount: samples.count))
        #expect(Self.streamed(samples, extractor, chunk: chunk) == whole.values)
    }

    @Test(arguments: [LogMelSettings.Padding.none, .reflect, .zero], [0, 1, 2, 200, 256, 257, 511, 512, 513])
    func `short signals give the same streamed and whole`(padding: LogMelSettings.Padding, count: Int) throws {
        let extractor = try LogMelExtractor(Self.settings(padding))
        let samples = Self.noise(count)
        let whole = extractor.extract(samples)
        #expect(whole.frameCount == extractor.settings.frameCount(sampleCount: count))
        #expect(Self.streamed(samples, extractor, chunk: 100) == whole.values)
    }

    @Test func `a hop longer than the transform skips samples alike`() throws {
        let extractor = try LogMelExtractor(Self.settings(.none, hop: 700))
        let samples = Self.noise(9000)
        #expect(Self.streamed(samples, extractor, chunk: 333) == extractor.extract(samples).values)
    }

    @Test func `a frame does not depend on its neighbours`() throws {
        let extractor = try LogMelExtractor(Self.settings(.none))
        let samples = Self.noise(9000)
        let whole = extractor.extract(samples)
        for frame in [0, 1, 15, 16, 17, 40] {
            let start = frame * 160
            let alone = extractor.extract(Array(samples[start..<start + 512]))
            #expect(alone.values == Array(whole[frame: frame]))
        }
    }

    /// Settings with one number that cannot be.
    static let impossible: [(String, LogMelSettings)] = [
        ("odd transform", changed { $0.fftLength = 511 }),
        ("window longer than the transform", changed { $0.windowLength = 513 }),
        ("no hop", changed { $0.hopLength = 0 }), ("no band", changed { $0.bandCount = 0 }),
        ("power 3", changed { $0.power = 3 }),
        ("no rate", changed { $0.sampleRate = 0 }), ("bands upside down", changed { $0.lowestFrequency = 8000 }),
    ]

    static func changed(_ change: (inout LogMelSettings) -> Void) -> LogMelSettings {
        var settings = settings(.none)
        change(&settings)
        return settings
    }

    @Test(arguments: impossible) func `settings that contradict each other are refused`(
        name: String, settings: LogMelSettings
    ) {
        #expect { try LogMelExtractor(settings) } throws: { ($0 as? SignalError)?.code == .settings }
    }

    @Test func `bands above half the sample rate are refused`() throws {
        var settings = Self.settings(.none)
        settings.highestFrequency = 9000
        #expect { try LogMelExtractor(settings) } throws: {
            ($0 as? SignalError)?.message.contains("8000.0 Hz") ?? false
        }
    }
}
