#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A small extruder for granules, in one of four states.
///
/// - Off: what is heard of the hall.
/// - On: the motor's fan, and the hum of its coils at multiples of twice the mains.
/// - Solid: the screw turns, its gears mesh, and granules that are still hard break between screw and barrel: cracks between 1 and 5 kHz,
///   thicker once a turn.
/// - Soft: the screw turns through molten material: the gears bear less and sound softer, the melt hisses out of the nozzle, and what was
///   damp in it bursts as bubbles of some hundred hertz.
///
/// Source, for the way of the material: Rauwendaal, "Polymer extrusion", 2014, chapters 7.2 (solids conveying) and 7.3 (melting).
struct ExtruderSound {
    enum State { case off, on, solid, soft }

    let state: State

    func render(count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        var noise = draw.noise()
        guard state != .off else {
            return Surroundings(backgroundDecibels: -6...6, isIndoors: true)
                .applied(to: noise.pink(count), rate: rate, &draw)
        }
        var samples = motor(count: count, rate: rate, &noise, &draw)
        if state != .on {
            let turns = draw.ratio(0.8...2.5)
            let load = state == .solid ? draw.decibels(2...7) : draw.decibels(-6 ... -1)
            SampleArithmetic.add(gears(turns, count: count, rate: rate, &draw), gain: load, to: &samples)
            switch state {
            case .solid:
                let cracks = cracks(turns, count: count, rate: rate, &draw)
                SampleArithmetic.add(cracks, gain: draw.decibels(-6...3), to: &samples)
            default:
                SampleArithmetic.add(
                    melt(count: count, rate: rate, &noise, &draw), gain: draw.decibels(-4...4), to: &samples)
            }
        }
        return Surroundings(backgroundDecibels: -24 ... -10, isIndoors: true).applied(to: samples, rate: rate, &draw)
    }

    private func motor(count: Int, rate: Double, _ noise: inout WhiteNoise, _ draw: inout Draw) -> [Float] {
        var air = noise.pink(count)
        Biquad.peak(draw.number(300...900), q: 0.9, decibels: draw.number(3...8), rate: rate).apply(to: &air)
        var samples = SampleArithmetic.normalized(air, to: draw.decibels(-8 ... -2))
        let mains = draw.wandering(100, share: 0.0005, count: count, rate: rate)
        let amplitudes = (1...8).map { Float(draw.decibels(-3...3) * 0.6 / Double($0).squareRoot()) }
        HarmonicSeries(amplitudes: amplitudes, phases: draw.phases(8)).add(mains, rate: rate, into: &samples)
        return samples
    }

    /// Teeth that mesh some hundred times a second, louder once a turn.
    private func gears(_ turns: Double, count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        let mesh = draw.wandering(turns * draw.number(140...220), share: 0.004, count: count, rate: rate)
        let amplitudes = (1...10).map { Float(draw.decibels(-4...4) / Double($0)) }
        var samples = [Float](repeating: 0, count: count)
        HarmonicSeries(amplitudes: amplitudes, phases: draw.phases(10)).add(mesh, rate: rate, into: &samples)
        let depth = draw.number(0.2...0.5)
        for index in samples.indices {
            samples[index] *= Float(1 + depth * sin(2 * .pi * turns * Double(index) / rate))
        }
        return SampleArithmetic.normalized(samples)
    }

    private func cracks(_ turns: Double, count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        let resonances = [
            Resonance(frequency: draw.number(1000...1700), decay: 0.003, gain: 1),
            Resonance(frequency: draw.number(2200...3200), decay: 0.002, gain: 0.8),
            Resonance(frequency: draw.number(3800...5000), decay: 0.001, gain: 0.5),
        ]
        let density = draw.ratio(25...90)
        return bursts(count: count, rate: rate, resonances, &draw) { density * (1 + 0.8 * sin(2 * .pi * turns * $0)) }
    }

    private func melt(count: Int, rate: Double, _ noise: inout WhiteNoise, _ draw: inout Draw) -> [Float] {
        var hiss = noise.pink(count)
        Biquad.highPass(draw.number(2000...3000), rate: rate).apply(to: &hiss)
        let resonances = [
            Resonance(frequency: draw.number(250...450), decay: 0.012, gain: 1),
            Resonance(frequency: draw.number(500...900), decay: 0.008, gain: 0.7),
        ]
        let density = draw.ratio(4...15)
        var samples = bursts(count: count, rate: rate, resonances, &draw) { _ in density }
        SampleArithmetic.add(SampleArithmetic.normalized(hiss), gain: draw.decibels(-3...6), to: &samples)
        return SampleArithmetic.normalized(samples)
    }

    /// Blows at random, so many a second, that make something ring.
    private func bursts(
        count: Int, rate: Double, _ resonances: [Resonance], _ draw: inout Draw, density: (Double) -> Double
    ) -> [Float] {
        var blows = Blows(count: count, rate: rate)
        var time = 0.0
        while time < Double(count) / rate {
            // Intervals of a random process have an exponential distribution.
            time += -log(max(1e-9, 1 - draw.number(0...1))) / max(1, density(time))
            blows.add(at: time, draw.number(0.2...1) * (draw.chance(0.5) ? 1 : -1))
        }
        return SampleArithmetic.normalized(Resonance.ring(blows.samples, resonances, rate: rate))
    }
}
