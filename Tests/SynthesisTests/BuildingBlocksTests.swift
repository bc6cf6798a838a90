import InspectionTypes
import Testing

#if canImport(Glibc)
import Glibc
#endif

@testable import Synthesis

@Suite struct BuildingBlocksTests {
    static let rate = 16_000.0

    @Test func aResonanceRingsAsItsFormulaSays() {
        let resonance = Resonance(frequency: 1000, decay: 0.01, gain: 0.7)
        var blows = [Float](repeating: 0, count: 800)
        blows[0] = 1
        let samples = Resonance.ring(blows, [resonance], rate: Self.rate)
        for n in 0..<800 {
            let expected = 0.7 * exp(-Double(n) / (0.01 * Self.rate)) * sin(2 * .pi * 1000 * Double(n + 1) / Self.rate)
            #expect(abs(Double(samples[n]) - expected) < 1e-3)
        }
    }

    @Test func aHarmonicSeriesIsItsSum() {
        let series = HarmonicSeries(amplitudes: [1, 0.5, 0.25], phases: [0.1, 1, 2])
        var samples = [Float](repeating: 0, count: 500)
        series.add([Float](repeating: 120, count: 500), rate: Self.rate, into: &samples)
        for n in 0..<500 {
            let turn = 2 * Double.pi * 120 * Double(n) / Self.rate
            let expected = sin(turn + 0.1) + 0.5 * sin(2 * turn + 1) + 0.25 * sin(3 * turn + 2)
            #expect(abs(Double(samples[n]) - expected) < 1e-3)
        }
    }

    @Test func nothingSoundsAboveHalfTheRate() {
        var samples = [Float](repeating: 0, count: 100)
        HarmonicSeries(amplitudes: [0, 1], phases: [0, 0]).add(
            [Float](repeating: 5000, count: 100), rate: Self.rate, into: &samples)
        #expect(samples.allSatisfy { $0 == 0 })
    }

    struct Gain {
        var filter: Biquad
        var frequency: Double
        var decibels: Double
    }

    @Test(arguments: [
        Gain(filter: .lowPass(1000, rate: 16_000), frequency: 1000, decibels: -3.01),
        Gain(filter: .lowPass(1000, rate: 16_000), frequency: 50, decibels: 0),
        Gain(filter: .highPass(1000, rate: 16_000), frequency: 1000, decibels: -3.01),
        Gain(filter: .highPass(1000, rate: 16_000), frequency: 6000, decibels: 0),
        Gain(filter: .bandPass(2000, q: 2, rate: 16_000), frequency: 2000, decibels: 0),
        Gain(filter: .peak(2000, q: 1, decibels: 6, rate: 16_000), frequency: 2000, decibels: 6),
        Gain(filter: .peak(2000, q: 1, decibels: -6, rate: 16_000), frequency: 2000, decibels: -6),
    ])
    func filtersHaveTheirGain(_ known: Gain) {
        let tone = (0..<8000).map { Float(sin(2 * Double.pi * known.frequency * Double($0) / Self.rate)) }
        let settled = Array(known.filter.applied(to: tone)[4000...])
        let decibels = 20 * log10(Double(SampleArithmetic.level(of: settled)) * 2.0.squareRoot())
        #expect(abs(decibels - known.decibels) < 0.1)
    }

    @Test func noiseIsWhiteAndOfOne() {
        var noise = WhiteNoise(generator: SeededGenerator(seed: 8))
        let samples = noise.samples(100_000)
        #expect(abs(samples.reduce(0, +) / 100_000) < 0.02)
        #expect(abs(SampleArithmetic.level(of: samples) - 1) < 0.01)
        let neighbours = zip(samples, samples.dropFirst()).reduce(Float(0)) { $0 + $1.0 * $1.1 } / 100_000
        #expect(abs(neighbours) < 0.02)
    }

    /// The bearing 6205: nine balls of 7.94 mm on 39.04 mm; makers' tables say 3.585 a turn.
    @Test func aBearingsStrikesAreThoseOfTheTables() {
        let bearing = BearingDefect(balls: 9, diameterRatio: 7.94 / 39.04, contactAngle: 0)
        #expect(abs(bearing.strikesPerTurn - 3.585) < 0.001)
    }

    @Test func blowsFallOnTheirMoment() {
        var blows = Blows(count: 100, rate: 1000)
        blows.add(at: 0.01025, 2)
        blows.add(at: 5, 1)
        blows.add(at: -1, 1)
        #expect(abs(blows.samples[10] - 1.5) < 1e-5 && abs(blows.samples[11] - 0.5) < 1e-5)
        #expect(abs(blows.samples.reduce(0, +) - 2) < 1e-5)
        var soft = Blows(count: 100, rate: 1000)
        soft.addSoft(at: 0.03, 3, length: 0.012)
        #expect(abs(soft.samples.reduce(0, +) - 3) < 0.05)
        #expect((soft.samples.max() ?? 0) < 0.5)
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func axlesComeInPairsAWheelbaseApart(seed: UInt64) {
        var draw = Draw(generator: SeededGenerator(seed: seed))
        let train = RailPass.Train(seconds: 4, &draw)
        #expect(train.axleTimes.count >= 4 && train.axleTimes.count.isMultiple(of: 4))
        for bogie in stride(from: 0, to: train.axleTimes.count, by: 2) {
            let wheelbase = (train.axleTimes[bogie + 1] - train.axleTimes[bogie]) * train.speed
            #expect(wheelbase > 1.79 && wheelbase < 2.61)
        }
        let strikes = train.strikes(at: 3)
        for (strike, axle) in zip(strikes, train.axleTimes) {
            #expect(abs(strike.time - axle - 3 / train.speed) < 1e-12)
        }
        #expect(abs(train.gain(axle: 0, at: train.axleTimes[0]) - 1) < 1e-12)
        #expect(train.gain(axle: 0, at: train.axleTimes[0] + 1) < 0.8)
    }
}
