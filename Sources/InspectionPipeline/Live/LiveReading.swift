/// What the network gave for one window, before anyone has said which source it is of.
public struct LiveReading: Sendable, Equatable {
    /// Of a classifier: a class each. Of a detector: which machine it is, empty where its graph does not tell.
    public var probabilities: [Double]
    /// Of a detector: a machine each.
    public var scores: [Double]

    public init(probabilities: [Double], scores: [Double] = []) {
        self.probabilities = probabilities
        self.scores = scores
    }
}
