public import Evaluation

/// A training's epochs; of several that make one model each has a name.
public struct TrainingDiary: Sendable, Hashable {
    /// Empty where it is the only one.
    public var name: String
    public var epochs: [EpochRecord]

    public init(name: String = "", epochs: [EpochRecord]) {
        self.name = name
        self.epochs = epochs
    }

    /// The epoch whose weights were kept: the last that was the best so far.
    var bestEpoch: EpochRecord? { epochs.last(where: \.isBest) }
}

extension Report {
    /// Diary of the training, where there was one; of several, the epochs one training behind the other.
    public var epochs: [EpochRecord] {
        get { trainings.flatMap(\.epochs) }
        set { trainings = newValue.isEmpty ? [] : [TrainingDiary(epochs: newValue)] }
    }
}
