import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Testing

@Suite struct GoldenPictureTests {
    static let tiles = PictureModels.frontEnd(32, 32, fit: .tile, overlap: 8)

    /// A model with eight golden pictures as the f32 engine scores them.
    static func withGolden(_ model: ModelFile, spread: Double = 0.1) throws -> ModelFile {
        var file = model
        let inspector = try Inspector(file, engine: InferenceEngine())
        let frontEnd = try #require(inspector.card.pictureFrontEnd)
        let inspection = try inspector.inspection()
        let inputs = try (0..<8).map { number in
            let level = UInt8(100 + 8 * number)
            let picture = number % 2 == 0 ? PictureModels.plain(50, 40, level) : PictureModels.noise(50, 40, seed: 3)
            var input = try GoldenInput(picture, frontEnd: frontEnd)
            input.scores = try inspection.scores(of: input)
            return input
        }
        try file.setGoldenSet(GoldenSet(origin: .synthetic, inputs: inputs, spread: spread))
        return file
    }

    @Test(arguments: [ModelCard.Kind.classifier, .segmenter])
    func aTestedModelServesAndSaysSo(_ kind: ModelCard.Kind) throws {
        let model = try kind == .classifier ? PictureModels.classifier() : PictureModels.segmenter(Self.tiles)
        let file = try ModelFile(bytes: Self.withGolden(model).encoded())
        let inspector = try Inspector(file, engine: InferenceEngine())
        #expect(inspector.parity?.passed == true && inspector.parity?.inputs == 8)
        let first = try #require(try file.goldenSet()?.inputs.first)
        #expect(first.probabilities.count == (kind == .classifier ? 2 : 256))
        #expect((first.scores.defectShare != nil) == (kind == .segmenter))
    }

    @Test(arguments: [ModelCard.Kind.classifier, .segmenter])
    func changedWeightsAreRefused(_ kind: ModelCard.Kind) throws {
        let model = try kind == .classifier ? PictureModels.classifier() : PictureModels.segmenter(Self.tiles)
        var file = try Self.withGolden(model)
        let place = try #require(file.graph.initializers.firstIndex { $0.name == "bias" })
        let value = file.graph.initializers[place].value
        file.graph.initializers[place].value = NDArray(try #require(value.floats).map { $0 * 1.01 }, shape: value.shape)
        let error = #expect(throws: PipelineError.self) { try Inspector(file, engine: InferenceEngine()) }
        #expect(error?.code == .parity)
    }

    @Test func anotherFrontEndIsRefused() throws {
        // The same network behind another resizing: the golden pictures are raw, so that the gate sees it.
        var file = try Self.withGolden(PictureModels.classifier())
        var card = try file.card()
        card.pictureFrontEnd?.fit = .pad
        try file.setCard(card)
        let error = #expect(throws: PipelineError.self) { try Inspector(file, engine: InferenceEngine()) }
        #expect(error?.code == .parity)
    }

    @Test(.enabled(if: InspectorTests.computesBF16, "this processor has no bf16"))
    func aPrecisionThatDriftsFallsBackToF32AndSaysSo() throws {
        var model = try PictureModels.segmenter(Self.tiles)
        let scale = 60 as Float
        for name in ["kernel", "bias"] {
            let value = try #require(model.graph[initializer: name])
            model.graph[initializer: name] = NDArray(try #require(value.floats).map { $0 * scale }, shape: value.shape)
        }
        let inspector = try Inspector(Self.withGolden(model), engine: InferenceEngine(), precision: .bf16)
        #expect(inspector.precision == .f32)
        #expect(inspector.notices.contains { $0.contains("bf16 failed the self-test") && $0.contains("f32 instead") })
    }

    @Test func aSoundModelsGoldenSetIsReadAsBefore() throws {
        let json = #"{"channel_count":1,"probabilities":[0.25,0.75],"sample_rate":16000,"samples":"AAAAQA=="}"#
        let input = try CardCoding.decoder.decode(GoldenInput.self, from: Data(json.utf8))
        #expect(try input.signal == AudioSignal(mono: [0, 0.5], sampleRate: 16_000))
        #expect(input.probabilities == [0.25, 0.75])
        let again = String(decoding: try CardCoding.encoder.encode(input), as: UTF8.self)
        #expect(again.replacing(":16000,", with: ":16000,") == json)
    }

    @Test func aPicturesJSONIsFlatAndStable() throws {
        let input = try GoldenInput(
            PictureModels.plain(3, 2, 7), frontEnd: PictureModels.frontEnd(),
            scores: GoldenScores(probabilities: [0.5], defectShare: 0.25))
        let text = String(decoding: try CardCoding.encoder.encode(input), as: UTF8.self)
        #expect(text.hasPrefix(#"{"defect_share":0.25,"picture":"iVBORw0KGgo"#), "\(text)")
        #expect(try CardCoding.decoder.decode(GoldenInput.self, from: Data(text.utf8)) == input)
        #expect(throws: PipelineError.self) { try input.signal }
    }

    struct Size: Sendable, CustomTestStringConvertible {
        var name: String
        var frontEnd: PictureFrontEnd
        var picture: (Int, Int)
        var kept: (Int, Int)
        var testDescription: String { name }
    }

    @Test(arguments: [
        Size(name: "small stays", frontEnd: PictureModels.frontEnd(), picture: (20, 30), kept: (20, 30)),
        Size(name: "twice the input", frontEnd: PictureModels.frontEnd(), picture: (320, 160), kept: (64, 32)),
        Size(name: "512 at most", frontEnd: PictureModels.frontEnd(448, 448), picture: (1024, 1024), kept: (512, 512)),
        Size(
            name: "not below the input", frontEnd: PictureModels.frontEnd(640, 640), picture: (1280, 1280),
            kept: (640, 640)),
        Size(name: "one tile's middle", frontEnd: tiles, picture: (100, 20), kept: (32, 20)),
    ])
    func aLargePictureIsMadeSmall(_ size: Size) throws {
        let picture = PictureModels.noise(size.picture.0, size.picture.1, seed: 1)
        let kept = try GoldenInput(picture, frontEnd: size.frontEnd).picture
        #expect((kept.width, kept.height) == size.kept)
        if size.frontEnd.fit == .tile { #expect(kept.pixels[0] == picture.pixels[34]) }
        // What was kept is kept again without a change.
        #expect(try GoldenInput(kept, frontEnd: size.frontEnd).picture == kept)
    }

    @Test func damagedPicturesAreErrors() {
        for text in ["###", "AAAA", ""] { #expect(throws: PipelineError.self) { try GoldenPicture(png: text).picture } }
    }

    @Test func theGridSamplesTheMiddlesOfItsParts() {
        let map = (0..<32 * 32).map { Float($0) / 1024 }
        let scores = GoldenScores(map: map, width: 32, height: 32, threshold: 0.5)
        #expect(scores.probabilities.count == 256)
        #expect(scores.probabilities[0] == (33.0 / 1024 * 1e6).rounded() / 1e6)
        #expect(scores.probabilities[255] == (1023.0 / 1024 * 1e6).rounded() / 1e6)
        #expect(scores.defectShare == 0.5)
        // A map smaller than the grid is sampled all the same.
        #expect(
            GoldenScores(map: [1], width: 1, height: 1, threshold: 0.5).probabilities == Array(repeating: 1, count: 256)
        )
    }
}
