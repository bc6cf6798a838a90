import InspectionTypes
import Testing

@testable import Augmentation

@Suite struct FrequencyResponseTests {
    @Test func twoCornersAreATilt() {
        var settings = SoundAugmentation()
        settings.responseDecibels = 6
        settings.responseCorners = 2
        var generator = SeededGenerator(seed: 4)
        let gains = FrequencyResponse.response(settings, bandCount: 33, using: &generator)
        let slope = (gains[32] - gains[0]) / 32
        for band in 0..<33 { #expect(abs(gains[band] - gains[0] - slope * Float(band)) < 1e-4) }
        #expect(slope != 0)
    }

    @Test(arguments: 2...6)
    func staysWithinItsLimitAndBendsAtItsCornersOnly(corners: Int) {
        var settings = SoundAugmentation()
        settings.responseDecibels = 5
        settings.responseCorners = corners
        for seed in 0..<50 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let gains = FrequencyResponse.response(settings, bandCount: 64, using: &generator)
            #expect(gains.allSatisfy { abs($0) <= 5 })
            let bends = (1..<63).count { abs(gains[$0 + 1] - 2 * gains[$0] + gains[$0 - 1]) > 1e-3 }
            // A corner between two bands bends at both.
            #expect(bends <= 2 * (corners - 2))
        }
    }

    struct Scale: CustomTestStringConvertible {
        var testDescription: String
        var power: Int
        var compression: LogMelSettings.Compression
        var perDecibel: Float
        var floor: Float
    }

    @Test(arguments: [
        Scale(
            testDescription: "YAMNet", power: 1, compression: .naturalLogarithm(offset: 0.001), perDecibel: 0.115_129,
            floor: -6.907_755),
        Scale(
            testDescription: "power, ln", power: 2, compression: .naturalLogarithm(offset: 1e-6), perDecibel: 0.230_259,
            floor: -13.815_511),
        Scale(testDescription: "power, dB", power: 2, compression: .decibel(floor: 1e-10), perDecibel: 1, floor: -100),
        Scale(
            testDescription: "magnitude, dB", power: 1, compression: .decibel(floor: 1e-5), perDecibel: 1, floor: -100),
    ])
    func knowsWhatADecibelIs(_ known: Scale) {
        var settings = LogMelSettings.yamnet
        settings.power = known.power
        settings.compression = known.compression
        let scale = FeatureScale(settings)
        #expect(abs(scale.perDecibel - known.perDecibel) < 1e-5)
        #expect(abs(scale.floor - known.floor) < 1e-3)
    }

    @Test func noiseAddsInEnergy() {
        var settings = LogMelSettings.yamnet
        settings.power = 2
        settings.compression = .decibel(floor: 1e-12)
        // Two equal levels at a ratio of 0 dB make 3.01 dB more; at 20 dB 0.043 more.
        for (ratio, more) in [(Float(0), Float(3.0103)), (20, 0.0432)] {
            var window = [Float](repeating: -30, count: 64)
            var noise = [Float](repeating: -55, count: 64)
            window.withUnsafeMutableBufferPointer { window in
                noise.withUnsafeMutableBufferPointer { noise in
                    NoiseMixing.mix(
                        noise, into: WindowView(window, frameCount: 1, bandCount: 64), ratioDecibels: ratio,
                        scale: FeatureScale(settings)
                    )
                }
            }
            #expect(window.allSatisfy { abs($0 + 30 - more) < 1e-3 })
        }
    }

    @Test func waveformsAreRolledTurnedAndScaled() {
        var settings = WaveformAugmentation()
        settings.rolls = true
        settings.flipsPolarity = true
        var samples = (0..<100).map { Float($0 + 1) }
        var generator = SeededGenerator(seed: 2)
        samples.withUnsafeMutableBufferPointer { settings.apply(to: $0, using: &generator) }
        let sizes = samples.map { Int(abs($0)) }
        for (now, next) in zip(sizes, sizes.dropFirst()) { #expect(next == now % 100 + 1) }
        #expect(Set(samples.map { $0 > 0 }).count == 1)
    }

    @Test func waveformNoiseHasItsRatio() {
        var settings = WaveformAugmentation()
        settings.noiseProbability = 1
        settings.noiseRatioDecibels = 20...20
        let clean = (0..<20_000).map { Float($0 % 2 == 0 ? 0.5 : -0.5) }
        var noisy = clean
        var generator = SeededGenerator(seed: 2)
        noisy.withUnsafeMutableBufferPointer { settings.apply(to: $0, using: &generator) }
        let power = zip(noisy, clean).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / 20_000
        #expect(abs(power - 0.0025) < 0.0001)
    }
}
