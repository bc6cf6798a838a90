import NeuralNetworks
import Testing
import Training

@Suite("BatchNormalization in training")
struct BatchNormalizationTests {
    private func executor(_ golden: TrainingGolden.BatchNorm) throws -> GraphExecutor {
        let names = ["scale", "bias", "mean", "variance"]
        let arrays = [golden.scale, golden.bias, golden.mean, golden.variance]
        let node = Node(
            name: "norm", operatorType: "BatchNormalization", inputs: ["x"] + names, outputs: ["y"],
            attributes: ["momentum": .float(golden.momentum), "epsilon": .float(golden.epsilon)]
        )
        return try GraphExecutor(
            Graph(
                name: "norm", inputs: [ValueInfo(name: "x", shape: ["batch", 2, 2, 3])], nodes: [node],
                initializers: zip(names, arrays).map { Initializer(name: $0, value: $1.value) }
            )
        )
    }

    @Test("output, gradients and running statistics are PyTorch's")
    func training() throws {
        let golden = try TrainingGolden.read().batchNormalization
        let executor = try executor(golden)
        let x = try golden.x.tensor()
        try x.setRequiresGradient(true)
        let y = try #require(try executor.run(["x": x], training: true, fetch: ["y"])["y"])
        #expect(relativeDistance(try y.floats(), golden.y.values) <= 1e-5)
        try y.weightedSum(golden.cotangent.values).backward()
        let leaves = executor.parameters + [("x", x)]
        #expect(leaves.map(\.name) == ["scale", "bias", "x"])
        for (name, tensor) in leaves {
            let expected = try #require(golden.gradients[name]).values
            #expect(relativeDistance(try #require(tensor.gradient).floats(), expected) <= 1e-5, "gradient of \(name)")
        }
        let after = try executor.initializers()
        #expect(relativeDistance(after[2].value.asFloats, golden.newMean.values) <= 1e-6)
        #expect(relativeDistance(after[3].value.asFloats, golden.newVariance.values) <= 1e-6)
    }

    @Test("with a frozen scale the running statistics are used and stay as they are")
    func frozen() throws {
        let golden = try TrainingGolden.read().batchNormalization
        let executor = try executor(golden)
        try executor.freeze { _ in true }
        let x = try golden.x.tensor()
        let trained = try executor.run(["x": x], training: true, fetch: ["y"])["y"]?.floats()
        let served = try executor.run(["x": x], training: false, fetch: ["y"])["y"]?.floats()
        #expect(trained == served)
        #expect(try executor.initializers()[2].value == golden.mean.value)
    }

    @Test("a batch with one value a channel cannot be trained on")
    func singleValue() throws {
        let golden = try TrainingGolden.read().batchNormalization
        let node = Node(
            name: "norm", operatorType: "BatchNormalization", inputs: ["x", "s", "s", "s", "s"], outputs: ["y"]
        )
        let executor = try GraphExecutor(
            Graph(
                name: "norm", inputs: [ValueInfo(name: "x", shape: ["batch", 2])], nodes: [node],
                initializers: [Initializer(name: "s", value: golden.scale.value)]
            )
        )
        let error = #expect(throws: TrainingError.self) {
            try executor.run(["x": Tensor([1, 2], shape: [1, 2])], training: true, fetch: ["y"])
        }
        #expect(error?.message.contains("single value") == true)
    }
}
