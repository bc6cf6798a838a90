#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A solenoid valve that lets air through in strokes.
///
/// - Each stroke: the plunger strikes its stop (a click that rings the body), air flows, the plunger falls back (a softer click).
/// - Air through the seat hisses where the jet's Strouhal number puts it, `f = St · U / D` with `St ≈ 0.2`: 150 m/s through 6 mm give 5 kHz.
/// - A sticking plunger hesitates: small slips before a late, softer blow, and strokes out of step.
/// - A leaking seat hisses between the strokes too.
///
/// Source: Lighthill's jets as in Beranek and Vér, "Noise and Vibration Control Engineering", chapter on gas flows.
struct ValveSound {
    enum Condition { case normal, sticking, leaking }

    let condition: Condition

    func render(count: Int, rate: Double, _ draw: inout Draw) -> [Float] {
        let period = draw.varied(draw.distinct("period", 0.45...1.1), share: 0.01)
        let isSticking = condition == .sticking
        var blows = Blows(count: count, rate: rate)
        var opening = [Float](repeating: 0, count: count)
        var time = draw.number(0.05...period)
        while time < Double(count) / rate {
            let open = period * draw.number(0.3...0.4)
            let delay = isSticking ? draw.number(0.02...0.09) : 0
            let strength = draw.decibels(isSticking ? -7 ... -1 : -2...2)
            if isSticking {
                for _ in 0..<draw.whole(2...5) {
                    blows.add(at: time + draw.number(0...delay), draw.number(0.12...0.35))
                }
            }
            blows.add(at: time + delay, strength)
            // The plunger bounces once.
            blows.add(at: time + delay + draw.number(0.006...0.012), 0.3 * strength)
            blows.add(at: time + delay + open, 0.55 * strength)
            Self.open(&opening, from: time + delay, for: open, rate: rate)
            time += period * (1 + (isSticking ? 0.06 : 0.008) * draw.normal())
        }
        func decay(_ number: Int, _ range: ClosedRange<Double>) -> Double {
            draw.fixed("decay \(number)") { $0.number(range) }
        }
        let body = [
            Resonance(frequency: draw.distinct("body 1", 550...950), decay: decay(1, 0.004...0.009), gain: 0.8),
            Resonance(frequency: draw.distinct("body 2", 1500...2600), decay: decay(2, 0.003...0.007), gain: 1),
            Resonance(frequency: draw.distinct("body 3", 3200...5000), decay: decay(3, 0.002...0.004), gain: 0.7),
        ]
        let clicks = Resonance.ring(blows.samples, body, rate: rate)
        let peak = Double(clicks.reduce(0) { max($0, abs($1)) })
        var samples = clicks.map { $0 / Float(max(peak, 1e-9)) }
        SampleArithmetic.add(hiss(opening, rate: rate, &draw), gain: draw.steady("hiss", -32 ... -24), to: &samples)
        return Surroundings(backgroundDecibels: -22 ... -10, isIndoors: true).applied(to: samples, rate: rate, &draw)
    }

    /// Flow sets in within milliseconds and dies away as the pressure does.
    private static func open(_ opening: inout [Float], from start: Double, for seconds: Double, rate: Double) {
        let first = max(0, Int(start * rate))
        let last = min(opening.count, Int((start + seconds) * rate))
        guard first < last else { return }
        for index in first..<last {
            let t = Double(index - first) / rate
            opening[index] = Float((1 - exp(-t / 0.004)) * exp(-t / (0.6 * seconds)))
        }
    }

    private func hiss(_ opening: [Float], rate: Double, _ draw: inout Draw) -> [Float] {
        var noise = draw.noise()
        let white = noise.samples(opening.count)
        // 0.2 · U / D.
        let center = draw.fixed("jet") { 0.2 * $0.number(110...190) / $0.number(0.006...0.009) }
        var jet = SampleArithmetic.normalized(Biquad.bandPass(center, q: 0.8, rate: rate).applied(to: white))
        let leak = condition == .leaking ? Float(draw.decibels(-9 ... -1, begun: -20 ... -13)) : 0
        SampleArithmetic.multiply(&jet, by: opening.map { max(leak, $0 * 1.2) })
        return jet
    }
}
