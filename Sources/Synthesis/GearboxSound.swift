#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A gearbox of one stage.
///
/// - Teeth mesh at `f_m = teeth · f_shaft`: tones at its multiples. Wheels are never quite round: side bands at `k·f_m ± f_shaft` and the wheel's own.
/// - Oil and the motor behind it: broad noise.
/// - Worn teeth: the profile loses its shape, the mesh's higher multiples come up, its side bands too; a tooth that has begun to crack gives way once a turn,
///   a small blow on the housing.
///
/// Source: R. B. Randall, "Vibration-based Condition Monitoring", 2011, chapters on gears; McFadden, "Detecting fatigue cracks in gears by amplitude
/// and phase demodulation", Journal of Vibration, Acoustics, Stress and Reliability in Design 108 (1986).
struct GearboxSound {
    let isWorn: Bool

    func render(count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        let turns = draw.varied(draw.distinct("shaft", 14...30), share: 0.005)
        let shaft = draw.wandering(turns, share: 0.003, count: count, rate: rate)
        let (pinion, wheel) = draw.fixed("teeth") { ($0.whole(17...27), $0.whole(35...61)) }

        var mesh = meshTones(shaft.map { $0 * Float(pinion) }, rate: rate, &draw)
        sway(&mesh, at: shaft, named: "pinion", depth: isWorn ? draw.number(0.25...0.45) : nil, rate: rate, &draw)
        sway(&mesh, at: shaft.map { $0 * Float(pinion) / Float(wheel) }, named: "wheel", depth: nil, rate: rate, &draw)

        var noise = draw.noise()
        var samples = noise.pink(count)
        Biquad.lowPass(draw.distinct("oil", 1200...4000), rate: rate).apply(to: &samples)
        samples = SampleArithmetic.normalized(samples)
        SampleArithmetic.add(mesh, gain: draw.steady("loudness of the mesh", -4...3), to: &samples)
        if isWorn {
            let blows = crackedTooth(shaft: shaft, rate: rate, &draw)
            SampleArithmetic.add(blows, gain: draw.decibels(-16 ... -9, begun: -19 ... -14), to: &samples)
        }
        return Surroundings(backgroundDecibels: -26 ... -16, isIndoors: true).applied(to: samples, rate: rate, &draw)
    }

    /// Level 1 where the teeth are sound.
    private func meshTones(_ frequency: [Float], rate: Double, _ draw: inout Draw) -> [Float] {
        let sound = draw.fixed("tones") { draw in (1...7).map { draw.decibels(-4...4) * pow(0.6, Double($0 - 1)) } }
        let worn = sound.indices.map { order in
            isWorn && order > 0 ? sound[order] * draw.decibels(2...7) : sound[order]
        }
        var tones = [Float](repeating: 0, count: frequency.count)
        HarmonicSeries(amplitudes: worn.map(Float.init), phases: draw.phases(7)).add(
            frequency, rate: rate, into: &tones)
        let power = sound.reduce(0) { $0 + $1 * $1 / 2 }
        return tones.map { $0 / Float(power.squareRoot()) }
    }

    /// What is not round makes the mesh louder once a turn.
    private func sway(
        _ samples: inout [Float], at speed: [Float], named name: String, depth: Double?, rate: Double,
        _ draw: inout Draw
    ) {
        let own = draw.fixed(name) { $0.number(0.04...0.12) }
        var wave = [Float](repeating: 1, count: samples.count)
        HarmonicSeries(amplitudes: [Float(depth ?? own)], phases: draw.phases(1)).add(speed, rate: rate, into: &wave)
        SampleArithmetic.multiply(&samples, by: wave)
    }

    private func crackedTooth(shaft: [Float], rate: Double, _ draw: inout Draw) -> [Float] {
        var blows = Blows(count: shaft.count, rate: rate)
        var time = draw.number(0...0.05)
        while time < Double(shaft.count) / rate {
            blows.add(at: time, draw.decibels(-3...3))
            time += (1 + 0.002 * draw.normal()) / Double(shaft[min(shaft.count - 1, Int(time * rate))])
        }
        let housing = draw.fixed("housing") { draw in
            [
                Resonance(frequency: draw.number(700...1300), decay: draw.number(0.004...0.008), gain: 0.7),
                Resonance(frequency: draw.number(2000...3600), decay: draw.number(0.002...0.005), gain: 1),
            ]
        }
        return SampleArithmetic.normalized(Resonance.ring(blows.samples, housing, rate: rate))
    }
}
