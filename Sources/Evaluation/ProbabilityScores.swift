#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// How good probabilities are as probabilities, not only as an order. Lower is better.
public enum ProbabilityScores {
    /// Mean of `−ln p(truth)`, `p` kept within machine precision of 0 and 1. In nats.
    public static func logLoss(probabilities: [[Double]], truth: [Int]) -> Double {
        checkShapes("logLoss", probabilities, truth)
        let sum = zip(probabilities, truth).reduce(0.0) { sum, pair in
            sum - log(min(max(pair.0[pair.1], .ulpOfOne), 1 - .ulpOfOne))
        }
        return sum / Double(truth.count)
    }

    /// Mean of `Σ (pₖ − yₖ)²` over the classes, *y* being 1 for the true class and 0 for the rest; with two classes half of it, which
    /// is Brier's score of either class.
    ///
    /// Source: Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950).
    public static func brier(probabilities: [[Double]], truth: [Int]) -> Double {
        checkShapes("brier", probabilities, truth)
        let sum = zip(probabilities, truth).reduce(0.0) { sum, pair in
            sum
                + pair.0.enumerated().reduce(0.0) { sum, entry in
                    let error = entry.element - (entry.offset == pair.1 ? 1 : 0)
                    return sum + error * error
                }
        }
        let scale = probabilities.first?.count == 2 ? 0.5 : 1
        return scale * sum / Double(truth.count)
    }

    private static func checkShapes(_ operation: String, _ probabilities: [[Double]], _ truth: [Int]) {
        precondition(
            probabilities.count == truth.count && !truth.isEmpty,
            "ProbabilityScores.\(operation): \(probabilities.count) predictions, \(truth.count) truths"
        )
    }
}
