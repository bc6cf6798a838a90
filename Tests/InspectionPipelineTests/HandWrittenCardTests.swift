import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Testing

@Suite struct HandWrittenCardTests {
    static func read(_ json: String) throws -> HandWrittenCard {
        try HandWrittenCard(json: Array(json.utf8), file: "walls/crack-net.json")
    }

    @Test func missingKeysGetDefaults() throws {
        let hand = try Self.read(
            #"{"kind": "segmenter", "classes": ["crack"], "picture_front_end": {"width": 256, "height": 128}}"#)
        #expect(hand.card.name == "crack-net" && hand.card.version == "1" && hand.card.medium == .picture)
        #expect(
            hand.card.pictureFrontEnd
                == PictureFrontEnd(width: 256, height: 128, colour: .rgb, fit: .tile, overlap: 32, cropMargin: 1))
        #expect(hand.card.normalClasses.isEmpty && hand.card.thresholds.isEmpty)
        #expect(hand.interface == ForeignInterface(kind: .segmenter))
    }

    @Test func allKeysAreTaken() throws {
        let hand = try Self.read(
            """
            {"kind": "classifier", "medium": "picture", "name": "castings", "version": "3", "purpose": "a", "contact": "b",
             "classes": ["good", "bad"], "normal_classes": ["good"],
             "picture_front_end": {"width": 224, "height": 224, "colour": "rgb", "fit": "crop", "overlap": 0, "crop_margin": 1.14,
                                   "mean": [0.485, 0.456, 0.406], "deviation": [0.229, 0.224, 0.225]},
             "thresholds": {"pixel": 0.4, "area": {"value": 12, "derivation": "by eye"}},
             "input_name": "data", "output_name": "fc", "embedding_name": "pool", "output": "probabilities", "layout": "nhwc"}
            """)
        #expect(hand.card.name == "castings" && hand.card.normalClasses == ["good"])
        #expect(hand.card.pictureFrontEnd?.fit == .crop && hand.card.pictureFrontEnd?.cropMargin == 1.14)
        #expect(hand.card.pictureFrontEnd?.mean == [0.485, 0.456, 0.406])
        #expect(hand.card.thresholds["pixel"]?.value == 0.4)
        #expect(hand.card.thresholds["area"] == .init(value: 12, derivation: "by eye"))
        #expect(
            hand.interface
                == ForeignInterface(
                    kind: .classifier, inputName: "data", outputName: "fc", embeddingName: "pool",
                    output: .probabilities, layout: .nhwc, normalClasses: [0]))
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        var json: String
        var message: String
        var testDescription: String { message }
    }

    static let front = #""picture_front_end": {"width": 8, "height": 8}"#

    @Test(arguments: [
        Wrong(json: "", message: "is no JSON"), Wrong(json: "[1]", message: "must hold an object"),
        Wrong(json: #"{"kind": "oracle"}"#, message: "'kind' is \"oracle\"; it must be one of classifier, segmenter"),
        Wrong(json: "{}", message: "'kind' is missing"),
        Wrong(json: #"{"kind": "classifier"}"#, message: "'classes' is missing"),
        Wrong(
            json: #"{"kind": "classifier", "classes": [1]}"#, message: "'classes' is a list; it must be a list of texts"
        ),
        Wrong(json: #"{"kind": "classifier", "classes": ["a"]}"#, message: "'picture_front_end' is missing"),
        Wrong(
            json: #"{"kind": "classifier", "classes": ["a"], "picture_front_end": {"width": 8}}"#,
            message: "'picture_front_end.height' is missing"),
        Wrong(
            json: #"{"kind": "classifier", "classes": ["a"], "picture_front_end": {"width": 8.5, "height": 8}}"#,
            message: "'picture_front_end.width' is 8.5; it must be a whole number"),
        Wrong(
            json: #"{"kind": "classifier", "classes": ["a"], "picture_front_end": {"width": 1e300, "height": 8}}"#,
            message: "'picture_front_end.width' is 1e+300; it must be a whole number"),
        Wrong(
            json:
                #"{"kind": "classifier", "classes": ["a"], "picture_front_end": {"width": 8, "height": 8, "color": "rgb"}}"#,
            message: "'picture_front_end.color' is not known; known are width"),
        Wrong(
            json: #"{"kind": "classifier", "classes": ["a"], "label": 1, \#(front)}"#, message: "'label' is not known"),
        Wrong(
            json: #"{"kind": "classifier", "classes": ["a"], "output": "scores", \#(front)}"#,
            message: "'output' is \"scores\"; it must be one of logits, probabilities"),
        Wrong(
            json: #"{"kind": "classifier", "classes": ["a"], "medium": "sound", \#(front)}"#,
            message: "'medium' is \"sound\"; it must be picture"),
        Wrong(
            json: #"{"kind": "classifier", "classes": ["a"], "normal_classes": ["b"], \#(front)}"#,
            message: "'normal_classes' names 'b'"),
        Wrong(
            json: #"{"kind": "segmenter", "classes": ["a"], "thresholds": {"pixel": "high"}, \#(front)}"#,
            message: "'thresholds.pixel' is \"high\"; it must be a number"),
    ])
    func aWrongKeyIsNamed(_ wrong: Wrong) {
        let error = #expect(throws: PipelineError.self) { try Self.read(wrong.json) }
        #expect(error?.message.contains(wrong.message) == true, "\(error?.message ?? "")")
    }

    @Test func theCardBesideTheFileIsTaken() throws {
        let folder = try Folder()
        let (graph, card) = ForeignModelTests.classifier(.matrix)
        try ModelFile(graph: graph).write(to: folder.path("m.onnx"))
        let lacking = #expect(throws: PipelineError.self) { try ModelFile.inspectable(at: folder.path("m.onnx")) }
        #expect(lacking?.message.contains("m.json") == true && lacking?.message.contains("--card") == true)
        try AtomicFile.write(Array(card.utf8), to: folder.path("m.json"))
        #expect(try ModelFile.inspectable(at: folder.path("m.onnx")).card().name == "m")
        try AtomicFile.write(Array("{}".utf8), to: folder.path("other.json"))
        let wrong = #expect(throws: PipelineError.self) {
            try ModelFile.inspectable(at: folder.path("m.onnx"), card: folder.path("other.json"))
        }
        #expect(wrong?.message.contains("other.json: 'kind' is missing") == true)
        // What is wrong with the numbers is the card's fault as well.
        for (from, to) in [
            ("\"bright\", \"dark\"", "\"dark\", \"dark\""), ("\"kind\"", "\"thresholds\": {\"pixel\": 7}, \"kind\""),
        ] {
            try AtomicFile.write(Array(card.replacing(from, with: to).utf8), to: folder.path("other.json"))
            let error = #expect(throws: PipelineError.self) {
                try ModelFile.inspectable(at: folder.path("m.onnx"), card: folder.path("other.json"))
            }
            #expect(error?.message.hasPrefix(folder.path("other.json") + ": the card") == true)
        }
        // One of our own needs none, and takes none from beside it.
        try PictureModels.classifier().write(to: folder.path("m.onnx"))
        #expect(try ModelFile.inspectable(at: folder.path("m.onnx")).card().name == "brightness")
    }
}
