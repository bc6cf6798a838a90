#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A tone and its multiples, `Σ_k amplitude[k] · sin(k·φ(t) + phase[k])`, with `φ` the running phase of a fundamental that may wander.
struct HarmonicSeries {
    /// Of the fundamental and its multiples; the first is the fundamental's.
    var amplitudes: [Float]
    var phases: [Double]

    /// Adds the tone; `frequency[n]` is the fundamental at sample *n*, in hertz. What would lie above the rate's half is left out.
    func add(_ frequency: [Float], rate: Double, into out: inout [Float]) {
        let highest = Double(frequency.max() ?? 0)
        let used = amplitudes.indices.filter { amplitudes[$0] != 0 && Double($0 + 1) * highest < 0.48 * rate }
        guard let last = used.last else { return }
        // Each multiple is the one before times the fundamental, as complex numbers; its own phase is a fixed factor.
        let real = (0...last).map { amplitudes[$0] * Float(cos(phases[$0])) }
        let imaginary = (0...last).map { amplitudes[$0] * Float(sin(phases[$0])) }
        var turn = 0.0
        let step = 2 * Double.pi / rate
        for index in out.indices {
            let (c, s) = (Float(cos(turn)), Float(sin(turn)))
            var (x, y, sum) = (c, s, Float(0))
            for k in 0...last {
                sum += real[k] * y + imaginary[k] * x
                (x, y) = (x * c - y * s, x * s + y * c)
            }
            out[index] += sum
            turn += step * Double(frequency[index])
            if turn > 2 * Double.pi { turn -= 2 * Double.pi }
        }
    }
}
