/// What one step learns from.
public struct TrainingBatch: Sendable {
    /// Row-major, of ``inputShape``.
    public var inputs: [Float]
    /// `[batch, …]`.
    public var inputShape: [Int]
    /// Row-major, of ``targetShape``: of a classifier, rows that add up to 1; of a segmenter, masks of 0…1.
    public var targets: [Float]
    /// `[batch, …]`.
    public var targetShape: [Int]

    /// - Parameter targetShape: `[batch, class]` where it is not given.
    public init(
        inputs: [Float], inputShape: [Int], targets: [Float], targetShape: [Int]? = nil
    ) {
        precondition(
            inputs.count == inputShape.reduce(1, *),
            "TrainingBatch: \(inputs.count) numbers do not fill the shape \(inputShape)"
        )
        precondition(
            inputShape[0] > 0 && targets.count % inputShape[0] == 0,
            "TrainingBatch: \(targets.count) targets for \(inputShape[0]) items"
        )
        self.inputs = inputs
        self.inputShape = inputShape
        self.targets = targets
        self.targetShape = targetShape ?? [inputShape[0], targets.count / inputShape[0]]
        precondition(
            self.targetShape.first == inputShape[0] && self.targetShape.reduce(1, *) == targets.count,
            "TrainingBatch: \(targets.count) targets for \(inputShape[0]) items do not fill the shape \(self.targetShape)"
        )
    }

    /// Items in it.
    public var count: Int { inputShape[0] }
}

/// The batches of one epoch, in order. One owner.
public protocol BatchStream {
    mutating func next() throws -> TrainingBatch?
}

/// Where batches come from; the same epoch always gives the same batches.
public protocol BatchSource: Sendable {
    /// Batches in an epoch.
    var stepsPerEpoch: Int { get }
    /// The batches of an epoch, counted from 1.
    func epoch(_ number: Int) throws -> any BatchStream
}
