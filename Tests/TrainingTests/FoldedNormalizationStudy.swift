import Evaluation
import FoundationEssentials
import InspectionTypes
import NeuralNetworks
import Testing
import Training

/// The measurement behind `docs/decisions/0008-folded-normalisation.md`: a ResNet-18 that knows shapes learns to tell sound plates from
/// plates with pores, scratches or stains, from few examples.
///
/// `Benchmarks/folded_normalisation.py FOLDER` makes the network; `WHEELTAPPER_FOLDED_STUDY=FOLDER` runs this.
@Suite("Folded normalisation, measured")
struct FoldedNormalizationStudy {
    static let folder = ProcessInfo.processInfo.environment["WHEELTAPPER_FOLDED_STUDY"]
    private static let (size, classes) = (48, 4)

    struct Batches: BatchSource {
        var batches: [TrainingBatch]
        var stepsPerEpoch: Int { batches.count }

        private struct Stream: BatchStream {
            var rest: ArraySlice<TrainingBatch>
            mutating func next() -> TrainingBatch? { rest.popFirst() }
        }

        func epoch(_ number: Int) -> any BatchStream {
            var generator = SeededGenerator(seed: UInt64(number))
            return Stream(rest: batches.shuffled(using: &generator)[...])
        }
    }

    /// Plates: sound, with pores, with a scratch, with a stain.
    static func plates(_ count: Int, seed: UInt64) -> Batches {
        var generator = SeededGenerator(seed: seed)
        func draw(_ low: Double, _ high: Double) -> Double { low + (high - low) * generator.nextUniform() }
        func plate(_ kind: Int) -> [Float] {
            let (slopeX, slopeY, level, grain) = (draw(-0.2, 0.2), draw(-0.2, 0.2), draw(0.35, 0.75), draw(20, 60))
            let spots = (0..<3).map { _ in (x: draw(6, 42), y: draw(6, 42), r: draw(1.2, 2.2)) }
            let (angle, offset, stain) = (
                draw(0, 3.14), draw(-12, 12), (x: draw(12, 36), y: draw(12, 36), r: draw(6, 11))
            )
            var values = [Float](repeating: 0, count: 3 * size * size)
            for y in 0..<size {
                for x in 0..<size {
                    let (u, v) = (Double(x) / 48 - 0.5, Double(y) / 48 - 0.5)
                    var value = level + slopeX * u + slopeY * v + 0.04 * wave(v * grain) + draw(-0.06, 0.06)
                    let across = (Double(x) - 24) * wave(angle) + (Double(y) - 24) * wave(angle + 1.5708) - offset
                    if kind == 1, spots.contains(where: { hypotenuse(Double(x) - $0.x, Double(y) - $0.y) < $0.r }) {
                        value -= 0.25
                    }
                    if kind == 2, abs(across) < 0.9 { value -= 0.2 }
                    if kind == 3 {
                        value -= 0.15 * max(0, 1 - hypotenuse(Double(x) - stain.x, Double(y) - stain.y) / stain.r)
                    }
                    for channel in 0..<3 {
                        values[(channel * size + y) * size + x] = Float(min(1, max(0, value + 0.02 * Double(channel))))
                    }
                }
            }
            return values
        }
        let batches = (0..<count / 16).map { _ in
            let kinds = (0..<16).map { $0 % classes }
            return TrainingBatch(
                inputs: kinds.flatMap { plate($0) }, inputShape: [16, 3, size, size],
                targets: kinds.flatMap { kind in (0..<classes).map { $0 == kind ? Float(1) : 0 } })
        }
        return Batches(batches: batches)
    }

    private static func hypotenuse(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
    /// A sine is asked for often and roughly: Bhaskara's, periodic.
    private static func wave(_ x: Double) -> Double {
        let turn = (x / 6.283185307).truncatingRemainder(dividingBy: 1)
        let t = (turn < 0 ? turn + 1 : turn) * 2
        let (half, sign) = t < 1 ? (t, 1.0) : (t - 1, -1.0)
        return sign * 16 * half * (1 - half) / (5 - 4 * half * (1 - half))
    }

    @Test("rates and ways of tuning", .enabled(if: folder != nil))
    func study() throws {
        let folder = try #require(Self.folder)
        let kept = try Backbone(ModelFile(contentsOf: folder + "/kept.onnx"))
        let folded = try Backbone(ModelFile(contentsOf: folder + "/folded.onnx"))
        let (train, test) = (Self.plates(96, seed: 1), Self.plates(320, seed: 2))
        let plain = try folded.classifierGraph(classes: Self.classes, height: Self.size, width: Self.size, seed: 1)
        let restored = try folded.restoringNormalization(
            GraphExecutor(plain).channelMoments(
                of: folded.foldedConvolutions, input: "picture", batches: train.batches.prefix(4)))
        print("way, factor, accuracy and loss on new plates by seed, mean accuracy")
        for (name, backbone) in [("kept", kept), ("folded", folded), ("restored", restored)] {
            for factor in name == "kept" ? [0, 0.1, 0.25, 0.5, 1] : [0.05, 0.1, 0.25, 0.5, 1] {
                var results: [(accuracy: Double, loss: Double)] = []
                for seed in 1...3 {
                    results.append(try tune(backbone, factor: factor, seed: UInt64(seed), train, test))
                }
                let shown = results.map { "\(round($0.accuracy)) (\(round($0.loss)))" }.joined(separator: ", ")
                print("\(name), \(factor), \(shown), \(round(results.map(\.accuracy).reduce(0, +) / 3))")
            }
        }
    }

    private func round(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

    private func tune(
        _ backbone: Backbone, factor: Double, seed: UInt64, _ train: Batches, _ test: Batches
    ) throws -> (accuracy: Double, loss: Double) {
        let graph = try backbone.classifierGraph(
            classes: Self.classes, height: Self.size, width: Self.size, seed: seed)
        let trainer = try GraphTrainer(
            graph, input: "picture", output: "logits", objective: ClassificationObjective(labelSmoothing: 0.1),
            options: TrainingOptions(epochs: 10, learningRate: 3e-3, seed: seed),
            rateFactor: { Backbone.isBackbone($0) ? factor : 1 })
        do {
            let outcome = try trainer.run(training: train, validation: test)
            guard let last = outcome.epochs.last else { return (0, .nan) }
            return (last.validationAccuracy ?? 0, last.validationLoss ?? .nan)
        } catch let error as TrainingError where error.code == .value {
            return (0.25, .infinity)
        }
    }
}
