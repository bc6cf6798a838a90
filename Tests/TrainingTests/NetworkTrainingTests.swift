import NeuralNetworks
import Testing
import Training

/// A small residual network: reused memory, channels last, running statistics, clipping and AdamW, all at once.
@Suite("Training a residual network")
struct NetworkTrainingTests {
    private struct Trainer {
        let golden: TrainingGolden.Network
        let executor: GraphExecutor
        let optimizer: AdamW

        init(_ golden: TrainingGolden.Network, channelsLast: Bool = true) throws {
            self.golden = golden
            executor = try GraphExecutor(golden.graph, channelsLast: channelsLast)
            optimizer = try AdamW(executor.parameters, weightDecay: 0.05)
        }

        func backward() throws -> Float {
            let results = try executor.run(["x": golden.x.tensor()], training: true, fetch: ["logits"])
            guard let logits = results["logits"] else { throw TrainingError(.value, "no logits") }
            let loss = try Loss.crossEntropy(logits, targets: golden.targets.tensor(), labelSmoothing: 0.1)
            try optimizer.zeroGradients()
            try loss.backward()
            return try loss.item()
        }

        /// Loss and norm of the gradients before clipping.
        func step() throws -> (loss: Float, norm: Float) {
            let loss = try backward()
            let norm = try optimizer.clipGradients(toNorm: 0.5)
            try optimizer.step(learningRate: 0.01)
            return (loss, Float(norm))
        }
    }

    @Test("gradients of the first step are PyTorch's", arguments: [true, false])
    func gradients(channelsLast: Bool) throws {
        let trainer = try Trainer(TrainingGolden.read().network, channelsLast: channelsLast)
        #expect(abs(try trainer.backward() - trainer.golden.losses[0]) <= 1e-5)
        #expect(Set(trainer.executor.parameters.map(\.name)) == Set(trainer.golden.gradients.keys))
        for (name, tensor) in trainer.executor.parameters {
            let expected = try #require(trainer.golden.gradients[name]).values
            #expect(relativeDistance(try #require(tensor.gradient).floats(), expected) <= 1e-5, "gradient of \(name)")
        }
    }

    @Test("the first convolution, of one channel, already puts channels last")
    func layout() throws {
        let golden = try TrainingGolden.read().network
        let inputs = ["x": try golden.x.tensor()]
        let executor = try GraphExecutor(golden.graph)
        #expect(try executor.run(inputs, training: true, fetch: ["c"])["c"]?.isChannelsLast == true)
        let rowsFirst = try GraphExecutor(golden.graph, channelsLast: false)
        #expect(try rowsFirst.run(inputs, training: true, fetch: ["c"])["c"]?.isChannelsLast == false)
    }

    @Test("losses, weights and running statistics of four steps are PyTorch's")
    func fourSteps() throws {
        let trainer = try Trainer(TrainingGolden.read().network)
        for (loss, norm) in zip(trainer.golden.losses, trainer.golden.norms) {
            let made = try trainer.step()
            #expect(abs(made.loss - loss) <= 1e-4)
            #expect(abs(made.norm - norm) <= 1e-3 * norm)
        }
        for initializer in try trainer.executor.initializers() {
            let expected = try #require(trainer.golden.final[initializer.name]).values
            #expect(relativeDistance(initializer.value.asFloats, expected) <= 2e-3, "\(initializer.name)")
        }
        let served = try trainer.executor.run(["x": trainer.golden.x.tensor()], training: false, fetch: ["logits"])
        #expect(relativeDistance(try #require(served["logits"]).floats(), trainer.golden.logits.values) <= 5e-3)
    }

    @Test("the same start gives the same weights after five steps, bit for bit")
    func determinism() throws {
        let golden = try TrainingGolden.read().network
        func weights() throws -> [Initializer] {
            let trainer = try Trainer(golden)
            for _ in 0..<5 { _ = try trainer.step() }
            return try trainer.executor.initializers()
        }
        #expect(try weights() == weights())
    }

    @Test("weights, statistics and moments carry a training over a restart, bit for bit")
    func resume() throws {
        let golden = try TrainingGolden.read().network
        let whole = try Trainer(golden)
        for _ in 0..<2 { _ = try whole.step() }
        let resumed = try Trainer(golden)
        try resumed.executor.load(whole.executor.initializers())
        try resumed.optimizer.load(whole.optimizer.state())
        for _ in 0..<3 { _ = try (whole.step(), resumed.step()) }
        #expect(try whole.executor.initializers() == resumed.executor.initializers())
    }

    @Test("bfloat16 stays near float32 and the weights stay float32")
    func bfloat16() throws {
        let golden = try TrainingGolden.read().network
        let executor = try GraphExecutor(golden.graph)
        let logits = try Libtorch.withAutocast {
            try executor.run(["x": golden.x.tensor()], training: true, fetch: ["logits"])["logits"]
        }
        let loss = try Loss.crossEntropy(try #require(logits), targets: golden.targets.tensor(), labelSmoothing: 0.1)
        try loss.backward()
        let difference = abs(try loss.item() - golden.losses[0])
        #expect(difference <= 0.05)
        #expect(difference > 0, "in bfloat16 the loss cannot be that of float32 to the last digit")
        #expect(
            executor.parameters.allSatisfy {
                $0.tensor.elementType == .float && $0.tensor.gradient?.elementType == .float
            })
    }

    @Test("a moving average follows the weights and keeps its state")
    func movingAverage() throws {
        let trainer = try Trainer(TrainingGolden.read().network)
        let start = try trainer.executor.initializers()
        let average = try MovingAverage(of: trainer.executor, decay: 0.5)
        _ = try trainer.step()
        try average.update()
        let (current, averaged) = try (trainer.executor.initializers(), average.initializers())
        // The first update keeps a tenth.
        for ((before, after), mean) in zip(zip(start, current), averaged) {
            let expected = zip(before.value.asFloats, after.value.asFloats).map { 0.1 * $0 + 0.9 * $1 }
            #expect(relativeDistance(mean.value.asFloats, expected) <= 1e-6, "\(mean.name)")
        }
        let copy = try MovingAverage(of: trainer.executor, decay: 0.5)
        let state = try average.state()
        try copy.load(updates: state.updates, averages: state.averages)
        try average.update()
        try copy.update()
        #expect(try copy.initializers() == average.initializers())
    }
}
