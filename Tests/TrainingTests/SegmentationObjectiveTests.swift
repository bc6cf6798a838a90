import Foundation
import NeuralNetworks
import Testing
import Training

/// What `Fixtures/training/make_segmentation_goldens.py` wrote.
private struct SegmentationGolden: Decodable {
    struct LossCase: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let positiveWeight, crossEntropy, dice, tversky, alpha, beta, gamma: Double
        let logits, targets, gradient: TrainingGolden.Array
        let value: Float

        var testDescription: String { name }
        var objective: SegmentationObjective {
            SegmentationObjective(
                positiveWeight: positiveWeight, crossEntropy: crossEntropy, dice: dice, tversky: tversky,
                focalTversky: .init(alpha: alpha, beta: beta, gamma: gamma))
        }
    }

    struct BestF1: Decodable {
        let logits, targets: TrainingGolden.Array
        let f1: Double
        let level: Int
    }

    let losses: [LossCase]
    let bestF1: BestF1

    static func read() throws -> SegmentationGolden {
        try JSONDecoder().decode(SegmentationGolden.self, from: Data(contentsOf: fixture("segmentation.json")))
    }
}

@Suite("The objective of a segmenter")
struct SegmentationObjectiveTests {
    @Test("value and gradient are PyTorch's", arguments: try SegmentationGolden.read().losses)
    fileprivate func valueAndGradient(_ golden: SegmentationGolden.LossCase) throws {
        let logits = try golden.logits.tensor()
        try logits.setRequiresGradient(true)
        let loss = try golden.objective.loss(logits, targets: golden.targets.tensor())
        try loss.backward()
        #expect(abs(try loss.item() - golden.value) <= 1e-6)
        #expect(golden.gradient.values.contains { abs($0) > 1e-4 })
        let gradient = try #require(logits.gradient).floats()
        for (mine, theirs) in zip(gradient, golden.gradient.values) { #expect(abs(mine - theirs) <= 1e-7) }
    }

    @Test("bfloat16 logits are judged in float32")
    func halfPrecision() throws {
        let golden = try #require(try SegmentationGolden.read().losses.last)
        let logits = try golden.logits.tensor().to(.bfloat16)
        let loss = try Libtorch.withAutocast {
            try golden.objective.loss(logits, targets: golden.targets.tensor())
        }
        let full = try golden.objective.loss(logits.to(.float), targets: golden.targets.tensor())
        #expect(loss.elementType == .float)
        #expect(try loss.item() == full.item())
    }

    @Test("a perfect answer has a finite gradient under focal Tversky")
    func perfection() throws {
        let logits = try Tensor([40, -40, 40, -40], shape: [1, 1, 2, 2])
        try logits.setRequiresGradient(true)
        let objective = SegmentationObjective(crossEntropy: 0, dice: 0, tversky: 1)
        try objective.loss(logits, targets: Tensor([1, 0, 1, 0], shape: [1, 1, 2, 2])).backward()
        #expect(try #require(logits.gradient).floats().allSatisfy(\.isFinite))
    }

    @Test("the best F1 and its threshold are those of trying every level")
    func bestF1() throws {
        let golden = try SegmentationGolden.read().bestF1
        var tally = SegmentationObjective().makeTally()
        // In two parts: counts add up.
        let (logits, truth) = (golden.logits.values, golden.targets.values)
        for half in [0..<logits.count / 2, logits.count / 2..<logits.count] {
            let shape = [1, 1, half.count, 1]
            try tally.add(Tensor(Array(logits[half]), shape: shape), targets: Tensor(Array(truth[half]), shape: shape))
        }
        let figures = tally.figures(loss: 0.25)
        #expect(abs(try #require(figures.f1) - golden.f1) <= 1e-12)
        #expect(figures.threshold == (Double(golden.level) - 0.5) / 255)
        #expect(figures.value == figures.f1)
        #expect(SegmentationObjective(choice: .loss).makeTally().figures(loss: 0.25).value == -0.25)
    }

    @Test("without a positive pixel F1 is 0, not undefined")
    func nothingToFind() throws {
        var levels = LevelHistogram()
        try levels.add(logits: Tensor([-3, 2], shape: [1, 1, 1, 2]), targets: Tensor([0, 0], shape: [1, 1, 1, 2]))
        #expect(levels.bestF1.f1 == 0)
        #expect(levels.negatives.reduce(0, +) == 2)
    }
}
