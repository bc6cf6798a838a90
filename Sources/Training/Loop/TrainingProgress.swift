import Evaluation

/// How far a training has come.
struct TrainingProgress: Sendable, Codable, Equatable {
    var epochs: [EpochRecord] = []
    var bestEpoch = 0
    /// By which the best epoch was chosen, the larger the better; `nil` without validation.
    var bestValue: Double?

    /// Whether no epoch for `patience` epochs was the best.
    func isExhausted(patience: Int?) -> Bool {
        guard let patience, bestValue != nil else { return false }
        return epochs.count - bestEpoch >= patience
    }
}
