#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// How loud one channel is, and whether something is wrong with it.
public struct SoundLevel: Sendable, Equatable {
    /// Square root of the mean square.
    public var rootMeanSquare: Float
    /// Largest magnitude.
    public var peak: Float
    /// Mean of the samples: a recorder's offset.
    public var mean: Float
    /// Fraction of samples that sit at full scale (±0.999 or beyond).
    public var clippedFraction: Float

    public init(_ samples: some Collection<Float>) {
        var (sum, squares) = (0.0, 0.0)
        var (peak, clipped): (Float, Int) = (0, 0)
        for sample in samples {
            sum += Double(sample)
            squares += Double(sample) * Double(sample)
            peak = max(peak, abs(sample))
            if abs(sample) >= 0.999 { clipped += 1 }
        }
        let count = Double(max(1, samples.count))
        self.rootMeanSquare = Float((squares / count).squareRoot())
        self.peak = peak
        self.mean = Float(sum / count)
        self.clippedFraction = Float(Double(clipped) / count)
    }

    /// Level below full scale in decibels, `20·log10(rms)`; minus infinity for silence.
    public var decibels: Float { rootMeanSquare > 0 ? 20 * log10(rootMeanSquare) : -.infinity }

    /// Whether nothing was recorded: not one sample above the last bit of 24.
    public var isSilent: Bool { peak < 0x1p-23 }
}
