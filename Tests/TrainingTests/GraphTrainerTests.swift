import Evaluation
import FoundationEssentials
import InspectionTypes
import NeuralNetworks
import Testing
import Training

/// Pictures of noise with a bright bar, whose place is the mask and whose direction is the class.
private struct Bars: BatchSource {
    struct Stream: BatchStream {
        var batches: [TrainingBatch]
        mutating func next() -> TrainingBatch? { batches.isEmpty ? nil : batches.removeFirst() }
    }

    static let size = 32
    var masks: Bool
    var stepsPerEpoch = 2
    var stream = "training"
    /// Whether a pixel is no number.
    var isDamaged = false

    func epoch(_ number: Int) -> any BatchStream {
        Stream(batches: (0..<stepsPerEpoch).map { batch(seed: UInt64(number * 100 + $0)) })
    }

    func batch(seed: UInt64, count: Int = 4) -> TrainingBatch {
        var generator = SeededGenerator(seed: seed, stream: stream)
        let size = Self.size
        var (pictures, truth, classes): ([Float], [Float], [Float]) = ([], [], [])
        for item in 0..<count {
            let isColumn = item % 2 == 0
            let place = 2 + Int(generator.nextUniform() * Double(size - 5))
            for row in 0..<size {
                for column in 0..<size {
                    let isBar = (place..<place + 2).contains(isColumn ? column : row)
                    pictures.append(Float(generator.nextUniform() * 0.4 + (isBar ? 0.5 : 0)))
                    truth.append(isBar ? 1 : 0)
                }
            }
            classes += isColumn ? [1, 0] : [0, 1]
        }
        if isDamaged { pictures[0] = .nan }
        let shape = [count, 1, size, size]
        return masks
            ? TrainingBatch(inputs: pictures, inputShape: shape, targets: truth, targetShape: shape)
            : TrainingBatch(inputs: pictures, inputShape: shape, targets: classes)
    }
}

/// A small network with its objective.
private struct TrainingCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let graph: Graph
    let objective: any TrainingObjective
    let masks: Bool

    static let size = Dimension.fixed(Bars.size)
    static let all = [
        TrainingCase(
            testDescription: "segmenter",
            graph: UNet(width: 4, detailChannels: 4, narrowest: 4).graph(
                channels: 1, height: size, width: size, mean: [0.3], deviation: [0.2], seed: 3),
            objective: SegmentationObjective(), masks: true),
        TrainingCase(
            testDescription: "classifier",
            graph: PictureResidualNetwork(width: 4, stages: 3, pooling: .meanAndMaximum, dropout: 0.3).graph(
                channels: 1, height: size, width: size, mean: [0.3], deviation: [0.2], classes: 2, seed: 3),
            objective: ClassificationObjective(), masks: false),
    ]

    func trainer(
        _ options: TrainingOptions, isFrozen: (String) -> Bool = { _ in false },
        rateFactor: (String) -> Double = { _ in 1 }, objective: (any TrainingObjective)? = nil
    ) throws -> GraphTrainer {
        try GraphTrainer(
            graph, input: PictureNames.picture, output: PictureNames.logits, objective: objective ?? self.objective,
            options: options, isFrozen: isFrozen, rateFactor: rateFactor)
    }

    func run(
        _ trainer: GraphTrainer, checkpoint: String? = nil, shouldStop: () -> Bool = { false }
    ) throws -> GraphTrainer.Outcome {
        try trainer.run(
            training: Bars(masks: masks), validation: Bars(masks: masks, stream: "validation"), checkpoint: checkpoint,
            shouldStop: shouldStop)
    }
}

private func isEncoder(_ name: String) -> Bool { name.hasPrefix("stem") || name.hasPrefix("stage") }

private func temporaryFile() -> String {
    FileManager.default.temporaryDirectory.appending(path: "wheeltapper-\(UUID().uuidString).onnx").path
}

extension Trainings {
    @Suite("The trainer")
    struct GraphTrainerTests {
        @Test("a segmenter learns bars, and its record holds F1")
        func segmenterLearns() throws {
            let test = TrainingCase.all[0]
            let options = TrainingOptions(epochs: 10, learningRate: 1e-2, seed: 1)
            let outcome = try test.run(test.trainer(options))
            let first = try #require(outcome.epochs.first?.validationF1)
            let best = try #require(outcome.epochs[outcome.bestEpoch - 1].validationF1)
            #expect(best > max(first, 0.8), "F1 went from \(first) to \(best)")
            #expect(outcome.epochs.compactMap(\.validationF1).max() == best)
            #expect(outcome.epochs.allSatisfy { $0.validationAccuracy == nil })
        }

        @Test("a classifier's best epoch is that of the smallest loss")
        func classifierChooses() throws {
            let test = TrainingCase.all[1]
            let outcome = try test.run(test.trainer(TrainingOptions(epochs: 4, learningRate: 1e-2)))
            let losses = outcome.epochs.compactMap(\.validationLoss)
            #expect(losses.count == 4)
            #expect(losses.min() == losses[outcome.bestEpoch - 1])
            #expect(outcome.epochs.allSatisfy { $0.validationAccuracy != nil && $0.validationF1 == nil })
        }

        @Test(
            "taken up from its checkpoint, a training ends bit for bit as it would have", arguments: TrainingCase.all,
            [0.1, 1])
        fileprivate func resume(_ test: TrainingCase, factor: Double) throws {
            let options = TrainingOptions(epochs: 4, averageDecay: 0.9, unfreezeAfter: 1, seed: 5)
            func trainer() throws -> GraphTrainer {
                try test.trainer(options, isFrozen: isEncoder, rateFactor: { isEncoder($0) ? factor : 1 })
            }
            let whole = try test.run(trainer())
            // Stopped before, at and after the moment when the encoder joins.
            for stop in 1...3 {
                let path = temporaryFile()
                defer { try? FileManager.default.removeItem(atPath: path) }
                let begun = try trainer()
                _ = try test.run(begun, checkpoint: path) { begun.epochs.count == stop }
                let resumed = try trainer()
                try resumed.resume(from: path)
                #expect(resumed.epochs.count == stop)
                #expect(try test.run(resumed).graph == whole.graph, "stopped after epoch \(stop)")
            }
        }

        @Test("a validation that is no number ends the training, and says how to mend it", arguments: TrainingCase.all)
        fileprivate func validationWithoutNumber(_ test: TrainingCase) throws {
            let trainer = try test.trainer(TrainingOptions(epochs: 2))
            let error = #expect(throws: TrainingError.self) {
                try trainer.run(
                    training: Bars(masks: test.masks), validation: Bars(masks: test.masks, isDamaged: true))
            }
            for part in ["validation", "epoch 1", "learning rate"] {
                #expect(error?.message.contains(part) == true, "\(part)")
            }
        }

        @Test("a checkpoint of another objective, other frozen parts or other rates is refused")
        func otherSettings() throws {
            let test = TrainingCase.all[0]
            let options = TrainingOptions(epochs: 1)
            let path = temporaryFile()
            defer { try? FileManager.default.removeItem(atPath: path) }
            _ = try test.run(test.trainer(options), checkpoint: path)
            let others = [
                try test.trainer(options, isFrozen: isEncoder), try test.trainer(options, rateFactor: { _ in 0.5 }),
                try test.trainer(options, objective: SegmentationObjective(dice: 0.5)),
            ]
            for other in others {
                let error = #expect(throws: TrainingError.self) { try other.resume(from: path) }
                #expect(error?.message.contains(path) == true)
            }
            try test.trainer(options).resume(from: path)
        }

        @Test("frozen parts keep weights and running statistics, until they join", arguments: [nil, 1])
        func freezing(unfreezeAfter: Int?) throws {
            let test = TrainingCase.all[0]
            for epochs in [1, 2] {
                let options = TrainingOptions(epochs: epochs, unfreezeAfter: unfreezeAfter)
                let trainer = try test.trainer(
                    options, isFrozen: isEncoder, rateFactor: { $0.hasPrefix("stem") ? 0 : 1 })
                let outcome = try trainer.run(training: Bars(masks: true), validation: nil)
                let pairs = zip(test.graph.initializers, outcome.graph.initializers)
                let changed = Set(pairs.filter { $0.value != $1.value }.map(\.0.name))
                #expect(changed.contains { $0.hasPrefix("decoder") && $0.hasSuffix(".mean") })
                #expect(!changed.contains { $0.hasPrefix("stem") }, "a factor of 0 stays frozen")
                let joins = unfreezeAfter != nil && epochs > 1
                #expect(changed.contains { $0.hasPrefix("stage0") && $0.hasSuffix(".weight") } == joins)
                #expect(changed.contains { $0.hasPrefix("stage0") && $0.hasSuffix(".variance") } == joins)
            }
        }

        @Test("a rate's factor scales the first step of its parameters")
        func rateFactors() throws {
            let test = TrainingCase.all[1]
            func moved(_ factor: Double) throws -> Float {
                let options = TrainingOptions(epochs: 1, warmUpShare: 0, weightDecay: 0, gradientNorm: nil)
                let trainer = try test.trainer(options, rateFactor: { $0.hasPrefix("stage1") ? factor : 1 })
                let outcome = try trainer.run(training: Bars(masks: false, stepsPerEpoch: 1), validation: nil)
                let name = "stage1.block0.conv0.weight"
                let (before, after) = (test.graph[initializer: name]?.floats, outcome.graph[initializer: name]?.floats)
                return zip(try #require(before), try #require(after)).map { abs($0 - $1) }.max() ?? 0
            }
            let ratio = try moved(0.25) / moved(1)
            #expect(abs(ratio - 0.25) <= 1e-3)
        }

        @Test("parameters that join late begin their moments then")
        func lateMoments() throws {
            func parameter() throws -> Tensor {
                let tensor = try Tensor([1, 1], shape: [2])
                try tensor.setRequiresGradient(true)
                return tensor
            }
            func give(_ tensor: Tensor) throws {
                let sum = try Loss.meanSquaredError(tensor, targets: Tensor([0, 0], shape: [2]))
                try sum.backward()
            }
            let (early, late) = try (parameter(), parameter())
            let optimizer = try AdamW([("early", early)], weightDecay: 0)
            for _ in 0..<50 {
                try optimizer.zeroGradients()
                try give(early)
                try optimizer.step(learningRate: 1e-3)
            }
            try optimizer.add([("late", late)])
            try optimizer.zeroGradients()
            try give(late)
            try optimizer.step(learningRate: 1e-3)
            // Adam's first step is the rate, whatever the gradient.
            #expect(try abs(late.floats()[0] - 0.999) <= 1e-6)
            #expect(try optimizer.state().moments["late"]?.joined == 50)
        }

        @Test("dropout drops its share and scales the rest, in training only")
        func dropout() throws {
            let node = Node(
                name: "drop", operatorType: "Dropout", inputs: ["x", "ratio"], outputs: ["y"]
            )
            let executor = try GraphExecutor(
                Graph(
                    name: "drop", inputs: [ValueInfo(name: "x", shape: [10_000])], nodes: [node],
                    initializers: [Initializer(name: "ratio", value: NDArray(scalar: 0.25))]
                )
            )
            let x = try Tensor([Float](repeating: 3, count: 10_000), shape: [10_000])
            try Libtorch.seed(5)
            let dropped = try #require(try executor.run(["x": x], training: true, fetch: ["y"])["y"]).floats()
            #expect(Set(dropped) == [0, 4])
            #expect(abs(dropped.filter { $0 == 0 }.count - 2500) < 200)
            #expect(try executor.run(["x": x], training: false, fetch: ["y"])["y"]?.floats() == x.floats())
        }
    }
}
