/// An axial fan in a duct or wall.
///
/// - The blades chop the air: tones at multiples of the blade-pass frequency `f_b = blades · f_shaft`, falling with their number.
/// - Turbulence: broad noise, its hump where a blade's chord and speed put it.
/// - The motor hums at twice the mains' frequency.
/// - An imbalance shakes the shaft once a turn: tones at `f_shaft` and its multiples come up, and all that the blades do is modulated,
///   `1 + m·cos(2π·f_shaft·t)`: side bands at `k·f_b ± f_shaft`.
///
/// Source: R. H. Randall, "Vibration-based Condition Monitoring", 2011, chapter 2; Beranek and Vér, "Noise and Vibration Control
/// Engineering", chapter on fans.
struct FanSound {
    let isUnbalanced: Bool

    func render(count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        let speed = draw.varied(draw.distinct("shaft", 17...31), share: 0.006)
        let shaft = draw.wandering(speed, share: 0.004, count: count, rate: rate)
        let blades = draw.fixed("blades") { $0.whole(5...9) }

        var tones = [Float](repeating: 0, count: count)
        let multiples = draw.fixed("tones") { draw in
            let strength = draw.number(0.7...1.3)
            return (1...8).map { Float(strength / Double($0) * draw.decibels(-4...4)) }
        }
        HarmonicSeries(amplitudes: multiples, phases: draw.phases(8)).add(
            shaft.map { $0 * Float(blades) }, rate: rate, into: &tones)

        var air = turbulence(count: count, rate: rate, &draw)
        SampleArithmetic.add(tones, gain: draw.steady("loudness of tones", -10 ... -2), to: &air)
        modulate(
            &air, shaft: shaft,
            depth: isUnbalanced ? draw.number(0.28...0.55) : draw.fixed("modulation") { $0.number(0.02...0.10) },
            rate: rate, &draw)

        // What the frame radiates of the shaft's own turning: always a little.
        let shaking = isUnbalanced ? draw.decibels(-8...0, begun: -7 ... -2) : draw.steady("shaking", -26 ... -16)
        let turns = (1...5).map { Float(shaking / Double($0)) }
        HarmonicSeries(amplitudes: turns, phases: draw.phases(5)).add(shaft, rate: rate, into: &air)
        let hum = draw.fixed("hum") { draw in (1...3).map { Float(draw.decibels(-30 ... -18) / Double($0)) } }
        HarmonicSeries(amplitudes: hum, phases: draw.phases(3)).add(
            Array(repeating: 100, count: count), rate: rate, into: &air)
        return Surroundings(backgroundDecibels: -24 ... -9, isIndoors: true).applied(to: air, rate: rate, &draw)
    }

    private func turbulence(count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        var noise = draw.noise()
        var broad = noise.pink(count)
        let center = draw.distinct("turbulence", 350...1100)
        let (q, gain) = draw.fixed("shape of turbulence") { ($0.number(0.4...0.8), $0.number(1...2.5)) }
        let hump = Biquad.bandPass(center, q: q, rate: rate).applied(to: broad)
        SampleArithmetic.add(hump, gain: gain, to: &broad)
        Biquad.lowPass(draw.distinct("highest", 2500...5500), rate: rate).apply(to: &broad)
        return SampleArithmetic.normalized(broad)
    }

    private func modulate(_ samples: inout [Float], shaft: [Float], depth: Double, rate: Double, _ draw: inout Draw) {
        var wave = [Float](repeating: 0, count: samples.count)
        HarmonicSeries(amplitudes: [Float(depth), Float(depth * 0.2)], phases: draw.phases(2)).add(
            shaft, rate: rate, into: &wave)
        for index in samples.indices { samples[index] *= 1 + wave[index] }
    }
}
