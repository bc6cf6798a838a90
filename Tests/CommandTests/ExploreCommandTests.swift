import Foundation
import InspectionTypes
import Media
import NeuralNetworks
import Testing

/// `explore` from data to page, through a model that hears which tone it is.
@Suite struct ExploreCommandTests {
    /// Eight low chords and eight high ones; the third low one lies among the high ones, and the fifth high one is there twice.
    private static func writeTones(_ scratch: Scratch) throws {
        var generator = SeededGenerator(seed: 8)
        for index in 0..<8 {
            for (label, tones) in [("low", [200.0, 400, 700, 1100]), ("high", [3000, 4200, 5500, 7000])] {
                let wrong = label == "low" && index == 2
                let path = scratch.path("tones/\(wrong ? "high" : label)/\(wrong ? "odd" : "\(index)").wav")
                try FileManager.default.createDirectory(
                    at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
                let levels = tones.map { _ in generator.nextUniform(in: 0.02..<0.2) }
                let samples = (0..<32_000).map { frame in
                    zip(tones, levels).reduce(Float(0)) { sum, tone in
                        sum + Float(tone.1 * sin(2 * Double.pi * tone.0 * Double(frame) / 16_000))
                    }
                }
                try AudioFileWriter.write(AudioSignal(mono: samples, sampleRate: 16_000), to: path)
            }
        }
        try FileManager.default.copyItem(
            atPath: scratch.path("tones/high/4.wav"), toPath: scratch.path("tones/high/again.wav"))
    }

    private static func explore(_ scratch: Scratch, _ more: [String] = []) throws -> CommandLineRunner.Outcome {
        try CommandLineRunner.run(
            ["explore", "tones", "--backbone", "ear.onnx", "--report", "look", "--threads", "1"] + more, in: scratch.url
        )
    }

    @Test func saysWhatItFoundAndWritesAPage() throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        try Self.writeTones(scratch)
        let outcome = try Self.explore(scratch)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(
            lines.first?.firstMatch(
                of:
                    /^2 classes in 17 recordings lie .* apart \(silhouette 0\.\d+\); 1 recording looks mislabelled, 1 pair is copies$/
            )
                != nil, "\(lines)")
        #expect(outcome.output.contains("high/odd.wav") && outcome.output.contains("high/4.wav = high/again.wav"))
        for name in [
            "explore.html", "metrics.json", "embeddings.csv", "neighbours.csv", "plots/tsne.svg", "plots/pca.svg",
        ] {
            #expect(FileManager.default.fileExists(atPath: scratch.path("look/\(name)")), "\(name)")
        }
        let page = try String(contentsOfFile: scratch.path("look/explore.html"), encoding: .utf8)
        #expect(page.contains("data:audio/ogg;base64,") && page.contains("data:image/jpeg;base64,"))
        #expect(page.contains("\"file\":\"../tones/high/0.wav\""))
    }

    @Test func theSameSeedGivesTheSameFigures() throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        try Self.writeTones(scratch)
        let outcomes = try (0..<2).map { _ in try Self.explore(scratch, ["--format", "json", "--previews", "0"]) }
        #expect(outcomes[0].output == outcomes[1].output)
        let document = try PictureCommandTests.object(outcomes[0].output)
        #expect(document["items"] as? Int == 17 && document["embedding_length"] as? Int == 16)
        let errors = try #require(document["label_errors"] as? [[String: Any]])
        #expect(errors.map { $0["suggestion"] as? String } == ["low"])
        let page = try String(contentsOfFile: scratch.path("look/explore.html"), encoding: .utf8)
        #expect(!page.contains("base64,") || !page.contains("data:audio"))
    }

    @Test func looksAtWindowsAndAtSomeOfMany() throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        try Self.writeTones(scratch)
        let windows = try PictureCommandTests.object(
            try Self.explore(scratch, ["--windows", "--format", "json", "--previews", "0"]).output)
        // Two seconds each in windows of half a second, every quarter; the last one would end behind the sound.
        #expect(windows["items"] as? Int == 17 * 6)
        let some = try Self.explore(scratch, ["--items", "6", "--format", "json"])
        #expect(try PictureCommandTests.object(some.output)["items"] as? Int == 6)
        let page = try String(contentsOfFile: scratch.path("look/explore.html"), encoding: .utf8)
        #expect(page.contains("6 of 17 items are looked at"))
    }

    @Test func goesOnWithoutAFileThatCannotBeReadAndSaysSo() throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        try Self.writeTones(scratch)
        try Data("RIFFnothing".utf8).write(to: URL(filePath: scratch.path("tones/low/broken.wav")))
        let outcome = try Self.explore(scratch)
        #expect(outcome.status == 1 && outcome.errors.contains("broken.wav"))
        #expect(outcome.output.contains("17 recordings"))
        #expect(
            try String(contentsOfFile: scratch.path("look/explore.html"), encoding: .utf8).contains("could not be read")
        )
    }

    @Test func refusesAModelWithoutAnEmbedding() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeClassifier(scratch)
        try BrightnessModel.writeBars([(1, 1, 5, 5)], to: scratch.path("pictures/a/a.png"))
        try BrightnessModel.writeBars([(1, 1, 50, 5)], to: scratch.path("pictures/b/b.png"))
        let outcome = try CommandLineRunner.run(
            ["explore", "pictures", "--backbone", "brightness.onnx"], in: scratch.url)
        #expect(outcome.status == 1 && outcome.errors.contains("gives no embeddings"), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("runs")))
    }

    @Test func takesANetworkOfPicturesAsItIs() throws {
        let scratch = try Scratch()
        let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/neuralnetworks/torch_resnet18_folded_17.onnx").path
        for index in 0..<6 {
            try BrightnessModel.writeBars(
                [(5 + index, 10, 60, 3 + index)], to: scratch.path("pictures/wide/\(index).png"))
            try BrightnessModel.writeBars(
                [(5 + index, 10, 3, 60 + index)], to: scratch.path("pictures/tall/\(index).png"))
        }
        let outcome = try CommandLineRunner.run(
            ["explore", "pictures", "--backbone", fixture, "--format", "json"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try PictureCommandTests.object(outcome.output)["items"] as? Int == 12)
        // Where nothing else is said, runs/ holds it, and latest points there.
        #expect(FileManager.default.fileExists(atPath: scratch.path("runs/pictures/explore/latest/explore.html")))
        let windows = try CommandLineRunner.run(
            ["explore", "pictures", "--backbone", fixture, "--windows"], in: scratch.url)
        #expect(windows.status == 2 && windows.errors.contains("--windows is for sounds"))
    }
}
