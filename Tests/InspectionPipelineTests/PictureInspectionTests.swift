import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks
import Testing

@Suite struct PictureInspectionTests {
    @Test(arguments: [("bright", UInt8(230), Verdict.defect), ("dark", 30, .normal)])
    func aPictureIsWhatTheNetworkSaysItIs(label: String, level: UInt8, verdict: Verdict) throws {
        let inspection = try PictureModels.classification(PictureModels.classifier())
        let finding = try inspection.inspect(PictureModels.plain(40, 30, level), name: "x").findings[0]
        #expect(finding.label == label)
        #expect(finding.verdict == verdict)
        #expect(finding.probabilities.map(\.name) == ["bright", "dark"])
        // 1 / (1 + exp(−2·8·(level/255 − 0.5)))
        let expected = label == "bright" ? 0.99839 : 0.99779
        #expect(abs(finding.score - expected) < 2e-5, "\(finding.score)")
        #expect(finding.windows.isEmpty && finding.regions.isEmpty)
    }

    @Test func filesAreReadAndColourIsTheModels() throws {
        let folder = try Folder()
        let inspector = try Inspector(
            PictureModels.classifier(PictureModels.frontEnd(colour: .rgb)), engine: InferenceEngine())
        let picture = PictureModels.plain(20, 50, 240)
        try PictureFile.write(picture, to: folder.path("grey.png"))
        let outcome = try inspector.inspection().inspect(InspectionOrder(path: folder.path("grey.png")))
        #expect(outcome.findings.map(\.label) == ["bright"])
        #expect(outcome.evidence == nil)
    }

    @Test func evidenceTellsWhereTheClassifierLooked() throws {
        let inspection = try PictureModels.classification(PictureModels.classifier())
        let picture = PictureModels.bars(64, 64, [.init(x: 0, y: 0, width: 64, height: 48)])
        let evidence = try #require(
            try inspection.inspect(picture, name: "x", wantsEvidence: true).evidence?.activation)
        #expect(evidence.width == 16 && evidence.height == 16)
        let (top, bottom) = (evidence.values[8], evidence.values[15 * 16 + 8])
        #expect(top > 5 * bottom && bottom > 0, "\(top) \(bottom)")
        #expect(evidence.area == .init(x: 0, y: 0, width: 64, height: 64))
    }

    struct FitCase: Sendable, CustomTestStringConvertible {
        var fit: PictureFrontEnd.Fit
        var area: ActivationMap.Area
        var testDescription: String { fit.rawValue }
    }

    /// A picture of 64 × 32 and an input of 16 × 16: padded above and below, or cut left and right.
    @Test(arguments: [
        FitCase(fit: .stretch, area: .init(x: 0, y: 0, width: 64, height: 32)),
        FitCase(fit: .pad, area: .init(x: 0, y: -16, width: 64, height: 64)),
        FitCase(fit: .crop, area: .init(x: 16, y: 0, width: 32, height: 32)),
    ])
    func theMapLiesWhereTheInputLay(_ fit: FitCase) throws {
        let inspection = try PictureModels.classification(
            PictureModels.classifier(PictureModels.frontEnd(fit: fit.fit)))
        let outcome = try inspection.inspect(PictureModels.plain(64, 32, 230), name: "x", wantsEvidence: true)
        #expect(outcome.evidence?.activation?.area == fit.area)
    }

    @Test func soundsAndPicturesDoNotMix() throws {
        let folder = try Folder()
        try AudioFileWriter.write(
            AudioSignal(mono: [Float](repeating: 0.1, count: 16_000), sampleRate: 16_000), to: folder.path("a.wav"))
        try PictureFile.write(PictureModels.plain(8, 8, 9), to: folder.path("a.png"))
        let pictures = try Inspector(PictureModels.classifier(), engine: InferenceEngine()).inspection()
        let sounds = try Inspector(InspectorTests.model(), engine: InferenceEngine()).inspection()
        let wrong = #expect(throws: PipelineError.self) {
            try pictures.inspect(InspectionOrder(path: folder.path("a.wav")))
        }
        #expect(wrong?.message.contains("a.wav is a sound, and this model looks at pictures") == true)
        let other = #expect(throws: PipelineError.self) {
            try sounds.inspect(InspectionOrder(path: folder.path("a.png")))
        }
        #expect(other?.message.contains("a.png is a picture, and this model listens to sounds") == true)
    }

    @Test func embeddingsComeFromOneCallForBothMedia() throws {
        let folder = try Folder()
        try AudioFileWriter.write(InspectorTests.noise(16_000, seed: 4), to: folder.path("a.wav"))
        for (name, level) in [("dark.png", UInt8(51)), ("bright.png", 204)] {
            try PictureFile.write(PictureModels.plain(30, 20, level), to: folder.path(name))
        }
        let ear = try Inspector(InspectorTests.model(), engine: InferenceEngine())
        let heard = try ear.embedding(of: InspectionOrder(path: folder.path("a.wav")))
        // Two stages from width 4: 8 channels, their mean and their maximum.
        #expect(heard.count == 16 && heard.contains { $0 != 0 })
        let eye = try Inspector(PictureModels.classifier(), engine: InferenceEngine(), workers: 2)
        let seen = try eye.embeddings(
            of: ["dark.png", "bright.png", "missing.png"].map { InspectionOrder(path: folder.path($0)) }, workers: 2)
        #expect(try abs(seen[0].get()[0] - 0.2) < 1e-6)
        #expect(try abs(seen[1].get()[0] - 0.8) < 1e-6)
        #expect(throws: (any Error).self) { try seen[2].get() }
    }

    @Test func anEmbeddingOfASoundIsTheMeanOverItsWindows() throws {
        let folder = try Folder()
        let signal = InspectorTests.noise(12_000, seed: 4)
        try AudioFileWriter.write(signal, to: folder.path("a.wav"))
        let ear = try Inspector(InspectorTests.model(), engine: InferenceEngine())
        // Windows of 0.5 s every 0.25 s, which are 12 frames of the log-mel: the second begins at 0.24 s.
        func embedding(_ start: Double, _ end: Double) throws -> [Float] {
            try ear.embedding(of: InspectionOrder(path: folder.path("a.wav"), start: start, end: end))
        }
        let (whole, first, second) = try (embedding(0, 0.75), embedding(0, 0.5), embedding(0.24, 0.74))
        for index in whole.indices { #expect(abs(whole[index] - (first[index] + second[index]) / 2) < 1e-5) }
    }

    @Test func aModelWithoutEmbeddingSaysSo() throws {
        var file = try PictureModels.classifier()
        file.graph.outputs.removeAll { $0.name == "embedding" }
        let error = #expect(throws: PipelineError.self) {
            try Inspector(file, engine: InferenceEngine()).embeddings(of: [InspectionOrder(path: "x.png")])
        }
        #expect(error?.message.contains("no output 'embedding'") == true)
    }
}

/// A folder that goes away with the test.
final class Folder: Sendable {
    private let root: String

    init() throws {
        root = "\(FileManager.default.temporaryDirectory.path)/wheeltapper-pipeline-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func path(_ name: String) -> String { "\(root)/\(name)" }
}
