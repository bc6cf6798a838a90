/// One class an item: cross-entropy of softmax with soft targets `[batch, class]`, the best epoch chosen by its validation loss.
///
/// Labels are smoothed in validation too: against hard ones a network that was taught not to be too sure looks worse the
/// longer it learns, and the epoch that is kept would be an early one.
public struct ClassificationObjective: TrainingObjective, Hashable {
    /// Share of each target that is spread evenly over all classes.
    public var labelSmoothing: Double
    /// `[class]`, or `nil` for equal ones.
    public var classWeights: [Float]?

    public init(labelSmoothing: Double = 0.1, classWeights: [Float]? = nil) {
        self.labelSmoothing = labelSmoothing
        self.classWeights = classWeights
    }

    public func loss(_ output: Tensor, targets: Tensor) throws -> Tensor {
        try Loss.crossEntropy(
            output, targets: targets, labelSmoothing: labelSmoothing,
            classWeights: classWeights.map { try Tensor($0, shape: [$0.count]).to(output.device) })
    }

    public func makeTally() -> any ValidationTally { ClassificationTally() }
}

/// Right verdicts: the same class wins among the scores and among the targets.
private struct ClassificationTally: ValidationTally {
    var right = 0
    var count = 0

    mutating func add(_ output: Tensor, targets: Tensor) throws {
        let (scores, truth) = try (output.floats(), targets.floats())
        let classes = output.shape.last ?? 1
        for start in stride(from: 0, to: scores.count, by: classes) {
            func winner(_ values: [Float]) -> Int {
                (start..<start + classes).max { values[$0] < values[$1] } ?? start
            }
            right += winner(scores) == winner(truth) ? 1 : 0
            count += 1
        }
    }

    func figures(loss: Double) -> ValidationFigures {
        ValidationFigures(value: -loss, loss: loss, accuracy: Double(right) / Double(max(1, count)))
    }
}
