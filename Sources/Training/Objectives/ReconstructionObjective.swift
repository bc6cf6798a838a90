/// What went in is to come out: `mean((output − target)²)` over all elements, the best epoch chosen by its validation loss.
public struct ReconstructionObjective: TrainingObjective, Hashable {
    public init() {}

    public func loss(_ output: Tensor, targets: Tensor) throws -> Tensor {
        try Loss.meanSquaredError(output, targets: targets)
    }

    public func makeTally() -> any ValidationTally { ReconstructionTally() }
}

/// The loss says it all.
private struct ReconstructionTally: ValidationTally {
    mutating func add(_ output: Tensor, targets: Tensor) throws {}

    func figures(loss: Double) -> ValidationFigures { ValidationFigures(value: -loss, loss: loss) }
}
