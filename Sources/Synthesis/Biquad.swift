#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A filter of second order.
///
/// `y[n] = b0·x[n] + b1·x[n−1] + b2·x[n−2] − a1·y[n−1] − a2·y[n−2]`. Source of the coefficients: R. Bristow-Johnson, "Cookbook formulae for audio
/// EQ biquad filter coefficients".
struct Biquad {
    private let b0, b1, b2, a1, a2: Float

    private init(_ b: (Double, Double, Double), _ a: (Double, Double, Double)) {
        b0 = Float(b.0 / a.0)
        b1 = Float(b.1 / a.0)
        b2 = Float(b.2 / a.0)
        a1 = Float(a.1 / a.0)
        a2 = Float(a.2 / a.0)
    }

    private static func angles(_ frequency: Double, _ q: Double, _ rate: Double) -> (cosine: Double, alpha: Double) {
        let omega = 2 * Double.pi * min(frequency, 0.49 * rate) / rate
        return (cos(omega), sin(omega) / (2 * q))
    }

    static func lowPass(_ frequency: Double, q: Double = 0.7071, rate: Double) -> Biquad {
        let (c, alpha) = angles(frequency, q, rate)
        return Biquad(((1 - c) / 2, 1 - c, (1 - c) / 2), (1 + alpha, -2 * c, 1 - alpha))
    }

    static func highPass(_ frequency: Double, q: Double = 0.7071, rate: Double) -> Biquad {
        let (c, alpha) = angles(frequency, q, rate)
        return Biquad(((1 + c) / 2, -(1 + c), (1 + c) / 2), (1 + alpha, -2 * c, 1 - alpha))
    }

    /// Peak gain 1.
    static func bandPass(_ frequency: Double, q: Double, rate: Double) -> Biquad {
        let (c, alpha) = angles(frequency, q, rate)
        return Biquad((alpha, 0, -alpha), (1 + alpha, -2 * c, 1 - alpha))
    }

    /// A hill or a dip of `decibels` around `frequency`.
    static func peak(_ frequency: Double, q: Double, decibels: Double, rate: Double) -> Biquad {
        let (c, alpha) = angles(frequency, q, rate)
        let a = pow(10, decibels / 40)
        return Biquad((1 + alpha * a, -2 * c, 1 - alpha * a), (1 + alpha / a, -2 * c, 1 - alpha / a))
    }

    /// Filters in place, from rest.
    func apply(to samples: inout [Float]) {
        var (s1, s2) = (Float(0), Float(0))
        for index in samples.indices {
            let x = samples[index]
            let y = b0 * x + s1
            s1 = b1 * x - a1 * y + s2
            s2 = b2 * x - a2 * y
            samples[index] = y
        }
    }

    func applied(to samples: [Float]) -> [Float] {
        var samples = samples
        apply(to: &samples)
        return samples
    }
}
