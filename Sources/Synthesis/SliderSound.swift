#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A carriage on a linear guide, driven to and fro by a screw.
///
/// - The stroke: the speed rises, holds and falls (a trapezoid), then the carriage rests a moment.
/// - Screw and motor: tones whose frequency follows the speed, `f = v / lead` times the motor's poles.
/// - Balls in the carriage roll over the rail: noise that grows with the speed, `level ~ v^1.2`, coloured by the rail's own resonances.
/// - A soft knock where the stroke turns.
/// - A guide that runs dry rubs and squeals: its friction falls as the speed rises, which keeps a resonance of the rail swinging, in bursts while
///   the carriage moves; the noise of rolling grows rougher.
///
/// Source: Altintas et al., "Machine tool feed drives", CIRP Annals 60 (2011); Akay, "Acoustics of friction", JASA 111 (2002).
struct SliderSound {
    let isDry: Bool

    func render(count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        let stroke = draw.varied(draw.distinct("stroke", 0.5...1.5), share: 0.008)
        let rest = draw.fixed("rest") { $0.number(0.08...0.25) }
        var speed = [Float](repeating: 0, count: count)
        var knocks = Blows(count: count, rate: rate)
        var time = -draw.number(0...stroke)
        while time < Double(count) / rate {
            Self.move(&speed, from: time, for: stroke, rate: rate)
            knocks.addSoft(at: time + stroke, draw.decibels(-2...2), length: 0.003)
            time += stroke + rest
        }
        var samples = rolling(speed, rate: rate, &draw)
        SampleArithmetic.add(
            whine(speed, rate: rate, &draw), gain: draw.steady("loudness of the screw", -8...0), to: &samples)
        let body = draw.fixed("knock") { draw in
            [
                Resonance(frequency: draw.number(120...300), decay: draw.number(0.01...0.02), gain: 1),
                Resonance(frequency: draw.number(500...900), decay: draw.number(0.005...0.01), gain: 0.6),
            ]
        }
        let knocking = Resonance.ring(knocks.samples, body, rate: rate)
        let peak = Double(knocking.reduce(0) { max($0, abs($1)) })
        SampleArithmetic.add(knocking, gain: draw.steady("loudness of knocks", 0...8) / max(peak, 1e-9), to: &samples)
        if isDry {
            let rubbing = squeal(speed, rate: rate, &draw)
            SampleArithmetic.add(rubbing, gain: draw.decibels(-14 ... -6, begun: -17 ... -11), to: &samples)
        }
        return Surroundings(backgroundDecibels: -28 ... -18, isIndoors: true).applied(to: samples, rate: rate, &draw)
    }

    /// A trapezoid, its flanks a sixth of the stroke each, 1 at full speed.
    private static func move(_ speed: inout [Float], from start: Double, for seconds: Double, rate: Double) {
        let first = max(0, Int(start * rate))
        let last = min(speed.count, Int((start + seconds) * rate))
        guard first < last else { return }
        for index in first..<last {
            let share = (Double(index) / rate - start) / seconds
            speed[index] = Float(max(0, min(1, 6 * min(share, 1 - share))))
        }
    }

    private func rolling(_ speed: [Float], rate: Double, _ draw: inout Draw) -> [Float] {
        var noise = draw.noise()
        let white = noise.samples(speed.count)
        var samples = [Float](repeating: 0, count: speed.count)
        for (name, range, gain) in [
            ("rail 1", 300...900, 1.0), ("rail 2", 1200...2400, 0.8), ("rail 3", 2900...5200, 0.5),
        ] as [(String, ClosedRange<Double>, Double)] {
            let band = Biquad.bandPass(draw.distinct(name, range), q: 2.5, rate: rate).applied(to: white)
            SampleArithmetic.add(band, gain: gain, to: &samples)
        }
        SampleArithmetic.multiply(&samples, by: speed.map { powf($0, 1.2) })
        return SampleArithmetic.normalized(samples)
    }

    private func whine(_ speed: [Float], rate: Double, _ draw: inout Draw) -> [Float] {
        let full = Float(draw.distinct("screw", 140...420))
        let amplitudes = draw.fixed("tones") { draw in (1...6).map { Float(draw.decibels(-4...4) / Double($0)) } }
        var tones = [Float](repeating: 0, count: speed.count)
        HarmonicSeries(amplitudes: amplitudes, phases: draw.phases(6)).add(
            speed.map { $0 * full }, rate: rate, into: &tones)
        SampleArithmetic.multiply(&tones, by: speed)
        return SampleArithmetic.normalized(tones)
    }

    /// Bursts of a resonance that wanders a little, and hiss beside it; level about 1.
    private func squeal(_ speed: [Float], rate: Double, _ draw: inout Draw) -> [Float] {
        let pitch = draw.fixed("squeal") { $0.number(1700...3600) }
        let frequency = draw.wandering(pitch, share: 0.01, count: speed.count, rate: rate)
        var tone = [Float](repeating: 0, count: speed.count)
        HarmonicSeries(amplitudes: [1, 0.35], phases: draw.phases(2)).add(frequency, rate: rate, into: &tone)
        // The dry places are where they are: bursts come and go a few times a second.
        let places = draw.wandering(1, share: 1, count: speed.count, rate: rate)
        SampleArithmetic.multiply(&tone, by: zip(places, speed).map { max(0, $0 - 0.6) * $1 })
        var noise = draw.noise()
        var hiss = Biquad.bandPass(1.3 * pitch, q: 0.9, rate: rate).applied(to: noise.samples(speed.count))
        SampleArithmetic.multiply(&hiss, by: speed)
        var samples = SampleArithmetic.normalized(tone)
        SampleArithmetic.add(SampleArithmetic.normalized(hiss), gain: 0.8, to: &samples)
        return samples
    }
}
