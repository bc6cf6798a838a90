/// How a data set is to be split.
public struct SplitOptions: Sendable, Hashable {
    public var seed: UInt64
    /// Fraction of the groups of each class for early stopping and thresholds; 0 for no validation part.
    public var validation: Double
    /// Fraction of the groups of each class for the figures in the report; 0 for no test part.
    public var test: Double
    /// Length of a model's window in seconds: no block of a recording is shorter.
    public var windowSeconds: Double
    /// What is left out between blocks of one recording that stand on two sides, in seconds.
    public var guardSeconds: Double
    /// Whether a recording in two classes, or on two sides of the data's own parts, is only a caveat.
    public var allowsLeakage: Bool

    public init(
        seed: UInt64 = 0, validation: Double = 0.15, test: Double = 0.15, windowSeconds: Double = 1,
        guardSeconds: Double = 1,
        allowsLeakage: Bool = false
    ) {
        precondition(
            validation >= 0 && test >= 0 && validation + test < 1,
            "SplitOptions: validation \(validation) and test \(test) leave nothing to train on"
        )
        self.seed = seed
        self.validation = validation
        self.test = test
        self.windowSeconds = windowSeconds
        self.guardSeconds = guardSeconds
        self.allowsLeakage = allowsLeakage
    }
}
