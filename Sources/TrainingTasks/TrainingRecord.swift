public import Evaluation
public import Reports

/// How a network came by its weights, for the report.
public struct TrainingRecord: Sendable {
    public var epochs: [EpochRecord]
    /// The epoch whose weights were kept.
    public var bestEpoch: Int
    public var ending: Report.Ending
    /// ``ending`` in words.
    public var words: String

    public init(epochs: [EpochRecord], bestEpoch: Int, ending: Report.Ending, words: String) {
        self.epochs = epochs
        self.bestEpoch = bestEpoch
        self.ending = ending
        self.words = words
    }
}
