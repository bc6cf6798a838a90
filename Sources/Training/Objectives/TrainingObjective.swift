/// What a training makes small, and what its epochs are judged by.
///
/// It is encoded into checkpoints: a training is only taken up again with an equal objective.
public protocol TrainingObjective: Sendable, Encodable {
    /// The loss of a batch: a scalar in float32, also where the output is not.
    ///
    /// - Parameters:
    ///   - output: the graph's value that is trained.
    ///   - targets: on the output's device.
    func loss(_ output: Tensor, targets: Tensor) throws -> Tensor

    /// An empty count of what validation shows.
    func makeTally() -> any ValidationTally
}

/// Counts over validation batches. One owner.
public protocol ValidationTally {
    mutating func add(_ output: Tensor, targets: Tensor) throws
    /// What has been counted, given the mean loss over all items.
    func figures(loss: Double) -> ValidationFigures
}

/// What validation shows of an epoch's weights.
public struct ValidationFigures: Sendable, Hashable {
    /// By which the best epoch is chosen: the larger the better.
    public var value: Double
    /// The loss that is trained, the mean over items.
    public var loss: Double
    /// Share of right verdicts.
    public var accuracy: Double?
    /// Of the positive pixels, at ``threshold``.
    public var f1: Double?
    /// The probability from which on a pixel is positive where ``f1`` is largest.
    public var threshold: Double?

    public init(
        value: Double, loss: Double, accuracy: Double? = nil, f1: Double? = nil, threshold: Double? = nil
    ) {
        self.value = value
        self.loss = loss
        self.accuracy = accuracy
        self.f1 = f1
        self.threshold = threshold
    }
}
