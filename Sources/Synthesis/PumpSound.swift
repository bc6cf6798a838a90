#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A centrifugal pump.
///
/// - Tones at multiples of the vane-pass frequency `f_v = vanes · f_shaft` and at the shaft's own, flow noise beside them.
/// - Cavitation: where the pressure falls below the vapour's, bubbles form and collapse by the hundreds a second, each a click of a fraction of a
///   millisecond; together they crackle above 2 kHz, thicker whenever a vane passes.
/// - A worn bearing: ``BearingDefect``.
///
/// Source: Čudina, "Detection of cavitation phenomenon in a centrifugal pump using audible sound", Mechanical Systems and Signal
/// Processing 17 (2003); Brennen, "Hydrodynamics of Pumps", 1994.
struct PumpSound {
    enum Condition { case normal, cavitation, wornBearing }

    let condition: Condition

    func render(count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        // Motors with two or four poles, a little behind the mains.
        let rated = draw.fixed("shaft") { $0.chance(0.5) ? $0.number(47.2...49.6) : $0.number(23.6...24.8) }
        let turns = draw.varied(rated, share: 0.003)
        let shaft = draw.wandering(turns, share: 0.002, count: count, rate: rate)
        let vanes = draw.fixed("vanes") { $0.whole(5...7) }
        var samples = flow(count: count, rate: rate, &draw)
        addTones(shaft: shaft, vanes: vanes, rate: rate, &draw, to: &samples)
        switch condition {
        case .normal: break
        case .cavitation:
            let crackle = cavitation(vanePass: Double(vanes) * turns, count: count, rate: rate, &draw)
            SampleArithmetic.add(crackle, gain: draw.decibels(-14 ... -4, begun: -24 ... -17), to: &samples)
        case .wornBearing:
            let ringing = BearingDefect.drawn(&draw).render(shaft: shaft, rate: rate, &draw)
            SampleArithmetic.add(ringing, gain: draw.decibels(-17 ... -7, begun: -17 ... -11), to: &samples)
        }
        return Surroundings(backgroundDecibels: -26 ... -12, isIndoors: true).applied(to: samples, rate: rate, &draw)
    }

    private func flow(count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        var noise = draw.noise()
        var broad = noise.pink(count)
        let center = draw.distinct("flow", 400...1500)
        let hump = draw.fixed("strength of flow") { $0.number(2...8) }
        Biquad.peak(center, q: 0.8, decibels: hump, rate: rate).apply(to: &broad)
        Biquad.lowPass(draw.distinct("highest", 2500...6000), q: 0.6, rate: rate).apply(to: &broad)
        return SampleArithmetic.normalized(broad, to: draw.steady("loudness of flow", -6...0))
    }

    private func addTones(shaft: [Float], vanes: Int, rate: Double, _ draw: inout Draw, to samples: inout [Float]) {
        let highest = vanes * 6
        let level = draw.steady("loudness of tones", -3...4)
        let amplitudes = draw.fixed("tones") { draw in
            (1...highest).map { order in
                let isVane = order.isMultiple(of: vanes)
                return Float(
                    level * (isVane ? 0.8 / Double(order / vanes) : 0.12 / Double(order).squareRoot())
                        * draw.decibels(-4...4))
            }
        }
        HarmonicSeries(amplitudes: amplitudes, phases: draw.phases(highest)).add(shaft, rate: rate, into: &samples)
    }

    private func cavitation(vanePass: Double, count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        var blows = Blows(count: count, rate: rate)
        let density = draw.ratio(150...700)
        let depth = draw.number(0.3...0.7)
        var time = 0.0
        // Bursts: now the bubbles are many, now few.
        let burst = draw.number(0.8...3)
        while time < Double(count) / rate {
            let vane = 1 + depth * sin(2 * .pi * vanePass * time)
            let swell = 1 + 0.5 * sin(2 * .pi * burst * time)
            // Intervals of a random process have an exponential distribution.
            time += -log(max(1e-9, 1 - draw.number(0...1))) / (density * vane * swell)
            // Few are large.
            blows.add(at: time, pow(draw.number(0.05...1), 2) * (draw.chance(0.5) ? 1 : -1))
        }
        let resonances = [
            Resonance(frequency: draw.number(2300...3400), decay: 0.0006, gain: 0.7),
            Resonance(frequency: draw.number(3800...5000), decay: 0.0005, gain: 1),
            Resonance(frequency: draw.number(5400...6800), decay: 0.0004, gain: 0.9),
        ]
        return SampleArithmetic.normalized(Resonance.ring(blows.samples, resonances, rate: rate))
    }
}
