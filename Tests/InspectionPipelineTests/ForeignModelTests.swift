import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks
import Testing

/// Graphs as others write them: other names, orders of axes, meanings of the output. All of them see brightness.
@Suite struct ForeignModelTests {
    /// What a graph's output looks like.
    enum Form: String, Sendable, CaseIterable {
        case matrix, spatialMatrix, probabilities, nhwc, oneNumber, clashingNames
    }

    /// `[bright, dark]` by brightness, in the form asked for; 8 × 8 pixels, grey.
    static func classifier(_ form: Form) -> (graph: Graph, card: String) {
        let input = form == .clashingNames ? "probabilities" : "data"
        let shape: [Dimension] = form == .nhwc ? [1, 8, 8, 1] : [1, 1, 8, 8]
        let output = form == .clashingNames ? "picture" : "score"
        let count = form == .oneNumber ? 1 : 2
        let weights: [Float] = form == .oneNumber ? [-16] : [8, -8]
        let biases: [Float] = form == .oneNumber ? [8] : [-4, 4]
        let axes = form == .nhwc ? [1, 2] : [2, 3]
        var nodes = [
            Node(
                name: "mean", operatorType: "ReduceMean", inputs: [input], outputs: ["m"],
                attributes: ["axes": .integers(axes), "keepdims": .integer(0)]),
            Node(
                name: "linear", operatorType: "Gemm", inputs: ["m", "w", "b"], outputs: ["logit"],
                attributes: ["transB": .integer(1)]),
        ]
        switch form {
        case .spatialMatrix:
            nodes.append(Node(name: "r", operatorType: "Reshape", inputs: ["logit", "form"], outputs: [output]))
        case .probabilities:
            nodes.append(Node(name: "s", operatorType: "Softmax", inputs: ["logit"], outputs: [output]))
        default: nodes.append(Node(name: "i", operatorType: "Identity", inputs: ["logit"], outputs: [output]))
        }
        let graph = Graph(
            name: "foreign", inputs: [ValueInfo(name: input, shape: shape)],
            outputs: [ValueInfo(name: output, shape: [1, .fixed(count)])], nodes: nodes,
            initializers: [
                Initializer(name: "w", value: NDArray(weights, shape: [count, 1])),
                Initializer(name: "b", value: NDArray(biases, shape: [count])),
                Initializer(name: "form", value: NDArray([1, 2, 1, 1])),
            ], opset: 13)
        let extra =
            switch form {
            case .probabilities: #", "output": "probabilities""#
            case .nhwc: #", "layout": "nhwc""#
            case .clashingNames: #", "input_name": "probabilities", "output_name": "picture""#
            default: ""
            }
        return (
            graph,
            #"{"kind": "classifier", "classes": ["bright", "dark"], "normal_classes": ["dark"], "embedding_name": "m","#
                + #" "picture_front_end": {"width": 8, "height": 8, "colour": "grey"}"# + extra + "}"
        )
    }

    static func adapted(_ graph: Graph, _ card: String) throws -> ModelFile {
        try ModelFile(graph: graph).adapted(to: HandWrittenCard(json: Array(card.utf8), file: "card.json"))
    }

    @Test(arguments: Form.allCases)
    func aForeignClassifierIsTakenIn(_ form: Form) throws {
        let (graph, card) = Self.classifier(form)
        let file = try ModelFile(bytes: Self.adapted(graph, card).encoded())
        let inspection = try PictureModels.classification(file)
        for (level, label) in [(UInt8(204), "bright"), (51, "dark")] {
            let finding = try inspection.inspect(PictureModels.plain(8, 8, level), name: "x").findings[0]
            #expect(finding.label == label)
            #expect(finding.verdict == (label == "dark" ? .normal : .defect))
            // 1 / (1 + exp(−16 · 0.3))
            #expect(abs(finding.score - 0.99184) < 1e-4, "\(finding.score)")
        }
        let folder = try Folder()
        try PictureFile.write(PictureModels.plain(8, 8, 204), to: folder.path("a.png"))
        let embedding = try Inspector(file, engine: InferenceEngine()).embedding(of: .init(path: folder.path("a.png")))
        #expect(embedding.count == 1 && abs(embedding[0] - 0.8) < 1e-5)
    }

    enum MapForm: String, Sendable, CaseIterable {
        case oneChannel, twoChannels, probabilitiesNHWC, rows, quarter
    }

    /// A map of bright pixels in the form asked for; 8 × 8 pixels, grey.
    static func segmenter(_ form: MapForm) -> (graph: Graph, card: String) {
        let nhwc = form == .probabilitiesNHWC
        let count = form == .twoChannels || nhwc ? 2 : 1
        let weights: [Float] = count == 2 ? [-8, 8] : [16]
        let biases: [Float] = count == 2 ? [4, -4] : [-8]
        func transpose(_ input: String, _ output: String, _ order: [Int]) -> Node {
            Node(
                name: output, operatorType: "Transpose", inputs: [input], outputs: [output],
                attributes: ["perm": .integers(order)])
        }
        var nodes = nhwc ? [transpose("x", "planes", [0, 3, 1, 2])] : []
        let seen = nhwc ? "planes" : "x"
        let side = form == .quarter ? 4 : 1
        nodes.append(
            Node(
                name: "pool", operatorType: "AveragePool", inputs: [seen], outputs: ["pooled"],
                attributes: ["kernel_shape": .integers([side, side]), "strides": .integers([side, side])]))
        nodes.append(
            Node(
                name: "score", operatorType: "Conv", inputs: ["pooled", "w", "b"], outputs: ["logit"],
                attributes: ["kernel_shape": .integers([1, 1])]))
        switch form {
        case .probabilitiesNHWC:
            nodes.append(transpose("logit", "last", [0, 2, 3, 1]))
            nodes.append(Node(name: "s", operatorType: "Softmax", inputs: ["last"], outputs: ["y"]))
        case .rows: nodes.append(Node(name: "r", operatorType: "Reshape", inputs: ["logit", "rows"], outputs: ["y"]))
        default: nodes.append(Node(name: "i", operatorType: "Identity", inputs: ["logit"], outputs: ["y"]))
        }
        let graph = Graph(
            name: "foreign", inputs: [ValueInfo(name: "x", shape: nhwc ? ["n", "h", "w", 1] : ["n", 1, "h", "w"])],
            outputs: [ValueInfo(name: "y", shape: ["n", "c", "h", "w"])], nodes: nodes,
            initializers: [
                Initializer(name: "w", value: NDArray(weights, shape: [count, 1, 1, 1])),
                Initializer(name: "b", value: NDArray(biases, shape: [count])),
                Initializer(name: "rows", value: NDArray([1, 8, 8])),
            ], opset: 13)
        let classes = count == 2 ? #"["wall", "crack"], "normal_classes": ["wall"]"# : #"["crack"]"#
        let extra = nhwc ? #", "output": "probabilities", "layout": "nhwc""# : ""
        return (
            graph,
            #"{"kind": "segmenter", "classes": \#(classes), "picture_front_end": {"width": 8, "height": 8, "colour": "grey"}"#
                + extra + "}"
        )
    }

    @Test(arguments: MapForm.allCases)
    func aForeignSegmenterIsTakenIn(_ form: MapForm) throws {
        let (graph, card) = Self.segmenter(form)
        let inspection = try PictureModels.segmentation(Self.adapted(graph, card))
        let map = try inspection.probabilityMap(
            of: PictureModels.bars(16, 8, [.init(x: 0, y: 0, width: 8, height: 8)]))
        let (bright, dark) = (map.levels[2 * 16 + 1], map.levels[5 * 16 + 14])
        #expect(abs(Int(bright) - 255) <= 1 && dark <= 1, "\(bright) \(dark)")
    }

    struct Misfit: Sendable, CustomTestStringConvertible {
        var name: String
        var message: String
        var card: String
        var change: @Sendable (inout Graph) -> Void = { _ in }
        var testDescription: String { name }
    }

    static let front = #""picture_front_end": {"width": 8, "height": 8, "colour": "grey"}"#
    static let misfits = [
        Misfit(
            name: "another size", message: "mend width, height, colour or layout",
            card:
                #"{"kind": "classifier", "classes": ["a", "b"], "picture_front_end": {"width": 9, "height": 8, "colour": "grey"}}"#
        ),
        Misfit(
            name: "another number of classes", message: "3 classes",
            card: #"{"kind": "classifier", "classes": ["a", "b", "c"], \#(front)}"#),
        Misfit(
            name: "no such output", message: "no output 'nowhere'",
            card: #"{"kind": "classifier", "classes": ["a", "b"], "output_name": "nowhere", \#(front)}"#),
        Misfit(
            name: "no such input", message: "no input 'nowhere'",
            card: #"{"kind": "classifier", "classes": ["a", "b"], "input_name": "nowhere", \#(front)}"#),
        Misfit(
            name: "a classifier called a segmenter", message: "is no map",
            card: #"{"kind": "segmenter", "classes": ["a"], \#(front)}"#),
        Misfit(
            name: "two inputs", message: "2 inputs", card: #"{"kind": "classifier", "classes": ["a", "b"], \#(front)}"#,
            change: { $0.inputs.append(ValueInfo(name: "mask", shape: [1])) }),
        Misfit(
            name: "an input of bytes", message: "of floats",
            card: #"{"kind": "classifier", "classes": ["a", "b"], \#(front)}"#,
            change: { $0.inputs[0].elementType = .uint8 }),
    ]

    @Test(arguments: misfits)
    func aCardThatDoesNotFitItsGraphIsAnErrorWithItsReason(_ misfit: Misfit) throws {
        var (graph, _) = Self.classifier(.matrix)
        misfit.change(&graph)
        do {
            _ = try Self.adapted(graph, misfit.card)
            Issue.record("it was taken in")
        } catch {
            #expect("\(error)".contains(misfit.message), "\(error)")
        }
    }

    @Test func aMapWithAChannelAClassNeedsNormalClasses() throws {
        let (graph, _) = Self.segmenter(.twoChannels)
        let error = #expect(throws: NetworkError.self) {
            try Self.adapted(graph, #"{"kind": "segmenter", "classes": ["wall", "crack"], \#(Self.front)}"#)
        }
        #expect(error?.message.contains("normal_classes") == true)
    }
}
