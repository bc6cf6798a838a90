import Evaluation

/// How far a training has come.
struct TrainingProgress: Sendable, Codable, Equatable {
    var epochs: [EpochRecord] = []
    var bestEpoch = 0
    /// `nil` without validation.
    var bestLoss: Double?

    /// Whether no epoch for `patience` epochs was the best.
    func isExhausted(patience: Int?) -> Bool {
        guard let patience, bestLoss != nil else { return false }
        return epochs.count - bestEpoch >= patience
    }
}
