public import Evaluation
public import Reports

/// How a network came by its weights, for the report.
public struct TrainingRecord: Sendable {
    /// Diaries of what was trained, each with a name where there were several.
    public var trainings: [TrainingDiary]
    /// The epoch whose weights were kept.
    public var bestEpoch: Int
    public var ending: Report.Ending
    /// ``ending`` in words.
    public var words: String

    public init(epochs: [EpochRecord], bestEpoch: Int, ending: Report.Ending, words: String) {
        trainings = [TrainingDiary(epochs: epochs)]
        self.bestEpoch = bestEpoch
        self.ending = ending
        self.words = words
    }
}
