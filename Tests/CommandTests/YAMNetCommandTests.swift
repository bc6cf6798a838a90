import Foundation
import InspectionTypes
import Media
import Testing

/// The real recordings and files; `nil` where they are not here, which is said loudly.
private enum Shared {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "../shared/data").standardizedFileURL.path
    static let published = folder + "/yamnet/yamnet.tflite"

    static func has(_ names: String...) -> Bool {
        let missing = names.filter { !FileManager.default.fileExists(atPath: folder + "/" + $0) }
        for name in missing {
            print("SKIPPED: there is no \(folder)/\(name), so tests of `import yamnet` on it do not run")
        }
        return missing.isEmpty
    }

    /// The published file, imported once for all tests.
    static let model: Result<Scratch, any Error> = Result {
        let scratch = try Scratch()
        let outcome = try CommandLineRunner.run(["import", "yamnet", published, "-o", "yamnet.onnx"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("521 sounds"))
        return scratch
    }
}

@Suite struct YAMNetCommandTests {
    struct Sound: Sendable, CustomTestStringConvertible {
        /// Below the shared recordings.
        var file: String
        /// AudioSet's name for what is heard in it, and words that would do as well.
        var names: Set<String>

        var testDescription: String { file }
    }

    @Test(
        .enabled(if: Shared.has("yamnet", "esc10"), "the published YAMNet or the recordings are not here"),
        arguments: [
            Sound(file: "dog_bark/1-30344-A.ogg", names: ["Dog", "Animal"]),
            Sound(file: "sea_waves/1-28135-A.ogg", names: ["Ocean", "Waves, surf"]),
            Sound(file: "rain/1-17367-A.ogg", names: ["Water", "Rain"]),
        ])
    func theImportedModelNamesWhatItHears(_ sound: Sound) throws {
        let scratch = try Shared.model.get()
        let outcome = try CommandLineRunner.run(
            ["predict", "yamnet.onnx", Shared.folder + "/esc10/" + sound.file, "--format", "json"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let finding = try #require(try PredictionCommandTests.objects(outcome.output).first)
        #expect(sound.names.contains(try #require(finding["label"] as? String)))
        #expect(finding["verdict"] as? String == "classified")
        let probabilities = try #require(finding["probabilities"] as? [String: Double])
        #expect(probabilities.count == 521)
        // Labels are independent: what is heard may have several names.
        #expect(sound.names.allSatisfy { probabilities[$0] ?? 0 > 0.1 })
    }

    @Test(.enabled(if: Shared.has("yamnet", "esc10"), "the published YAMNet or the recordings are not here"))
    func theTableNamesTheLikeliestLabels() throws {
        let scratch = try Shared.model.get()
        let outcome = try CommandLineRunner.run(
            ["predict", "yamnet.onnx", Shared.folder + "/esc10/rain/1-17367-A.ogg"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[0].hasPrefix("Water"))
        #expect(lines[1].contains("also Rain 0."))
        #expect(lines[1].split(separator: "·").count <= 4)
    }

    @Test(.enabled(if: Shared.has("yamnet"), "the published YAMNet is not here"))
    func theCardStaysReadableWith521Classes() throws {
        let scratch = try Shared.model.get()
        let outcome = try CommandLineRunner.run(["model", "yamnet.onnx"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let classes = try #require(outcome.output.split(separator: "\n").first { $0.hasPrefix("classes") })
        #expect(classes.contains("521: Speech") && classes.count < 250)
        #expect(outcome.output.contains("independent"))
        #expect(outcome.output.contains("Apache License 2.0"))
        #expect(outcome.output.contains("passed"))
    }

    struct Misuse: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var arguments: [String]
        var status: Int32
        var words: [String]
    }

    @Test(arguments: [
        Misuse(
            testDescription: "no such file", arguments: ["nothing.tflite", "-o", "y.onnx"], status: 2,
            words: ["nothing.tflite", "docs/yamnet.md"]),
        Misuse(
            testDescription: "no class map", arguments: ["text.txt", "-o", "y.onnx"], status: 2,
            words: ["yamnet_class_map.csv", "--classes"]),
        Misuse(
            testDescription: "a file of another kind", arguments: ["text.txt", "--classes", "map.csv", "-o", "y.onnx"],
            status: 1, words: ["text.txt", "yamnet.tflite"]),
        Misuse(
            testDescription: "another network", arguments: ["small.tflite", "--classes", "map.csv", "-o", "y.onnx"],
            status: 1, words: ["small.tflite", "7 convolutions"]),
        Misuse(
            testDescription: "a table that is no class map",
            arguments: ["small.tflite", "--classes", "text.txt", "-o", "y.onnx"], status: 1,
            words: ["text.txt", "display_name"]),
        Misuse(
            testDescription: "onto a file that is no model",
            arguments: ["small.tflite", "--classes", "map.csv", "-o", "text.txt"], status: 2,
            words: ["text.txt", "no model"]),
        Misuse(
            testDescription: "onto what is to be read",
            arguments: ["small.tflite", "--classes", "map.csv", "-o", "./map.csv"], status: 2,
            words: ["map.csv", "another"]),
        Misuse(
            testDescription: "into a folder that is not there",
            arguments: ["small.tflite", "--classes", "map.csv", "-o", "no/y.onnx"], status: 2,
            words: ["no/y.onnx", "make it"]),
        Misuse(
            testDescription: "onto a folder", arguments: ["small.tflite", "--classes", "map.csv", "-o", "."], status: 2,
            words: ["folder"]),
    ])
    func whatCannotBeImportedIsSaidInWords(_ misuse: Misuse) throws {
        let scratch = try Scratch()
        let small = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/yamnet/small.tflite")
        try FileManager.default.copyItem(at: small, to: scratch.url.appending(path: "small.tflite"))
        try Data("a few words".utf8).write(to: scratch.url.appending(path: "text.txt"))
        try Data("index,mid,display_name\n0,/m/1,Dog\n".utf8).write(to: scratch.url.appending(path: "map.csv"))
        let outcome = try CommandLineRunner.run(["import", "yamnet"] + misuse.arguments, in: scratch.url)
        #expect(outcome.status == misuse.status, "\(outcome.errors)")
        for word in misuse.words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
        #expect(!FileManager.default.fileExists(atPath: scratch.path("y.onnx")))
        #expect(try String(contentsOfFile: scratch.path("text.txt"), encoding: .utf8) == "a few words")
    }
}
