public import InspectionTypes

/// What a model says of one window heard live.
public struct WindowJudgement: Sendable, Equatable {
    public var verdict: Verdict
    /// The most probable class; of a detector `normal` or `anomaly`, as its card words them.
    public var label: String
    /// Of a classifier: the probability of ``label``. Of a detector: how unlike its machine's normal sound, in deviations.
    public var score: Double
    /// Of a detector: its machine's.
    public var threshold: Double?
    /// How strongly the window speaks for a defect, and from which value on it is one; `nil` of a classifier whose classes are neither
    /// good nor bad. Of other classifiers, the probability of all that is not normal.
    public var alarm: Double?
    /// Probability by class, in the card's order; of a detector empty.
    public var probabilities: [Double]
    /// Of a detector of several machines: the one it was judged as.
    public var machine: String?

    public init(
        verdict: Verdict, label: String, score: Double, threshold: Double? = nil, alarm: Double? = nil,
        probabilities: [Double] = [], machine: String? = nil
    ) {
        self.verdict = verdict
        self.label = label
        self.score = score
        self.threshold = threshold
        self.alarm = alarm
        self.probabilities = probabilities
        self.machine = machine
    }
}
