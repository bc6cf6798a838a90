#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// The discrete Fourier transform of a real signal of even length.
///
/// `X[k] = Σ_n x[n] · exp(-2πi·nk / length)` for `k` of `0 ... length / 2`, unscaled. Any even length works; those with small prime
/// factors are fast. Two neighbouring samples are taken for one complex number, so that half the length is transformed, and the halves
/// are told apart afterwards. A plan: made once, used from any thread.
public struct RealFFT: Sendable {
    /// Samples in.
    public let length: Int
    let plan: FourierPlan
    /// `exp(-2πi·k / length)`, `k` of `0 ... length / 4`, as cosine and sine.
    let turns: [Float]

    /// - Parameter length: samples in; even and positive.
    public init(length: Int) {
        precondition(length > 0 && length % 2 == 0, "RealFFT: length \(length) is not even and positive")
        self.length = length
        self.plan = FourierPlan(length: length / 2)
        self.turns = (0...length / 4).flatMap { k -> [Float] in
            let angle = -2 * Double.pi * Double(k) / Double(length)
            return [Float(cos(angle)), Float(sin(angle))]
        }
    }

    /// Numbers out: `length / 2 + 1`.
    public var binCount: Int { length / 2 + 1 }

    /// The spectrum of one signal of ``length`` samples.
    public func forward(_ samples: [Float]) -> (real: [Float], imaginary: [Float]) {
        precondition(samples.count == length, "RealFFT.forward: \(samples.count) samples for a length of \(length)")
        let half = length / 2
        return withUnsafeTemporaryAllocation(of: Lanes.self, capacity: length) { work in
            guard let base = work.baseAddress else { return ([], []) }
            for n in 0..<length { base[n] = Lanes(repeating: 0.5 * samples[n]) }
            plan.transform(base)
            var real = [Float](repeating: 0, count: binCount)
            var imaginary = real
            real[0] = 2 * (base[0] + base[1])[0]
            real[half] = 2 * (base[0] - base[1])[0]
            for k in 1..<max(1, half / 2 + 1) {
                let (sr, si, dr, di) = separated(base, k)
                (real[half - k], imaginary[half - k]) = ((sr - dr)[0], (di - si)[0])
                (real[k], imaginary[k]) = ((sr + dr)[0], (si + di)[0])
            }
            return (real, imaginary)
        }
    }

    /// The squared magnitudes of the spectrum of one signal of ``length`` samples.
    public func powerSpectrum(_ samples: [Float]) -> [Float] {
        let (real, imaginary) = forward(samples)
        return zip(real, imaginary).map { $0 * $0 + $1 * $1 }
    }

    /// From the transform of `½·(x[2j] + i·x[2j+1])` the even samples' part `(sr, si)` and the odd samples' turned part `(dr, di)` of bin
    /// `k`: their sum is `X[k]`, the conjugate of their difference `X[length/2 - k]`.
    @inline(__always)
    func separated(_ work: UnsafeMutablePointer<Lanes>, _ k: Int) -> (Lanes, Lanes, Lanes, Lanes) {
        let near = 2 * Int(plan.position[k])
        let far = 2 * Int(plan.position[length / 2 - k])
        let (nr, ni, fr, fi) = (work[near], work[near + 1], work[far], work[far + 1])
        // The odd part is -i · (Z[k] - conj Z[-k]).
        let (dr, di) = FourierPlan.turned(ni + fi, fr - nr, turns[2 * k], turns[2 * k + 1])
        return (nr + fr, ni - fi, dr, di)
    }

    /// The power spectra of several signals side by side.
    ///
    /// - Parameters:
    ///   - work: `[sample]`, halved samples (`½·x`); overwritten.
    ///   - powers: `[bin]`, ``binCount`` of them.
    @inline(__always)
    func powerSpectra(_ work: UnsafeMutablePointer<Lanes>, into powers: UnsafeMutablePointer<Lanes>) {
        plan.transform(work)
        let half = length / 2
        let (sum, difference) = (work[0] + work[1], work[0] - work[1])
        powers[0] = 4 * sum * sum
        powers[half] = 4 * difference * difference
        var k = 1
        while k <= half / 2 {
            let (sr, si, dr, di) = separated(work, k)
            let (pr, pi, mr, mi) = (sr + dr, si + di, sr - dr, si - di)
            powers[half - k] = mr * mr + mi * mi
            powers[k] = pr * pr + pi * pi
            k += 1
        }
    }
}
