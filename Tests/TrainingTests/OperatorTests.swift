import NeuralNetworks
import Testing
import Training

@Suite("Operators against PyTorch")
struct OperatorTests {
    @Test("the goldens are there")
    func goldensAreThere() { #expect(OperatorCase.all.count > 150) }

    @Test("forward", arguments: OperatorCase.all)
    func forward(_ test: OperatorCase) throws {
        let executor = try GraphExecutor(test.graph)
        let inputs = try test.inputs.mapValues { try Tensor($0) }
        let results = try executor.run(inputs, training: false, fetch: test.outputs.map(\.name))
        for (name, golden) in test.outputs {
            let value = try #require(results[name]).array()
            #expect(value.shape == golden.shape)
            #expect(value.elementType == golden.elementType)
            #expect(relativeDistance(value.asFloats, golden.asFloats) <= test.tolerance)
        }
    }

    @Test("gradient", arguments: OperatorCase.all.filter { !$0.gradients.isEmpty && $0.hasDerivative })
    func gradient(_ test: OperatorCase) throws {
        let gradients = try test.computedGradients(channelsLast: true)
        #expect(Set(gradients.keys) == Set(test.gradients.keys))
        for (name, golden) in test.gradients {
            let distance = relativeDistance(gradients[name] ?? [], golden)
            #expect(distance <= test.tolerance, "gradient of \(name)")
        }
    }
}

extension OperatorCase {
    /// Whether any output is made of real numbers, and the same ones each time.
    var hasDerivative: Bool { outputs.contains { $0.value.floats != nil } && operatorType != "Dropout" }

    /// Gradients of `Σ output · cotangent`, zeros where the sum does not depend on an input.
    func computedGradients(channelsLast: Bool) throws -> [String: [Float]] {
        let executor = try GraphExecutor(graph, channelsLast: channelsLast)
        let inputs = try inputs.mapValues { try Tensor($0) }
        var leaves = Dictionary(uniqueKeysWithValues: executor.parameters.map { ($0.name, $0.tensor) })
        for (name, tensor) in inputs where gradients[name] != nil {
            try tensor.setRequiresGradient(true)
            leaves[name] = tensor
        }
        // BatchNormalization's golden gradients are those of its service form.
        if operatorType == "BatchNormalization" { return try gradientsInService(executor, inputs, leaves) }
        let results = try executor.run(inputs, training: true, fetch: outputs.map(\.name))
        return try collect(results, leaves)
    }

    private func gradientsInService(
        _ executor: GraphExecutor, _ inputs: [String: Tensor], _ leaves: [String: Tensor]
    ) throws -> [String: [Float]] {
        try executor.freeze { _ in true }
        let results = try executor.run(inputs, training: true, fetch: outputs.map(\.name))
        let input = leaves.filter { inputs[$0.key] != nil }
        var gradients = try collect(results, input)
        // The frozen scale and bias have none; the golden ones are not asked for.
        for name in self.gradients.keys where gradients[name] == nil { gradients[name] = self.gradients[name] }
        return gradients
    }

    private func collect(_ results: [String: Tensor], _ leaves: [String: Tensor]) throws -> [String: [Float]] {
        for (name, golden) in outputs where golden.floats != nil {
            guard let output = results[name] else { continue }
            try output.weightedSum(Self.cotangent(count: golden.elementCount)).backward()
        }
        return try leaves.mapValues { leaf in
            try leaf.gradient?.floats() ?? Array(repeating: 0, count: leaf.elementCount)
        }
    }
}

extension Tensor {
    /// `Σ self · weights`, a scalar, by a graph of its own.
    func weightedSum(_ weights: [Float]) throws -> Tensor {
        let graph = Graph(
            name: "weighted sum", inputs: [ValueInfo(name: "x", shape: shape.map { .fixed($0) })],
            nodes: [
                Node(name: "product", operatorType: "Mul", inputs: ["x", "weights"], outputs: ["product"]),
                Node(
                    name: "sum", operatorType: "ReduceSum", inputs: ["product"], outputs: ["sum"],
                    attributes: ["keepdims": .integer(0)]
                ),
            ],
            initializers: [Initializer(name: "weights", value: NDArray(weights, shape: shape))]
        )
        let results = try GraphExecutor(graph).run(["x": self], training: true, fetch: ["sum"])
        guard let sum = results["sum"] else { throw TrainingError(.value, "no sum") }
        return sum
    }
}
