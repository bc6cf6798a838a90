import Foundation
import InspectionTypes
import Testing

@testable import Stations

@Suite struct QualityMeterTests {
    static let rate = 16_000.0

    /// Noise of a level in dB below full scale.
    static func noise(_ seconds: Double, level: Double, seed: UInt64 = 1) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        let scale = Float(pow(10, level / 20) * 3.0.squareRoot())
        return (0..<Int(seconds * rate)).map { _ in Float.random(in: -scale...scale, using: &generator) }
    }

    struct Sound: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var samples: [Float]
        var problem: SignalProblem?
    }

    static let sounds: [Sound] = [
        Sound(testDescription: "noise is good", samples: noise(1, level: -30), problem: nil),
        Sound(
            testDescription: "zeros are a cable that is out", samples: Array(repeating: 0, count: 16_000),
            problem: .disconnected),
        Sound(
            testDescription: "so is any other value that stands still", samples: Array(repeating: 0.1, count: 16_000),
            problem: .disconnected),
        Sound(testDescription: "a converter's last bits are silence", samples: noise(1, level: -90), problem: .silent),
        Sound(
            testDescription: "noise cut at full scale clips",
            samples: noise(1, level: 0).map { min(1, max(-1, $0)) }, problem: .clipping),
        Sound(
            testDescription: "one click at full scale does not",
            samples: noise(1, level: -30).enumerated().map { $0.offset == 8000 ? 1 : $0.element }, problem: nil),
        Sound(
            testDescription: "20 ms that stand still in noise are a dropout",
            samples: noise(1, level: -30).enumerated().map { (8000..<8320).contains($0.offset) ? 0 : $0.element },
            problem: .dropout),
        Sound(
            testDescription: "10 ms are not",
            samples: noise(1, level: -30).enumerated().map { (8000..<8160).contains($0.offset) ? 0 : $0.element },
            problem: nil),
        Sound(
            testDescription: "a whisper in 16 bits may stand still",
            samples: noise(1, level: -72).map { ($0 * 2048).rounded() / 2048 }.enumerated().map {
                (8000..<8400).contains($0.offset) ? 0 : $0.element
            }, problem: nil),
    ]

    @Test(arguments: sounds, [1, 37, 160, 4096]) func faultsAreFoundHoweverTheSoundComes(_ sound: Sound, chunk: Int)
        throws
    {
        var meter = QualityMeter(sampleRate: Self.rate, channelCount: 1, firstFrame: 500, seconds: 2)
        for start in stride(from: 0, to: sound.samples.count, by: chunk) {
            let part = Array(sound.samples[start..<min(start + chunk, sound.samples.count)])
            meter.push(AudioSignal(mono: part, sampleRate: Self.rate))
        }
        let quality = try #require(meter.quality(from: 500, to: 16_500))
        #expect(quality.problem == sound.problem, "\(quality)")
    }

    @Test func aStretchIsMeasuredAndNotItsNeighbours() throws {
        var meter = QualityMeter(sampleRate: Self.rate, channelCount: 2, firstFrame: 0, seconds: 10)
        for level in [-60.0, -20, -40] {
            meter.push(
                AudioSignal(
                    channels: [Self.noise(1, level: level), Self.noise(1, level: -70)], sampleRate: Self.rate))
        }
        for (second, level) in [-60.0, -20, -40].enumerated() {
            let start = Int64(second * 16_000)
            let quality = try #require(meter.quality(from: start, to: start + 16_000))
            #expect(abs(quality.level - level) < 0.3)
        }
        #expect(meter.quality(from: 100_000, to: 116_000) == nil)
    }

    @Test func memoryDoesNotGrowAndTheLastSecondsStay() throws {
        var meter = QualityMeter(sampleRate: Self.rate, channelCount: 1, firstFrame: 0, seconds: 2)
        for _ in 0..<100 { meter.push(AudioSignal(mono: Self.noise(1, level: -30), sampleRate: Self.rate)) }
        meter.push(AudioSignal(mono: Self.noise(1, level: -10), sampleRate: Self.rate))
        let end = Int64(101 * 16_000)
        #expect(abs(try #require(meter.quality(from: end - 16_000, to: end)).level + 10) < 0.3)
        #expect(abs(try #require(meter.quality(from: end - 32_000, to: end - 16_000)).level + 30) < 0.3)
        #expect(meter.quality(from: 0, to: 16_000) == nil)
    }
}
