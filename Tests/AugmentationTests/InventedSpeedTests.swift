import Foundation
import InspectionTypes
import Signals
import Testing

@testable import Augmentation

/// What is invented from log-mel frames beside what the same samples give once they were played at another speed.
@Suite("Invented speed")
struct InventedSpeedTests {
    private static let rate = 16_000.0
    private static let logMel = LogMelSettings(
        sampleRate: rate, fftLength: 1024, windowLength: 1024, hopLength: 512, bandCount: 128, lowestFrequency: 0,
        highestFrequency: 8000, compression: .naturalLogarithm(offset: 1e-8))
    private static let frames = 120

    /// A machine: lines and noise with a broad hump, swelling once in 1.5 seconds.
    private static let samples: [Float] = {
        var generator = SeededGenerator(seed: 3, stream: "machine")
        var smooth = 0.0
        return (0..<Int(rate * 5)).map { n in
            let time = Double(n) / rate
            let lines = [410.0, 760, 1480, 2620, 3900].reduce(0) { $0 + sin(2 * .pi * $1 * time + $1) }
            smooth += 0.3 * (generator.nextNormal() - smooth)
            let swell = 1 + 0.8 * sin(2 * .pi * time / 1.5)
            return Float(0.05 * swell * (lines + 2 * smooth))
        }
    }()

    /// `[frame, mel]` of the window from the beginning, changed.
    private func invented(_ kind: InventedClasses.Kind) throws -> [Float] {
        let all = try LogMelExtractor(Self.logMel).extract(Self.samples).values
        let bands = Self.logMel.bandCount
        var window = Array(all.prefix(Self.frames * bands))
        var generator = SeededGenerator(seed: 1, stream: "change")
        window.withUnsafeMutableBufferPointer { values in
            InventedChange(kind: kind, logMel: Self.logMel).apply(
                to: WindowView(values, frameCount: Self.frames, bandCount: bands), another: nil, using: &generator)
        }
        return window
    }

    /// Mean of |a − b| over the frames that both hear and the bands that the slower one still has.
    private func distance(_ a: [Float], _ b: [Float], speed: Float) -> Float {
        let bands = Self.logMel.bandCount
        let frames = Int(Float(Self.frames) / max(1, speed)) - 1
        let bandsHeard = Self.logMel.bandCentres.filter { $0 < 8000 * Double(min(1, speed)) - 200 }.count
        var sum: Float = 0
        for frame in 0..<frames {
            for band in 3..<bandsHeard { sum += abs(a[frame * bands + band] - b[frame * bands + band]) }
        }
        return sum / Float(frames * (bandsHeard - 3))
    }

    @Test("frames are what the samples give, played so many times as fast", arguments: [Float(0.85), 1.15])
    func resampled(speed: Float) throws {
        let played = try Resampler.resample(Self.samples, from: Self.rate * Double(speed), to: Self.rate)
        let truth = try LogMelExtractor(Self.logMel).extract(played).values
        let found = try distance(invented(.speed(speed...speed)), truth, speed: speed)
        // Noise differs from window to window by about half a neper by itself.
        let others = try [InventedClasses.Kind.tempo(speed...speed), .tempo(1...1)].map {
            try distance(invented($0), truth, speed: speed)
        }
        #expect(found < 0.5)
        for other in others { #expect(found < 0.75 * other, "\(found) against \(other)") }
    }

    @Test(
        "its mean spectrum keeps the level that resampling gives, within a quarter of a decibel",
        arguments: [Float(0.85), 1.15])
    func level(speed: Float) throws {
        let played = try Resampler.resample(Self.samples, from: Self.rate * Double(speed), to: Self.rate)
        let truth = try LogMelExtractor(Self.logMel).extract(played).values
        let found = try invented(.speed(speed...speed))
        let bands = Self.logMel.bandCount
        let frames = Int(Float(Self.frames) / max(1, speed)) - 1
        let range = 3..<Self.logMel.bandCentres.filter { $0 < 6000 }.count
        var difference: Float = 0
        for frame in 0..<frames {
            for band in range { difference += found[frame * bands + band] - truth[frame * bands + band] }
        }
        difference /= Float(frames * range.count)
        #expect(abs(difference) <= 0.25 * FeatureScale(Self.logMel).perDecibel, "\(difference)")
    }
}
