#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// The distribution of a share in 0…1, and of the count that it gives among new trials.
///
/// When the threshold is the `k`-th largest of `n` scores of one distribution, the share of that distribution above it is distributed as
/// Beta(k, n + 1 − k), whatever the distribution is; the count among `m` further draws is then beta-binomial.
/// Source: Wilks, "Determination of sample sizes for setting tolerance limits", 1941; Vovk, "Conditional validity of inductive conformal
/// predictors", 2012.
struct BetaDistribution: Sendable {
    let alpha: Double
    let beta: Double

    init(_ alpha: Double, _ beta: Double) {
        precondition(alpha > 0 && beta > 0, "BetaDistribution(\(alpha), \(beta))")
        self.alpha = alpha
        self.beta = beta
    }

    var mean: Double { alpha / (alpha + beta) }

    /// The probability of a share up to `x`: the regularised incomplete beta function.
    func cumulative(_ x: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let front = exp(alpha * log(x) + beta * log1p(-x) - Self.logBeta(alpha, beta))
        // The continued fraction converges fast on the side of the mean.
        return x < (alpha + 1) / (alpha + beta + 2)
            ? front * Self.continuedFraction(alpha, beta, x) / alpha
            : 1 - front * Self.continuedFraction(beta, alpha, 1 - x) / beta
    }

    /// The share that is not exceeded with probability `p`, by bisection.
    func quantile(_ p: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if cumulative(middle) < p { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    /// The probability of `count` hits in `trials`.
    func hitProbability(_ count: Int, of trials: Int) -> Double {
        let (hits, trials) = (Double(count), Double(trials))
        let ways = -log(trials + 1) - Self.logBeta(hits + 1, trials - hits + 1)
        return exp(ways + Self.logBeta(hits + alpha, trials - hits + beta) - Self.logBeta(alpha, beta))
    }

    /// The narrowest counts outside of which, on either side, no more than `(1 − coverage) / 2` lies.
    func hitInterval(of trials: Int, coverage: Double = 0.95) -> ClosedRange<Int> {
        precondition(trials >= 0, "BetaDistribution.hitInterval: \(trials) trials")
        let tail = (1 - coverage) / 2
        var (low, high) = (0, trials)
        var below = 0.0
        while low < trials {
            below += hitProbability(low, of: trials)
            if below > tail { break }
            low += 1
        }
        var above = 0.0
        while high > low {
            above += hitProbability(high, of: trials)
            if above > tail { break }
            high -= 1
        }
        return low...high
    }

    private static func logBeta(_ a: Double, _ b: Double) -> Double {
        // The sign that `lgamma` keeps on the side is that of arguments below 0, which there are none of.
        lgamma(a) + lgamma(b) - lgamma(a + b)
    }

    /// Lentz's method.
    private static func continuedFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...10_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / kept(1 + even * d)
            c = kept(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / kept(1 + odd * d)
            c = kept(1 + odd / c)
            let change = d * c
            result *= change
            if abs(change - 1) < 1e-15 { break }
        }
        return result
    }
}
