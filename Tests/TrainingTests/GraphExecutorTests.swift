import NeuralNetworks
import Testing
import Training

@Suite("GraphExecutor")
struct GraphExecutorTests {
    /// `y = relu(x · w + b)`, and beside it `z = log(x)`.
    private func graph() -> Graph {
        Graph(
            name: "toy", inputs: [ValueInfo(name: "x", shape: ["batch", 3])],
            nodes: [
                Node(name: "product", operatorType: "MatMul", inputs: ["x", "w"], outputs: ["p"]),
                Node(name: "bias", operatorType: "Add", inputs: ["p", "b"], outputs: ["s"]),
                Node(name: "relu", operatorType: "Relu", inputs: ["s"], outputs: ["y"]),
                Node(name: "shift", operatorType: "Sub", inputs: ["x", "mean"], outputs: ["centred"]),
                Node(name: "side", operatorType: "MatMul", inputs: ["centred", "other"], outputs: ["z"]),
            ],
            initializers: [
                Initializer(name: "mean", value: NDArray([Float(0.5), 0.5, 0.5], shape: [3])),
                Initializer(name: "w", value: NDArray([Float(1.0), 2, 3, 4, 5, 6], shape: [3, 2])),
                Initializer(name: "b", value: NDArray([Float(-1.0), 1], shape: [2])),
                Initializer(name: "other", value: NDArray([Float(1.0), 1, 1], shape: [3, 1])),
            ]
        )
    }

    private func x() throws -> Tensor { try Tensor([1, 2, 3, -1, -2, -3], shape: [2, 3]) }

    @Test("parameters are the weights, in the graph's order, and not the constants of the front end")
    func parameters() throws {
        #expect(try GraphExecutor(graph()).parameters.map(\.name) == ["w", "b", "other"])
    }

    @Test("frozen parameters get no gradient and can be thawed")
    func freezing() throws {
        let executor = try GraphExecutor(graph())
        try executor.freeze { $0 == "w" }
        #expect(executor.parameters.map(\.name) == ["b", "other"])
        let y = try #require(try executor.run(["x": x()], training: true, fetch: ["y"])["y"])
        try y.weightedSum([1, 1, 1, 1]).backward()
        #expect(executor.parameters.first?.tensor.gradient != nil)
        let frozen = try #require(executor.state.first { $0.name == "w" })
        #expect(frozen.tensor.gradient == nil)
        try executor.freeze { _ in false }
        #expect(executor.parameters.map(\.name) == ["w", "b", "other"])
    }

    @Test("an unknown operator is named with its node")
    func unknownOperator() {
        var graph = graph()
        graph.nodes[2].operatorType = "Frobnicate"
        let error = #expect(throws: TrainingError.self) { try GraphExecutor(graph) }
        #expect(error?.code == .unsupportedOperator)
        #expect(error?.message.contains("'relu'") == true)
        #expect(error?.message.contains("Frobnicate") == true)
    }

    @Test("an operator of another domain is not taken for ONNX's")
    func foreignDomain() {
        var graph = graph()
        graph.nodes[2].domain = "com.example"
        let error = #expect(throws: TrainingError.self) { try GraphExecutor(graph) }
        #expect(error?.message.contains("com.example") == true)
    }

    @Test("an attribute that is not supported is named before anything runs")
    func unsupportedAttribute() {
        let node = Node(
            name: "pool", operatorType: "AveragePool", inputs: ["x"], outputs: ["y"],
            attributes: ["kernel_shape": .integers([2, 2]), "dilations": .integers([2, 2])]
        )
        let graph = Graph(name: "pool", inputs: [ValueInfo(name: "x", shape: [1, 1, 4, 4])], nodes: [node])
        let error = #expect(throws: TrainingError.self) { try GraphExecutor(graph) }
        #expect(error?.message.contains("'pool'") == true)
        #expect(error?.message.contains("dilation") == true)
    }

    @Test("a value that nobody makes is named")
    func undefinedValue() {
        var graph = graph()
        graph.nodes[1].inputs[0] = "q"
        let error = #expect(throws: TrainingError.self) { try GraphExecutor(graph) }
        #expect(error?.code == .graph)
        #expect(error?.message.contains("'q'") == true)
    }

    @Test("shapes that do not fit are an error with the node, the operator and both shapes")
    func shapeMismatch() throws {
        var graph = graph()
        graph.inputs[0].shape = ["batch", "feature"]
        let executor = try GraphExecutor(graph)
        let error = #expect(throws: TrainingError.self) {
            try executor.run(["x": Tensor([1, 2, 3, 4], shape: [1, 4])], training: false, fetch: ["y"])
        }
        for part in ["'product'", "MatMul", "[1, 4]", "[3, 2]"] {
            #expect(error?.message.contains(part) == true, "\(part)")
        }
    }

    @Test("inputs are checked: missing, unknown, of another shape")
    func inputs() throws {
        let executor = try GraphExecutor(graph())
        #expect(throws: TrainingError.self) { try executor.run([:], training: false, fetch: ["y"]) }
        #expect(throws: TrainingError.self) { try executor.run(["x": x(), "u": x()], training: false, fetch: ["y"]) }
        #expect(throws: TrainingError.self) { try executor.run(["x": x()], training: false, fetch: ["nowhere"]) }
        let error = #expect(throws: TrainingError.self) {
            try executor.run(["x": Tensor([1], shape: [1, 1])], training: false, fetch: ["y"])
        }
        #expect(error?.code == .shape)
    }

    @Test("only what the wanted values depend on runs")
    func partialExecution() throws {
        let executor = try GraphExecutor(graph())
        #expect(try executor.run(["x": x()], training: false, fetch: ["z"])["z"]?.floats() == [4.5, -7.5])
        // Fetched alone, `y` leaves `other` without a gradient.
        let y = try #require(try executor.run(["x": x()], training: true, fetch: ["y"])["y"])
        try y.weightedSum([1, 1, 1, 1]).backward()
        #expect(executor.parameters.last?.tensor.gradient == nil)
    }

    @Test("a value that is fetched is not written over by those after it")
    func fetchedValuesStay() throws {
        let executor = try GraphExecutor(graph())
        let results = try executor.run(["x": x()], training: true, fetch: ["s", "y"])
        #expect(try results["s"]?.floats() == [21, 29, -23, -27])
        #expect(try results["y"]?.floats() == [21, 29, 0, 0])
    }

    @Test("watched values are shown before they are written over, and let go")
    func watching() throws {
        final class Seen {
            weak var tensor: Tensor?
            init(_ tensor: Tensor) { self.tensor = tensor }
        }
        // Every value is read once, by the next node, and may be written over by it.
        var nodes: [Node] = []
        for layer in 0..<4 {
            nodes.append(
                Node(
                    name: "a\(layer)", operatorType: "Add", inputs: [layer == 0 ? "x" : "r\(layer - 1)", "b"],
                    outputs: ["a\(layer)"]))
            nodes.append(Node(name: "r\(layer)", operatorType: "Relu", inputs: ["a\(layer)"], outputs: ["r\(layer)"]))
        }
        let executor = try GraphExecutor(
            Graph(
                name: "chain", inputs: [ValueInfo(name: "x", shape: [2])], nodes: nodes,
                initializers: [Initializer(name: "b", value: NDArray([Float(-1), 1], shape: [2]))]))
        let names = (0..<4).map { "a\($0)" }
        var (shown, values): ([Seen], [String: [Float]]) = ([], [:])
        try executor.watch(names, inputs: ["x": Tensor([0, 0], shape: [2])]) { name, value in
            #expect(shown.allSatisfy { $0.tensor == nil }, "at \(name) an earlier one is still kept")
            shown.append(Seen(value))
            values[name] = try value.floats()
        }
        #expect(values == ["a0": [-1, 1], "a1": [-1, 2], "a2": [-1, 3], "a3": [-1, 4]])
        #expect(throws: TrainingError.self) { try executor.watch(["nowhere"], inputs: [:]) { _, _ in } }
    }

    @Test("loaded initializers come back; a wrong shape is refused by name")
    func loading() throws {
        let executor = try GraphExecutor(graph())
        try executor.load([Initializer(name: "b", value: NDArray([Float(7), 8], shape: [2]))])
        #expect(try executor.initializers().map(\.name) == ["mean", "w", "b", "other"])
        #expect(try executor.initializers()[2].value.floats == [7, 8])
        let error = #expect(throws: TrainingError.self) {
            try executor.load([Initializer(name: "b", value: NDArray([Float(7)], shape: [1]))])
        }
        #expect(error?.message.contains("'b'") == true)
    }
}
