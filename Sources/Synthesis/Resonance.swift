#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A way in which a body rings when struck: `gain · exp(−t / decay) · sin(2π · frequency · t)`.
struct Resonance {
    /// In hertz.
    var frequency: Double
    /// Time to fall to 1/e, in seconds.
    var decay: Double
    var gain: Double

    /// Adds what a chain of blows sets ringing.
    ///
    /// Two poles at `r·e^±iθ`, `r = exp(−1 / (decay · rate))`: the response to a single 1 is `r^n · sin((n + 1)·θ) / sin θ`.
    func ring(_ blows: [Float], rate: Double, into out: inout [Float]) {
        let angle = 2 * Double.pi * min(frequency, 0.47 * rate) / rate
        let radius = exp(-1 / (decay * rate))
        let (c1, c2, c0) = (Float(2 * radius * cos(angle)), Float(-radius * radius), Float(gain * sin(angle)))
        var (y1, y2) = (Float(0), Float(0))
        for index in blows.indices {
            let y = c0 * blows[index] + c1 * y1 + c2 * y2
            (y2, y1) = (y1, y)
            out[index] += y
        }
    }

    static func ring(_ blows: [Float], _ resonances: [Resonance], rate: Double) -> [Float] {
        var out = [Float](repeating: 0, count: blows.count)
        for resonance in resonances { resonance.ring(blows, rate: rate, into: &out) }
        return out
    }
}
