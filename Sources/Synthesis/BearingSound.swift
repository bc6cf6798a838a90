/// A motor's spindle on rolling bearings.
///
/// - The motor hums: tones at the shaft's speed and its multiples, and at twice the mains' frequency.
/// - Balls roll over surfaces that are never smooth: broad noise that rings the housing at a few hundred hertz to some kilohertz, a little louder twice
///   in a turn of the cage, which turns at `f_cage = f_shaft / 2 · (1 − d/D · cos φ)`.
/// - A worn spot on the outer ring: ``BearingDefect``.
///
/// Source: Randall and Antoni, "Rolling element bearing diagnostics: a tutorial", Mechanical Systems and Signal Processing 25 (2011).
struct BearingSound {
    let isWorn: Bool

    func render(count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        let turns = draw.varied(draw.distinct("shaft", 18...48), share: 0.004)
        let shaft = draw.wandering(turns, share: 0.002, count: count, rate: rate)
        let geometry = BearingDefect.drawn(&draw)
        var samples = rolling(
            cage: shaft.map { $0 * Float(geometry.strikesPerTurn / Double(geometry.balls)) }, rate: rate, &draw)
        let tones = draw.fixed("tones") { draw in
            (1...10).map { Float(draw.decibels(-8...2) / Double($0).squareRoot()) }
        }
        var motor = [Float](repeating: 0, count: count)
        HarmonicSeries(amplitudes: tones, phases: draw.phases(10)).add(shaft, rate: rate, into: &motor)
        let hum = draw.fixed("hum") { draw in (1...4).map { Float(draw.decibels(-12 ... -2) / Double($0)) } }
        HarmonicSeries(amplitudes: hum, phases: draw.phases(4)).add(
            Array(repeating: 100, count: count), rate: rate, into: &motor)
        SampleArithmetic.add(
            SampleArithmetic.normalized(motor), gain: draw.steady("loudness of the motor", -6...2), to: &samples)
        if isWorn {
            let ringing = geometry.render(shaft: shaft, rate: rate, &draw)
            SampleArithmetic.add(ringing, gain: draw.decibels(-16 ... -8, begun: -15 ... -10), to: &samples)
        }
        return Surroundings(backgroundDecibels: -26 ... -16, isIndoors: true).applied(to: samples, rate: rate, &draw)
    }

    private func rolling(cage: [Float], rate: Double, _ draw: inout Draw) -> [Float] {
        var noise = draw.noise()
        let contact = noise.samples(cage.count)
        let bands = [
            (draw.distinct("housing 1", 500...1200), 3.0, 1.0), (draw.distinct("housing 2", 1500...3000), 4.0, 0.7),
            (draw.distinct("housing 3", 3400...6000), 4.0, 0.4),
        ]
        var samples = [Float](repeating: 0, count: cage.count)
        for (center, q, gain) in bands {
            SampleArithmetic.add(
                Biquad.bandPass(center, q: q, rate: rate).applied(to: contact), gain: gain, to: &samples)
        }
        var wave = [Float](repeating: 1, count: cage.count)
        let depth = draw.fixed("load") { Float($0.number(0.05...0.15)) }
        HarmonicSeries(amplitudes: [0, depth], phases: draw.phases(2)).add(cage, rate: rate, into: &wave)
        SampleArithmetic.multiply(&samples, by: wave)
        return SampleArithmetic.normalized(samples)
    }
}
