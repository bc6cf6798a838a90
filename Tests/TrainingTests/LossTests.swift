import Testing
import Training

@Suite("Losses")
struct LossTests {
    @Test("value and gradient are PyTorch's", arguments: try TrainingGolden.read().losses)
    func valueAndGradient(_ golden: TrainingGolden.LossCase) throws {
        let output = try golden.output.tensor()
        try output.setRequiresGradient(true)
        let (targets, weights) = (try golden.targets.tensor(), try golden.weights?.tensor())
        let loss =
            switch golden.kind {
            case "crossEntropy":
                try Loss.crossEntropy(
                    output, targets: targets, labelSmoothing: golden.labelSmoothing, classWeights: weights)
            case "binaryCrossEntropy":
                try Loss.binaryCrossEntropy(output, targets: targets, positiveWeights: weights)
            default:
                try Loss.meanSquaredError(output, targets: targets)
            }
        try loss.backward()
        #expect(abs(try loss.item() - golden.value) <= 1e-5)
        #expect(relativeDistance(try #require(output.gradient).floats(), golden.gradient.values) <= 1e-6)
    }

    @Test("targets of another shape are refused with both shapes")
    func shapesDiffer() throws {
        let error = #expect(throws: TrainingError.self) {
            try Loss.crossEntropy(Tensor([1, 2, 3, 4], shape: [2, 2]), targets: Tensor([1, 0, 0], shape: [1, 3]))
        }
        #expect(error?.message.contains("[2, 2]") == true)
        #expect(error?.message.contains("[1, 3]") == true)
    }
}
