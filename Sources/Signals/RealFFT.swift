import CFourier

/// The discrete Fourier transform of a real signal of even length.
///
/// `X[k] = Σ_n x[n] · exp(-2πi·nk / length)` for `k` of `0 ... length / 2`, unscaled. Any even length works; those with small prime
/// factors are fast. A plan: made once, used from any thread.
public final class RealFFT: Sendable {
    /// Samples in.
    public let length: Int
    let plan: FourierPlan

    /// - Parameter length: samples in; even and positive.
    public convenience init(length: Int) { self.init(length: length, best: .avx512) }

    /// - Parameter best: the most to ask of the processor.
    init(length: Int, best: InstructionSet) {
        precondition(
            length > 0 && length % 2 == 0 && length <= 1 << 24,
            "RealFFT: length \(length) is not even and within 2...\(1 << 24)"
        )
        self.length = length
        self.plan = FourierPlan(length: length, best: best)
    }

    /// Numbers out: `length / 2 + 1`.
    public var binCount: Int { length / 2 + 1 }

    /// The spectrum of one signal of ``length`` samples.
    public func forward(_ samples: [Float]) -> (real: [Float], imaginary: [Float]) {
        precondition(samples.count == length, "RealFFT.forward: \(samples.count) samples for a length of \(length)")
        var real = [Float](repeating: 0, count: binCount)
        var imaginary = real
        let problem = cfourier_spectrum(plan.handle, samples, &real, &imaginary)
        precondition(problem == 0, "RealFFT.forward: out of memory")
        return (real, imaginary)
    }

    /// The squared magnitudes of the spectrum of one signal of ``length`` samples.
    public func powerSpectrum(_ samples: [Float]) -> [Float] {
        let (real, imaginary) = forward(samples)
        return zip(real, imaginary).map { $0 * $0 + $1 * $1 }
    }
}

/// The families of processors that the inner loop is compiled for, each asking more than the one before.
public enum InstructionSet: UInt32, Sendable, CaseIterable, CustomStringConvertible {
    /// What every processor of its kind has: SSE2, NEON.
    case baseline = 0
    case avx2 = 1
    case avx512 = 2

    /// What the loop runs on here.
    public static var current: InstructionSet { FourierPlan(length: 2, best: .avx512).instructionSet }

    public var description: String {
        switch self {
        case .baseline: "baseline"
        case .avx2: "AVX2"
        case .avx512: "AVX-512"
        }
    }
}

/// Owns a transform's tables on the C side. They never change, so any thread may read them.
final class FourierPlan: @unchecked Sendable {
    let handle: OpaquePointer

    init(length: Int, best: InstructionSet) {
        guard let handle = cfourier_plan_create(Int32(length), cfourier_family(best.rawValue)) else {
            preconditionFailure("FourierPlan: no memory for the tables of a transform of \(length) samples")
        }
        self.handle = handle
    }

    deinit { cfourier_plan_destroy(handle) }

    var instructionSet: InstructionSet { InstructionSet(rawValue: cfourier_plan_family(handle).rawValue) ?? .baseline }
}
