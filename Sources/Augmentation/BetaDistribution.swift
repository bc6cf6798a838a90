public import InspectionTypes
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The distribution of mixup's weights: Beta(α, β), as the share of one of two gamma-distributed numbers.
///
/// Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
public struct BetaDistribution: Sendable, Hashable {
    public var alpha: Double
    public var beta: Double

    public init(alpha: Double, beta: Double) {
        precondition(alpha > 0 && beta > 0, "BetaDistribution: α \(alpha) and β \(beta) must be positive")
        self.alpha = alpha
        self.beta = beta
    }

    /// A number of `[0, 1]`.
    public func next(using generator: inout SeededGenerator) -> Double {
        let first = Self.gamma(alpha, using: &generator)
        let second = Self.gamma(beta, using: &generator)
        // With a tiny α both may vanish.
        return first + second > 0 ? first / (first + second) : 0.5
    }

    private static func gamma(_ shape: Double, using generator: inout SeededGenerator) -> Double {
        guard shape >= 1 else {
            // Γ(k) is Γ(k + 1) times U^(1/k).
            let boost = pow(max(generator.nextUniform(), .leastNormalMagnitude), 1 / shape)
            return gamma(shape + 1, using: &generator) * boost
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = generator.nextNormal()
            let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
            guard v > 0 else { continue }
            let u = max(generator.nextUniform(), .leastNormalMagnitude)
            if log(u) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
        }
    }
}
