/// How strongly a head's weights are held small, and how many features it takes, chosen on recordings that it was not fitted to.
public struct RegularizationChoice: Sendable, Hashable {
    /// One strength that was tried.
    public struct Trial: Sendable, Hashable {
        /// Inverse strength: the larger, the freer the weights.
        public var regularization: Double
        /// Mean of −ln p(truth) over recordings, p the mean over a recording's windows.
        public var loss: Double
        /// Standard error of ``loss``.
        public var error: Double
        /// Share of recordings named rightly.
        public var accuracy: Double
    }

    /// Where the recordings came from that judged.
    public enum Judge: Sendable, Hashable {
        /// A part of their own.
        case validation
        /// Each of so many folds held out in turn.
        case folds(Int)
        /// Nobody: it was given, or there were too few recordings.
        case none
    }

    public var regularization: Double
    public var judge: Judge
    /// Of the features that were chosen, from the strongest to the freest.
    public var trials: [Trial]
    /// The first features of a row, as many as are taken; `nil` for all.
    public var width: Int?

    /// Strengths that are tried, from the strongest: C as scikit-learn has it, for standardised features.
    public static let grid = [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1, 3]
    /// The same where further features are tried: with more of them than recordings, what is freer takes longest and gains nothing.
    static let wideGrid = [1e-3, 1e-2, 1e-1]
    /// Where nobody can judge.
    public static let usual = 1e-2

    /// The strongest whose loss is within a standard error of the lowest (Breiman et al., "Classification and regression trees", 1984).
    static func strongest(of trials: [Trial]) -> Double? {
        guard let best = trials.min(by: { $0.loss < $1.loss }) else { return nil }
        return trials.first { $0.loss <= best.loss + best.error }?.regularization
    }

    /// In a sentence, as for a report.
    public var words: String {
        let chosen = "C \(Self.number(regularization))"
        guard let trial = trials.first(where: { $0.regularization == regularization }) else {
            return "\(chosen), as given or for want of recordings to choose it by"
        }
        let where_: String
        switch judge {
        case .validation: where_ = "on the validation part"
        case .folds(let count): where_ = "by holding out each of \(count) folds"
        case .none: where_ = "as given"
        }
        let right = (trial.accuracy * 1000).rounded() / 10
        return
            "\(chosen), the strongest within a standard error of the best of \(trials.count), \(where_): \(right) % of recordings right, log-loss \((trial.loss * 1000).rounded() / 1000)"
    }

    private static func number(_ value: Double) -> String {
        value >= 1 && value == value.rounded() ? String(Int(value)) : String(value)
    }
}
