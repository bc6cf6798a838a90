import FoundationEssentials
import Testing

@testable import NeuralNetworks

/// What a backbone takes and refuses, without running it.
@Suite("Backbone graphs")
struct BackboneGraphTests {
    private func file(_ name: String) throws -> ModelFile {
        try ModelFile(contentsOf: ModelFileTests.fixtures.appending(path: name + ".onnx").path)
    }

    struct Folding: Sendable, CustomTestStringConvertible {
        var name: String
        var folded: Int
        var testDescription: String { name }
    }

    static let foldings = [
        Folding(name: "torch_resnet18_kept_13", folded: 0), Folding(name: "torch_resnet18_folded_17", folded: 12),
        Folding(name: "torch_mobilenet_v2_folded_12", folded: 25),
        Folding(name: "torch_mobilenet_v2_kept_18", folded: 0),
        // Biases beside normalisation are no folding; without biases and normalisation neither.
        Folding(name: "zoo_resnet_v1_8", folded: 0), Folding(name: "zoo_resnet_v2_7", folded: 0),
        Folding(name: "zoo_mobilenet_v2_10", folded: 23),
    ]

    @Test("folded normalisation is told from normalisation that is there", arguments: foldings)
    func folding(_ folding: Folding) throws {
        let backbone = try Backbone(file(folding.name))
        #expect(backbone.foldedConvolutions.count == folding.folded)
        let weight = try #require(backbone.graph.initializers.first?.name)
        #expect(backbone.rateFactor(weight) == (folding.folded == 0 ? 0.5 : 0.2))
        #expect(backbone.rateFactor("head.linear0.weight") == 1)
    }

    @Test("nodes are those of operator set 17, without what only exporters need")
    func upgraded() throws {
        let backbone = try Backbone(file("zoo_mobilenet_v2_10"))
        #expect(backbone.graph.opset == 17)
        let clip = try #require(backbone.graph.nodes.first { $0.operatorType == "Clip" })
        #expect(clip.attributes.isEmpty)
        #expect(clip.inputs.dropFirst().map { backbone.graph[initializer: $0]?.floats } == [[0], [6]])
        let training = try Backbone(file("torch_resnet18_training_14")).graph.nodes
        let norms = training.filter { $0.operatorType == "BatchNormalization" }
        #expect(norms.count == 12)
        #expect(norms.allSatisfy { $0.outputs.count == 1 && $0.integer("training_mode") == nil })
        let kinds = Set(try Backbone(file("torch_mobilenet_v2_kept_18")).graph.nodes.map(\.operatorType))
        #expect(kinds == ["Conv", "BatchNormalization", "Clip", "Add"])
    }

    @Test("arrays that an exporter wrote once for several layers part")
    func untied() throws {
        var model = try file("torch_resnet18_kept_13")
        let norms = model.graph.nodes.indices.filter { model.graph.nodes[$0].operatorType == "BatchNormalization" }
        let (first, second) = (norms[0], norms[1])
        // As PyTorch's exporter does it: the second normalisation reads the first one's scale through an Identity.
        let scale = model.graph.nodes[first].inputs[1]
        model.graph.nodes[second].inputs[1] = "again"
        model.graph.nodes.insert(
            Node(name: "same", operatorType: "Identity", inputs: [scale], outputs: ["again"]), at: 0)
        let backbone = try Backbone(model)
        let scales = backbone.graph.nodes.filter { $0.operatorType == "BatchNormalization" }.map { $0.inputs[1] }
        #expect(Set(scales).count == scales.count)
        #expect(scales.allSatisfy { backbone.graph[initializer: $0] != nil })
        #expect(backbone.graph[initializer: scales[0]] == backbone.graph[initializer: scales[1]])
    }

    @Test("an operator that nobody knows is named with its node and the mend", arguments: [3, 20, 40])
    func unknownOperator(place: Int) throws {
        var model = try file("torch_resnet18_kept_13")
        model.graph.nodes[place].operatorType = "Frobnicate"
        let name = model.graph.nodes[place].name
        let error = #expect(throws: NetworkError.self) { try Backbone(model) }
        #expect(error?.code == .unsupported)
        for part in [name, "Frobnicate", "frozen backbone"] {
            #expect(error?.message.contains(part) == true, "\(part)")
        }
    }

    @Test("an unknown operator in the head does no harm")
    func unknownHead() throws {
        var model = try file("torch_resnet18_kept_13")
        model.graph.nodes[model.graph.nodes.count - 1].operatorType = "Frobnicate"
        #expect(try Backbone(model).features.stride == 32)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var message: String
        var change: @Sendable (inout Graph) -> Void
    }

    static let refusals = [
        Refusal(testDescription: "no picture", message: "rank 4") { $0.inputs[0].shape = ["batch", 768] },
        Refusal(testDescription: "two pictures", message: "'other'") {
            $0.inputs.append(ValueInfo(name: "other", shape: [1, 3, 64, 64]))
        },
        Refusal(testDescription: "grey", message: "1 channels") { $0.inputs[0].shape[1] = 1 },
        Refusal(testDescription: "grey, with the mend", message: "--colour rgb") { $0.inputs[0].shape[1] = 1 },
        Refusal(testDescription: "map as large as the picture", message: "as large as the picture") { graph in
            graph.nodes = [
                Node(name: "r", operatorType: "Relu", inputs: ["input"], outputs: ["map"]),
                Node(name: "f", operatorType: "Flatten", inputs: ["map"], outputs: [graph.outputs[0].name]),
            ]
        },
        Refusal(testDescription: "map without channels", message: "no map of features") { graph in
            graph[initializer: "none"] = NDArray([Float](), shape: [0, 3, 3, 3])
            graph.nodes = [
                Node(
                    name: "c", operatorType: "Conv", inputs: ["input", "none"], outputs: ["map"],
                    attributes: ["strides": .integers([2, 2])]),
                Node(name: "f", operatorType: "Flatten", inputs: ["map"], outputs: [graph.outputs[0].name]),
            ]
        },
        Refusal(testDescription: "nameless values in a ring", message: "no map of features") { graph in
            graph.nodes = [
                Node(name: "o", operatorType: "Max", inputs: ["", "input"], outputs: ["vector", ""]),
                Node(name: "f", operatorType: "Flatten", inputs: ["vector"], outputs: [graph.outputs[0].name]),
            ]
        },
        Refusal(testDescription: "a name given twice", message: "given twice") { graph in
            let array = graph.initializers[0]
            graph.initializers.append(Initializer(name: array.name, value: array.value))
        },
        Refusal(testDescription: "no map", message: "no map of features") { graph in
            graph.nodes = [
                Node(name: "f", operatorType: "Flatten", inputs: ["input"], outputs: [graph.outputs[0].name])
            ]
        },
        Refusal(testDescription: "fixed batch", message: "dynamic batch") { graph in
            let first = graph.nodes[0].outputs[0]
            graph.nodes[0].outputs[0] = "unshaped"
            graph[initializer: "fixed"] = NDArray([1, 2, 32, 32])
            graph.nodes.insert(
                Node(name: "r", operatorType: "Reshape", inputs: ["unshaped", "fixed"], outputs: [first]), at: 1)
        },
    ]

    @Test("what is no classifier of colour pictures is refused, and why", arguments: refusals)
    func refused(_ refusal: Refusal) throws {
        var model = try file("torch_resnet18_kept_13")
        refusal.change(&model.graph)
        let error = #expect(throws: NetworkError.self) { try Backbone(model) }
        #expect(error?.message.contains(refusal.message) == true, "\(error?.message ?? "")")
    }

    @Test("the picture input is found in either layout, and by name among several")
    func pictureInput() throws {
        var graph = Graph(name: "g", inputs: [ValueInfo(name: "x", shape: ["n", 48, 64, 3])])
        var input = try PictureInput(of: graph)
        #expect((input.layout, input.channels, input.height, input.width) == (.nhwc, 3, 48, 64))
        graph.inputs.append(ValueInfo(name: "y", shape: ["n", 3, "h", "w"]))
        #expect(throws: NetworkError.self) { try PictureInput(of: graph) }
        input = try PictureInput(of: graph, named: "y")
        #expect((input.layout, input.channels, input.height, input.width) == (.nchw, 3, nil, nil))
    }

    @Test("a picture too small for the strides is refused")
    func tooSmall() throws {
        let backbone = try Backbone(file("zoo_resnet_v2_7"))
        #expect(throws: NetworkError.self) { try backbone.classifierGraph(classes: 2, height: 0, width: 64, seed: 1) }
        #expect(try backbone.classifierGraph(classes: 2, height: 32, width: 33, seed: 1).outputs.count == 4)
    }

    @Test("moments are those of all numbers of a channel, however they are parted into batches")
    func moments() throws {
        var moments = ChannelMoments()
        moments.add([1, 2, 10, 20, 3, 4, 30, 40], shape: [2, 2, 2])
        moments.add([5, 6, 50, 60], shape: [1, 2, 1, 2])
        #expect(moments.mean == [3.5, 35])
        #expect(zip(moments.variance, [35.0 / 12, 3500.0 / 12]).allSatisfy { abs($0 - Float($1)) < 1e-3 })
    }

    @Test("a bias that is computed, and a normalisation of nothing, are no folded normalisation")
    func computedBias() throws {
        var model = try file("torch_resnet18_folded_17")
        let whole = try Backbone(model).foldedConvolutions
        let place = try #require(model.graph.nodes.firstIndex { $0.operatorType == "Conv" })
        let bias = model.graph.nodes[place].inputs[2]
        model.graph.nodes[place].inputs[2] = "computed"
        model.graph.nodes.insert(
            Node(name: "abs", operatorType: "Abs", inputs: [bias], outputs: ["computed"]), at: 0)
        let backbone = try Backbone(model)
        #expect(Set(backbone.foldedConvolutions) == Set(whole.dropFirst()))
        // A file may say so; nothing reads its value.
        var hollow = backbone
        hollow.graph.nodes.append(Node(name: "n", operatorType: "BatchNormalization", inputs: [], outputs: ["n"]))
        #expect(hollow.foldedConvolutions == backbone.foldedConvolutions)
    }

    @Test("a bias of another length than its convolution's channels is named")
    func oddBias() throws {
        var backbone = try Backbone(file("torch_resnet18_folded_17"))
        var moments: [String: ChannelMoments] = [:]
        for node in backbone.graph.nodes where node.operatorType == "Conv" {
            let channels = backbone.graph[initializer: node.inputs[1]]?.shape[0] ?? 0
            moments[node.outputs[0]] = ChannelMoments()
            moments[node.outputs[0]]?.add([Float](repeating: 1, count: channels), shape: [1, channels])
        }
        _ = try backbone.restoringNormalization(moments)
        let bias = try #require(backbone.graph.nodes.first { $0.operatorType == "Conv" }?.inputs[2])
        backbone.graph[initializer: bias] = NDArray([1 as Float], shape: [1])
        let error = #expect(throws: NetworkError.self) { try backbone.restoringNormalization(moments) }
        #expect(error?.message.contains(bias) == true)
    }

    @Test("a picture of which no place is left of a map is refused")
    func nothingLeft() throws {
        // Windows without padding: 40 pixels are enough for the stride, and not for the windows.
        var nodes: [Node] = []
        for layer in 0..<3 {
            nodes.append(
                Node(
                    name: "c\(layer)", operatorType: "Conv", inputs: [layer == 0 ? "x" : "y\(layer - 1)", "w\(layer)"],
                    outputs: ["y\(layer)"],
                    attributes: ["strides": .integers([2, 2]), "kernel_shape": .integers([5, 5])]))
        }
        nodes.append(Node(name: "p", operatorType: "GlobalAveragePool", inputs: ["y2"], outputs: ["p"]))
        let graph = Graph(
            name: "g", inputs: [ValueInfo(name: "x", shape: ["n", 3, "h", "w"])],
            outputs: [ValueInfo(name: "p", shape: ["n", 2, 1, 1])], nodes: nodes,
            initializers: (0..<3).map {
                let shape = [2, $0 == 0 ? 3 : 2, 5, 5]
                return Initializer(
                    name: "w\($0)", value: NDArray([Float](repeating: 1, count: shape.reduce(1, *)), shape: shape))
            })
        let backbone = try Backbone(ModelFile(graph: graph))
        #expect(backbone.features.stride == 8)
        #expect(try backbone.classifierGraph(classes: 2, height: 64, width: 64, seed: 1).outputs.count == 4)
        for size in 8..<29 {
            #expect(throws: NetworkError.self, "\(size) pixels") {
                try backbone.segmenterGraph(height: 64, width: size, seed: 1)
            }
        }
    }

    @Test("normalisation cannot be put back where nothing was measured")
    func unmeasured() throws {
        let backbone = try Backbone(file("torch_resnet18_folded_17"))
        let error = #expect(throws: NetworkError.self) { try backbone.restoringNormalization([:]) }
        #expect(error?.message.contains(backbone.foldedConvolutions[0]) == true)
    }
}
