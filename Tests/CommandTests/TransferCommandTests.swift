import Foundation
import InspectionTypes
import NeuralNetworks
import Testing

/// Classifiers of sounds on a backbone that someone trained before: a head that the command line fits by itself, or the whole network.
@Suite struct TransferCommandTests {
    private let scratch: Scratch
    /// Apart from the trainer, so that what is done by itself is.
    private let program: URL

    init() throws {
        scratch = try Scratch()
        program = scratch.url.appending(path: "edge/wheeltapper")
        try FileManager.default.createDirectory(
            at: program.deletingLastPathComponent(), withIntermediateDirectories: true)
        let built = CommandLineRunner.binaries.appending(path: "wheeltapper")
        do {
            try FileManager.default.linkItem(at: built, to: program)
        } catch {
            try FileManager.default.copyItem(at: built, to: program)
        }
        for (name, tones) in [("low", [310.0, 620, 900]), ("middle", [1200, 1500]), ("high", [2900.0, 3300])] {
            for number in 0..<9 {
                try TwoMachines.sound(
                    tones, seed: "\(name) \(number)", seconds: 1, to: scratch.path("data/\(name)/\(number).wav"))
            }
        }
        try Self.residual().write(to: scratch.path("backbone.onnx"))
    }

    /// A network with random weights, for windows of half a second.
    private static func residual() throws -> ModelFile {
        let network = ResidualNetwork(width: 4, stemStride: (2, 2), dropout: 0)
        return ModelFile(
            graph: network.graph(
                frames: frontEnd.windowFrames, mean: Array(repeating: -8, count: 32),
                deviation: Array(repeating: 3, count: 32), classes: 5, seed: 1))
    }

    /// As the options below give it for recordings at 16 kHz.
    private static let frontEnd = SoundFrontEnd(
        logMel: LogMelSettings(
            sampleRate: 16_000, fftLength: 1024, windowLength: 1024, hopLength: 320, bandCount: 32,
            lowestFrequency: 40, highestFrequency: 8000, compression: .naturalLogarithm(offset: 1e-6)),
        windowSeconds: 0.5, hopSeconds: 0.5)

    private var environment: [String: String] {
        ["PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": scratch.path("cache"), "OMP_NUM_THREADS": "1"]
    }

    private func train(
        _ options: [String],
        on backbone: [String] = ["--backbone", "backbone.onnx", "--bands", "32", "--window", "0.5"],
        data: String = "data", withTrainer: Bool = false
    ) throws -> CommandLineRunner.Running {
        try CommandLineRunner.start(
            ["train", "classifier", data, "-o", "model.onnx", "--threads", "1"] + backbone + options, in: scratch.url,
            environment: environment, program: withTrainer ? nil : program)
    }

    @Test(arguments: ["linear", "mlp"])
    func oneFileServesAndSaysHowItWasMade(head: String) throws {
        let trained = try train(["--head", head, "--report", "run"]).wait()
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(trained.errors.contains("regularisation: C "), "\(trained.errors)")
        for name in ["model.onnx", "metrics.json", "predictions.csv", "report.html", "split.json"] {
            #expect(FileManager.default.fileExists(atPath: scratch.path("run/\(name)")), "\(name)")
        }
        let page = try String(contentsOfFile: scratch.path("run/report.html"), encoding: .utf8)
        #expect(page.contains("\(head) (") && page.contains("regularisation C "))

        let file = try ModelFile(contentsOf: scratch.path("model.onnx"))
        #expect(Set(file.graph.outputs.map(\.name)).isSuperset(of: ["embedding", "probabilities"]))
        let card = file.metadata["wheeltapper.card"] ?? ""
        #expect(card.contains("\"classes\":[\"high\",\"low\",\"middle\"]") && card.contains("--backbone backbone.onnx"))
        #expect(card.contains("\"group_accuracy\""), "\(card)")

        let judged = try CommandLineRunner.start(
            ["predict", "model.onnx", "data/low/1.wav", "data/high/1.wav", "--format", "json"], in: scratch.url,
            environment: environment, program: program
        ).wait()
        #expect(judged.status == 0, "\(judged.errors)")
        let labels = try PredictionCommandTests.objects(judged.output).map { $0["label"] as? String }
        #expect(labels == ["low", "high"])
    }

    @Test(arguments: ["last", "both"])
    func theHeadHearsTheLayersThatAreAskedFor(layers: String) throws {
        let trained = try train(["--layers", layers]).wait()
        #expect(trained.status == 0, "\(trained.errors)")
        let hearsBoth = trained.errors.contains(
            "the head hears the backbone's embedding and an early layer's frequencies")
        #expect(hearsBoth == (layers == "both"), "\(trained.errors)")
        let file = try ModelFile(contentsOf: scratch.path("model.onnx"))
        #expect(file.graph.nodes.contains { $0.name == "backbone/profile" } == (layers == "both"))
        #expect(file.metadata["wheeltapper.card"]?.contains("--layers \(layers)") == true)
        let judged = try CommandLineRunner.start(
            ["predict", "model.onnx", "data/low/1.wav", "data/high/1.wav", "--format", "json"], in: scratch.url,
            environment: environment, program: program
        ).wait()
        #expect(try PredictionCommandTests.objects(judged.output).map { $0["label"] as? String } == ["low", "high"])
    }

    @Test func eachFoldIsHeldOut() throws {
        let trained = try train(["--folds", "3", "--folds-only", "--report", "run"]).wait()
        #expect(trained.status == 0, "\(trained.errors)")
        for number in 1...3 {
            #expect(FileManager.default.fileExists(atPath: scratch.path("run/fold-\(number).split.json")))
            #expect(trained.errors.contains("fold \(number): "), "\(trained.errors)")
        }
    }

    @Test func itsModelIsABackboneAgain() throws {
        #expect(try train([]).wait().status == 0)
        try FileManager.default.moveItem(atPath: scratch.path("model.onnx"), toPath: scratch.path("first.onnx"))
        let again = try train(["--hop", "0.25"], on: ["--backbone", "first.onnx"]).wait()
        #expect(again.status == 0, "\(again.errors)")
        let card = try ModelFile(contentsOf: scratch.path("model.onnx")).metadata["wheeltapper.card"] ?? ""
        #expect(card.contains("\"hop_seconds\":0.25"), "\(card)")
        let wrong = try train(["--window", "2"], on: ["--backbone", "first.onnx"]).wait()
        #expect(wrong.status == 2)
        #expect(wrong.errors.contains("--window cannot be chosen"), "\(wrong.errors)")
    }

    @Test func tunedTheWholeNetworkLearnsOnFromTheHead() throws {
        let trained = try train(["--fine-tune", "--epochs", "2", "--report", "run"], withTrainer: true).wait()
        #expect(trained.status == 0, "\(trained.errors)")
        let epochs = try String(contentsOfFile: scratch.path("run/epochs.csv"), encoding: .utf8)
        #expect(epochs.split(separator: "\n").count == 3, "\(epochs)")
        let (before, after) = (
            try ModelFile(contentsOf: scratch.path("backbone.onnx")).graph,
            try ModelFile(contentsOf: scratch.path("model.onnx")).graph
        )
        let weights = before.initializers.filter { $0.name.hasSuffix("conv0.weight") }
        #expect(!weights.isEmpty)
        for weight in weights {
            #expect(after[initializer: weight.name] != nil && after[initializer: weight.name] != weight.value)
        }
        #expect(after.nodes.contains { $0.name == "head.linear0" })
    }

    struct WrongWords: Sendable, CustomTestStringConvertible {
        var options: [String]
        var says: String

        var testDescription: String { options.joined(separator: " ") }
    }

    @Test(arguments: [
        WrongWords(options: ["--head", "linear"], says: "--head goes with --backbone"),
        WrongWords(options: ["--layers", "both"], says: "--layers goes with --backbone"),
        WrongWords(options: ["--fine-tune"], says: "--fine-tune goes with --backbone"),
        WrongWords(
            options: ["--backbone", "backbone.onnx", "--epochs", "3"], says: "--epochs goes with --fine-tune"),
        WrongWords(
            options: ["--backbone", "backbone.onnx", "--dropout", "0.5"], says: "--dropout goes with --fine-tune"),
        WrongWords(options: ["--backbone", "backbone.onnx", "--hidden", "8"], says: "--hidden goes with --head mlp"),
        WrongWords(options: ["--backbone", "backbone.onnx", "--size", "64"], says: "--size is an option for pictures"),
    ]) func wordsThatDoNotGoTogetherAreWrongUsage(words: WrongWords) throws {
        let outcome = try train(words.options, on: [], withTrainer: true).wait()
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains(words.says), "\(outcome.errors)")
    }

    @Test func aBackboneOfPicturesIsToldSo() throws {
        try BrightnessModel.writeClassifier(scratch)
        let outcome = try train([], on: ["--backbone", "brightness.onnx"]).wait()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("brightness.onnx: the model looks at pictures"), "\(outcome.errors)")
    }

    @Test func aModelWithoutEmbeddingIsToldSo() throws {
        try LoudnessModel.write(scratch)
        var file = try ModelFile(contentsOf: scratch.path("ear.onnx"))
        file.graph.outputs.removeAll { $0.name == "embedding" }
        try file.write(to: scratch.path("deaf.onnx"))
        let outcome = try train([], on: ["--backbone", "deaf.onnx"]).wait()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("without an output 'embedding'"), "\(outcome.errors)")
    }

    @Test func aBackboneOfOtherWindowsIsToldSo() throws {
        let outcome = try train([], on: ["--backbone", "backbone.onnx", "--bands", "40"]).wait()
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.contains("backbone.onnx: the backbone's input 'features' takes"), "\(outcome.errors)")
    }

    @Test func stoppedItLeavesNothingBehind() throws {
        // Many windows, so that it is still at work when it is stopped.
        let training = try train(["--hop", "0.02", "--format", "json"])
        while !training.text().contains("embeddings") && training.process.isRunning {
            Thread.sleep(forTimeInterval: 0.005)
        }
        kill(training.process.processIdentifier, SIGINT)
        let stopped = training.wait()
        #expect(stopped.status == 1)
        #expect(stopped.errors.contains("no model is written"), "\(stopped.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("model.onnx")))
        let left = (try? FileManager.default.subpathsOfDirectory(atPath: scratch.path("runs"))) ?? []
        #expect(
            left.allSatisfy { !$0.hasSuffix(".json") && !$0.hasSuffix(".onnx") && !$0.hasSuffix(".txt") }, "\(left)")
    }
}
