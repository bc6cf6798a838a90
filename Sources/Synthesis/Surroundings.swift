import InspectionTypes

/// What comes between a source and the file: reflections of a room, the sensor's response, sounds from elsewhere, and the recorder's level.
///
/// Every recording has its own, so that no class is known by its room; a fleet's machines stand where they stand.
struct Surroundings {
    /// Noise from elsewhere against the source, in decibels.
    var backgroundDecibels: ClosedRange<Double>
    /// Whether walls are near.
    var isIndoors: Bool

    func applied(to source: [Float], rate: Double, _ draw: inout Draw) -> [Float] {
        var samples = SampleArithmetic.normalized(source)
        if isIndoors { addReflections(to: &samples, rate: rate, &draw) }
        addBackground(to: &samples, rate: rate, &draw)
        let response = draw.fixed("sensor") { draw in
            (0..<3).map { _ in
                Biquad.peak(
                    draw.ratio(150...6000), q: draw.number(0.5...1.2), decibels: draw.number(-4...4), rate: rate)
            } + [
                Biquad.highPass(draw.number(25...60), rate: rate), Biquad.lowPass(draw.number(6500...7600), rate: rate),
            ]
        }
        for filter in response { filter.apply(to: &samples) }
        return Self.recorded(samples, level: draw.steady("level", -34 ... -22, within: 2))
    }

    /// Four early reflections, each later and softer, then a tail fed back through one delay.
    private func addReflections(to samples: inout [Float], rate: Double, _ draw: inout Draw) {
        let dry = samples
        let early = draw.fixed("walls") { draw in
            (1...4).map { order in
                (
                    delay: Int(draw.number(0.003...0.012) * Double(order) * rate),
                    gain: Float(draw.number(0.15...0.4) / Double(order)) * (draw.chance(0.5) ? 1 : -1)
                )
            }
        }
        for (delay, gain) in early where delay < samples.count {
            for index in delay..<samples.count { samples[index] += gain * dry[index - delay] }
        }
        let (delay, feedback) = draw.fixed("tail") {
            (Int($0.number(0.029...0.047) * rate), Float($0.number(0.1...0.35)))
        }
        guard delay < samples.count else { return }
        for index in delay..<samples.count { samples[index] += feedback * samples[index - delay] * 0.7 }
    }

    private func addBackground(to samples: inout [Float], rate: Double, _ draw: inout Draw) {
        var noise = draw.noise()
        var background = noise.pink(samples.count)
        if isIndoors, draw.fixed("hum nearby", { $0.chance(0.5) }) {
            // Another machine hums along: mains at 50 Hz and its multiples.
            let hum = HarmonicSeries(amplitudes: [0.3, 0.5, 0.15, 0.2], phases: draw.phases(4))
            hum.add(
                Array(repeating: Float(draw.number(49.8...50.2)), count: samples.count), rate: rate, into: &background)
        }
        let gain = draw.steady("background", backgroundDecibels, within: 2)
        SampleArithmetic.add(SampleArithmetic.normalized(background), gain: gain, to: &samples)
    }

    /// At the wanted level, bent softly where it would pass full scale, as a recorder's limiter does.
    private static func recorded(_ samples: [Float], level: Double) -> [Float] {
        SampleArithmetic.normalized(samples, to: level).map { x in
            let size = abs(x)
            return size < 0.7 ? x : (x < 0 ? -1 : 1) * (0.7 + 0.29 * (1 - 0.29 / (0.29 + size - 0.7)))
        }
    }
}
