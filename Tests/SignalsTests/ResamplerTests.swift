import Foundation
import Testing

@testable import Signals

@Suite struct ResamplerTests {
    @Test(arguments: [(44_100, 16_000), (8000, 16_000), (16_000, 48_000)]) func `equals soxr's own binding`(
        from: Int, to: Int
    ) throws {
        let samples = Array(try Golden.floats("signal.f32").prefix(1500))
        let made = try Resampler.resample(samples, from: Double(from), to: Double(to))
        #expect(largestDifference(made, try Golden.floats("resampled_\(from)_\(to).f32")) < 1e-5)
    }

    @Test(arguments: [8000.0, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000], [1, 333, 4096, 50_000])
    func `chunks of any size give the same samples`(rate: Double, chunk: Int) throws {
        let samples = LogMelStreamTests.noise(20_000)
        let whole = try Resampler.resample(samples, from: rate, to: 16_000)
        #expect(abs(Double(whole.count) - 20_000 * 16_000 / rate) <= 1)
        let resampler = try Resampler(from: rate, to: 16_000)
        var made: [Float] = []
        for start in stride(from: 0, to: samples.count, by: chunk) {
            made += try resampler.push(Array(samples[start..<min(start + chunk, samples.count)]))
        }
        made += try resampler.finish()
        #expect(made == whole)
    }

    @Test func `equal rates pass the samples through untouched`() throws {
        let samples = LogMelStreamTests.noise(1000)
        let resampler = try Resampler(from: 44_100, to: 44_100)
        #expect(try resampler.push(samples) == samples)
        #expect(try resampler.finish() == [])
    }

    @Test(arguments: [Resampler.Quality.high, .veryHigh]) func `a tone keeps its frequency and level`(
        quality: Resampler.Quality
    ) throws {
        let tone = { (rate: Double, count: Int) in
            (0..<count).map { Float(sin(2 * Double.pi * 1000 * Double($0) / rate)) }
        }
        let made = try Resampler.resample(tone(44_100, 44_100), from: 44_100, to: 16_000, quality: quality)
        let wanted = tone(16_000, 16_000)
        #expect(made.count == 16_000)
        #expect(largestDifference(Array(made[500..<15_500]), Array(wanted[500..<15_500])) < 1e-3)
    }

    @Test(arguments: [0.0, -1, .nan, .infinity]) func `a rate that is no rate is refused`(rate: Double) {
        #expect { try Resampler(from: rate, to: 16_000) } throws: { ($0 as? SignalError)?.code == .sampleRate }
    }
}
