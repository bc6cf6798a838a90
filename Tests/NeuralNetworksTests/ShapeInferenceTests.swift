import NeuralNetworks
import Testing

@Suite struct ShapeInferenceTests {
    struct LayerCase: Sendable, CustomTestStringConvertible {
        var name: String
        var node: Node
        var input: [Int]
        var weights: [Initializer] = []
        var output: [Int]
        var testDescription: String { name }
    }

    static func floats(_ name: String, _ shape: [Int]) -> Initializer {
        Initializer(name: name, value: NDArray([Float](repeating: 0, count: shape.reduce(1, *)), shape: shape))
    }

    // Shapes as PyTorch gives them for the same layers.
    static let cases = [
        LayerCase(
            name: "convolution with stride, padding and dilation",
            node: Node(
                name: "n", operatorType: "Conv", inputs: ["x", "w"], outputs: ["y"],
                attributes: [
                    "strides": .integers([2, 1]), "pads": .integers([1, 2, 1, 2]), "dilations": .integers([1, 2]),
                ]
            ),
            input: [2, 4, 9, 8], weights: [floats("w", [6, 4, 3, 3])], output: [2, 6, 5, 8]
        ),
        LayerCase(
            name: "grouped convolution with SAME_UPPER",
            node: Node(
                name: "n", operatorType: "Conv", inputs: ["x", "w"], outputs: ["y"],
                attributes: ["strides": .integers([2, 2]), "auto_pad": .string("SAME_UPPER"), "group": .integer(4)]
            ),
            input: [1, 4, 9, 8], weights: [floats("w", [4, 1, 3, 3])], output: [1, 4, 5, 4]
        ),
        LayerCase(
            name: "transposed convolution",
            node: Node(
                name: "n", operatorType: "ConvTranspose", inputs: ["x", "w"], outputs: ["y"],
                attributes: [
                    "strides": .integers([2, 2]), "pads": .integers([1, 1, 1, 1]), "output_padding": .integers([1, 1]),
                ]
            ),
            input: [1, 4, 5, 5], weights: [floats("w", [4, 3, 3, 3])], output: [1, 3, 10, 10]
        ),
        LayerCase(
            name: "max pooling, rounded up",
            node: Node(
                name: "n", operatorType: "MaxPool", inputs: ["x"], outputs: ["y"],
                attributes: [
                    "kernel_shape": .integers([3, 3]), "strides": .integers([2, 2]), "ceil_mode": .integer(1),
                ]
            ),
            input: [1, 2, 6, 8], output: [1, 2, 3, 4]
        ),
        LayerCase(
            name: "mean over negative axes, dropped",
            node: Node(
                name: "n", operatorType: "ReduceMean", inputs: ["x"], outputs: ["y"],
                attributes: ["axes": .integers([-1, 2]), "keepdims": .integer(0)]
            ),
            input: [2, 3, 4, 5], output: [2, 3]
        ),
        LayerCase(
            name: "broadcast sum",
            node: Node(name: "n", operatorType: "Add", inputs: ["x", "w"], outputs: ["y"]),
            input: [2, 3, 4, 5], weights: [floats("w", [3, 1, 1])], output: [2, 3, 4, 5]
        ),
        LayerCase(
            name: "reshape with an open axis",
            node: Node(name: "n", operatorType: "Reshape", inputs: ["x", "t"], outputs: ["y"]),
            input: [2, 3, 4, 5], weights: [Initializer(name: "t", value: NDArray([0, -1] as [Int]))], output: [2, 60]
        ),
        LayerCase(
            name: "resize by factors",
            node: Node(name: "n", operatorType: "Resize", inputs: ["x", "", "f"], outputs: ["y"]),
            input: [2, 3, 4, 5], weights: [Initializer(name: "f", value: NDArray([1, 1, 2, 1.5], shape: [4]))],
            output: [2, 3, 8, 7]
        ),
        LayerCase(
            name: "resize to sizes",
            node: Node(name: "n", operatorType: "Resize", inputs: ["x", "", "", "t"], outputs: ["y"]),
            input: [2, 3, 4, 5], weights: [Initializer(name: "t", value: NDArray([2, 3, 9, 11] as [Int]))],
            output: [2, 3, 9, 11]
        ),
        LayerCase(
            name: "resize of two axes",
            node: Node(
                name: "n", operatorType: "Resize", inputs: ["x", "", "f"], outputs: ["y"],
                attributes: ["axes": .integers([-1, 2])]),
            input: [2, 3, 4, 5], weights: [Initializer(name: "f", value: NDArray([3, 2] as [Float], shape: [2]))],
            output: [2, 3, 8, 15]
        ),
        slice("slice to the end", starts: [1], ends: [Int.max], axes: [3], output: [2, 3, 4, 4]),
        slice(
            "slice from the end, by twos", starts: [-4, 0], ends: [-1, 4], axes: [3, 2], steps: [2, 3],
            output: [2, 3, 2, 2]),
        slice("slice backwards", starts: [-1], ends: [Int.min], axes: [3], steps: [-2], output: [2, 3, 4, 3]),
        slice("slice of nothing", starts: [3], ends: [1], axes: [3], output: [2, 3, 4, 0]),
    ]

    private static func slice(
        _ name: String, starts: [Int], ends: [Int], axes: [Int], steps: [Int]? = nil, output: [Int]
    ) -> LayerCase {
        func list(_ name: String, _ values: [Int]) -> Initializer { Initializer(name: name, value: NDArray(values)) }
        return LayerCase(
            name: name,
            node: Node(
                name: "n", operatorType: "Slice", inputs: ["x", "s", "e", "a"] + (steps == nil ? [] : ["t"]),
                outputs: ["y"]),
            input: [2, 3, 4, 5],
            weights: [list("s", starts), list("e", ends), list("a", axes)] + (steps.map { [list("t", $0)] } ?? []),
            output: output)
    }

    @Test(arguments: cases)
    func shapesAreTheReferences(_ layer: LayerCase) throws {
        let graph = Graph(
            name: "g", inputs: [ValueInfo(name: "x", shape: layer.input.map(Dimension.fixed))], nodes: [layer.node],
            initializers: layer.weights
        )
        #expect(try ShapeInference(graph).shapes["y"] == layer.output)
    }

    @Test func aMisfitNamesTheNodeAndBothShapes() {
        let graph = Graph(
            name: "g", inputs: [ValueInfo(name: "x", shape: [1, 5, 9, 8])],
            nodes: [Node(name: "first", operatorType: "Conv", inputs: ["x", "w"], outputs: ["y"])],
            initializers: [Self.floats("w", [6, 4, 3, 3])]
        )
        let error = #expect(throws: NetworkError.self) { try ShapeInference(graph) }
        #expect(error?.code == .shape)
        for part in ["first", "[1, 5, 9, 8]", "[6, 4, 3, 3]"] { #expect(error?.message.contains(part) == true) }
    }

    @Test func absurdLengthsAreErrors() {
        func infer(_ input: [Int], _ node: Node) throws -> [String: [Int]] {
            try ShapeInference(
                Graph(
                    name: "g", inputs: [ValueInfo(name: "x", shape: input.map(Dimension.fixed))], nodes: [node],
                    initializers: [Self.floats("w", [6, 4, 3, 3])]
                )
            ).shapes
        }
        let groups = Node(
            name: "n", operatorType: "Conv", inputs: ["x", "w"], outputs: ["y"], attributes: ["group": .integer(.max)]
        )
        #expect(throws: NetworkError.self) { try infer([1, 4, 9, 8], groups) }
        let pool = Node(
            name: "n", operatorType: "MaxPool", inputs: ["x"], outputs: ["y"],
            attributes: ["kernel_shape": .integers([1, 1]), "pads": .integers([1, 1, 1, 1])]
        )
        #expect(throws: NetworkError.self) { try infer([1, 4, .max, 8], pool) }
    }

    @Test(arguments: [Int.min, .max, -65_536, 65_536])
    func absurdPadsAreErrors(_ pad: Int) {
        let node = Node(name: "n", operatorType: "Pad", inputs: ["x", "p"], outputs: ["y"])
        let graph = Graph(
            name: "g", inputs: [ValueInfo(name: "x", shape: [4])], nodes: [node],
            initializers: [Initializer(name: "p", value: NDArray([0, pad]))])
        #expect(throws: NetworkError.self) { try ShapeInference(graph) }
    }

    /// Sixty nodes that each double what they read: without bounds, more memory than there is.
    @Test(arguments: ["Concat", "Gather"])
    func doublingEndsSoon(_ operatorType: String) throws {
        let nodes = (0..<60).map { step in
            Node(
                name: "n\(step)", operatorType: operatorType, inputs: ["v\(step)", "v\(step)"],
                outputs: ["v\(step + 1)"],
                attributes: ["axis": .integer(0)])
        }
        let start = NDArray(
            shape: operatorType == "Concat" ? [2] : [1, 1], storage: .int64(operatorType == "Concat" ? [0, 0] : [0]))
        let graph = Graph(name: "g", nodes: nodes, initializers: [Initializer(name: "v0", value: start)])
        let error = #expect(throws: NetworkError.self) { try ShapeInference(graph) }
        #expect(error?.code == .shape)
    }

    @Test func contentsAreKeptUpTo64Elements() throws {
        // A shape list of 2ⁿ ones, put together by n doublings.
        func reshaped(_ doublings: Int) throws -> [Int]? {
            var nodes = (0..<doublings).map { step in
                Node(
                    name: "c\(step)", operatorType: "Concat", inputs: ["v\(step)", "v\(step)"],
                    outputs: ["v\(step + 1)"],
                    attributes: ["axis": .integer(0)])
            }
            nodes.append(
                Node(name: "r", operatorType: "Reshape", inputs: ["x", "v\(doublings)"], outputs: ["y"]))
            return try ShapeInference(
                Graph(
                    name: "g", inputs: [ValueInfo(name: "x", shape: [1])], nodes: nodes,
                    initializers: [Initializer(name: "v0", value: NDArray([1]))])
            ).shapes["y"]
        }
        #expect(try reshaped(6)?.count == 64)
        #expect(try reshaped(7) == nil)
    }

    struct ContentCase: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var node: Node
        /// Of `[1, 2, 3, 4]`, reshaped to what the node makes of `[4, 6]`.
        var shape: [Int]?
    }

    private static func content(_ kind: String, _ attributes: [String: Attribute] = [:], shape: [Int]?) -> ContentCase {
        ContentCase(
            testDescription: "\(kind) \(attributes)",
            node: Node(name: "n", operatorType: kind, inputs: ["c"], outputs: ["t"], attributes: attributes),
            shape: shape)
    }

    static let contents = [
        content("Identity", shape: [4, 6]), content("Dropout", shape: [4, 6]),
        content("Cast", ["to": .integer(7)], shape: [4, 6]), content("Cast", ["to": .integer(9)], shape: nil),
        content("Neg", shape: nil), content("Abs", shape: nil), content("Clip", ["max": .float(5)], shape: nil),
        content("Not", shape: nil), content("Sqrt", shape: nil), content("Relu", shape: nil),
        content("Unsqueeze", ["axes": .integers([0])], shape: [4, 6]),
    ]

    @Test("only what keeps numbers hands on what is known of them", arguments: contents)
    func handedOn(_ content: ContentCase) throws {
        let graph = Graph(
            name: "g", inputs: [ValueInfo(name: "x", shape: [1, 2, 3, 4])],
            nodes: [
                content.node, Node(name: "r", operatorType: "Reshape", inputs: ["x", "t"], outputs: ["y"]),
            ], initializers: [Initializer(name: "c", value: NDArray([4, 6]))])
        #expect(try ShapeInference(graph).shapes["y"] == content.shape)
    }

    @Test("a shape may be asked of some axes only")
    func partialShape() throws {
        let graph = Graph(
            name: "g", inputs: [ValueInfo(name: "x", shape: [2, 3, 4, 5])],
            nodes: [
                Node(
                    name: "s", operatorType: "Shape", inputs: ["x"], outputs: ["s"],
                    attributes: ["start": .integer(-2), "end": .integer(9)]),
                Node(
                    name: "c", operatorType: "Concat", inputs: ["six", "s"], outputs: ["t"],
                    attributes: ["axis": .integer(0)]),
                Node(name: "r", operatorType: "Reshape", inputs: ["x", "t"], outputs: ["y"]),
            ], initializers: [Initializer(name: "six", value: NDArray([6]))])
        let shapes = try ShapeInference(graph).shapes
        #expect(shapes["s"] == [2])
        #expect(shapes["y"] == [6, 4, 5])
    }

    @Test func parametersAndMultiplyAddsAreThoseOfTheLayerTable() throws {
        // One 3×3 convolution of 1 → 4 channels over 6×2, its norm (4 × 4 numbers), a block of two 4 → 4 convolutions, a head of 8 → 3.
        let graph = ResidualNetwork(width: 4, stages: 1, dropout: 0).graph(
            frames: 6, mean: [0, 0], deviation: [1, 1], classes: 3, seed: 1
        )
        let summary = try GraphSummary(graph)
        let convolutions = 4 * 9 + 2 * 4 * 4 * 9
        #expect(summary.multiplyAdds == 6 * 2 * convolutions + 8 * 3)
        #expect(summary.parameters == convolutions + 3 * 4 * 4 + 8 * 3 + 3 + 4)
    }
}
