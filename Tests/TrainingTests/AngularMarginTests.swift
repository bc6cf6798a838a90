import Foundation
import NeuralNetworks
import Testing
import Training

/// What `Fixtures/training/make_angular_goldens.py` wrote.
struct AngularCase: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let cosines, targets, gradient: TrainingGolden.Array
    let scale, margin: Double
    let keepsNearest: Bool
    let value: Float

    var testDescription: String { name }
    var objective: AngularMarginObjective {
        AngularMarginObjective(scale: scale, margin: margin, keepsNearest: keepsNearest)
    }

    static func read() throws -> [AngularCase] {
        try JSONDecoder().decode([AngularCase].self, from: Data(contentsOf: fixture("angular.json")))
    }
}

@Suite("Losses over angles")
struct AngularMarginTests {
    @Test("value and gradient are PyTorch's", arguments: try AngularCase.read())
    func valueAndGradient(_ test: AngularCase) throws {
        let cosines = try test.cosines.tensor()
        try cosines.setRequiresGradient(true)
        let loss = try test.objective.loss(cosines, targets: test.targets.tensor())
        try loss.backward()
        #expect(abs(try loss.item() - test.value) <= 1e-5 * max(1, test.value))
        #expect(relativeDistance(try #require(cosines.gradient).floats(), test.gradient.values) <= 2e-5)
    }

    @Test("the scale of AdaCos is √2·ln(centres − 1), and at least 1", arguments: [(5, 16, 6.179), (2, 1, 1)])
    func scale(classes: Int, centres: Int, expected: Double) {
        let objective = AngularMarginObjective.adaCos(classes: classes, centres: centres)
        #expect(abs(objective.scale - expected) <= 1e-3)
        #expect(objective.margin == 0)
    }

    @Test("an embedding on its centre, whose slope has no bound, gives a gradient that is a number")
    func onItsCentre() throws {
        let cosines = try Tensor([1, -1, -1, 1], shape: [2, 2])
        try cosines.setRequiresGradient(true)
        let objective = AngularMarginObjective.arcFace()
        try objective.loss(cosines, targets: Tensor([1, 0, 1, 0], shape: [2, 2])).backward()
        #expect(try #require(cosines.gradient).floats().allSatisfy(\.isFinite))
    }

    @Test("a verdict is right where the nearest centre is one of the largest share's class")
    func tally() throws {
        let objective = AngularMarginObjective.adaCos(classes: 2, centres: 2)
        var tally = objective.makeTally()
        try tally.add(
            Tensor([0.1, 0.9, 0.5, 0.2, 0.9, 0.1, 0.2, 0.5], shape: [2, 4]),
            targets: Tensor([1, 0, 0.4, 0.6], shape: [2, 2]))
        let figures = tally.figures(loss: 0.25)
        #expect(figures.accuracy == 0.5)
        #expect(figures.value == -0.25)
    }

    @Test("targets that do not divide the cosines are refused with both shapes")
    func shapes() throws {
        let objective = AngularMarginObjective.adaCos(classes: 2)
        let error = #expect(throws: TrainingError.self) {
            try objective.loss(Tensor([1, 0, 0], shape: [1, 3]), targets: Tensor([1, 0], shape: [1, 2]))
        }
        #expect(error?.message.contains("[1, 3]") == true)
        #expect(error?.message.contains("[1, 2]") == true)
    }
}
