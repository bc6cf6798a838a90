import Foundation
import InspectionTypes
import Media
import NeuralNetworks
import Testing

/// A box at the machine: the command line by itself, with no trainer beside it nor on its path.
@Suite struct EdgeDetectorTests {
    private let scratch: Scratch
    private let program: URL

    init() throws {
        scratch = try Scratch()
        // By itself in a folder: a link would lead back to where the trainer lies.
        program = scratch.url.appending(path: "edge/wheeltapper")
        try FileManager.default.createDirectory(
            at: program.deletingLastPathComponent(), withIntermediateDirectories: true)
        let built = CommandLineRunner.binaries.appending(path: "wheeltapper")
        do {
            try FileManager.default.linkItem(at: built, to: program)
        } catch {
            try FileManager.default.copyItem(at: built, to: program)
        }
        try TwoMachines.write(to: scratch.path("data"), normal: 5, seconds: 1)
        try Self.backbone().write(to: scratch.path("means.onnx"))
    }

    /// A network that nobody trained: every band's mean, and half of it.
    private static func backbone() -> ModelFile {
        ModelFile(
            graph: Graph(
                name: "means", inputs: [ValueInfo(name: "input", shape: ["batch", 1, "frame", 32])],
                outputs: [ValueInfo(name: "embedding", shape: ["batch", 32])],
                nodes: [
                    Node(
                        name: "mean", operatorType: "ReduceMean", inputs: ["input"], outputs: ["embedding"],
                        attributes: ["axes": .integers([1, 2]), "keepdims": .integer(0)])
                ]))
    }

    private func start(_ arguments: [String]) throws -> CommandLineRunner.Running {
        try CommandLineRunner.start(
            arguments, in: scratch.url,
            environment: [
                "PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": scratch.path("cache"), "OMP_NUM_THREADS": "1",
            ], program: program)
    }

    private func train(_ options: [String] = []) throws -> CommandLineRunner.Running {
        try start(
            [
                "train", "detector", "data", "--backbone", "means.onnx", "--bands", "32", "-o", "model.onnx",
                "--threads", "1",
            ]
                + options)
    }

    private func files(in folder: String) -> [String] {
        (try? FileManager.default.subpathsOfDirectory(atPath: scratch.path(folder))) ?? []
    }

    @Test func nothingOfLibtorchIsLoaded() throws {
        let output = Pipe()
        let loader = Process()
        loader.executableURL = URL(filePath: "/usr/bin/ldd")
        loader.arguments = [program.path]
        loader.standardOutput = output
        try loader.run()
        let libraries = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        loader.waitUntilExit()
        #expect(libraries.contains("libopenvino"), "\(libraries)")
        for name in ["libtorch", "libc10"] { #expect(!libraries.contains(name), "\(libraries)") }
    }

    @Test func fitsADetectorThatFindsADefect() throws {
        let trained = try train(["--false-alarms", "10%", "--report", "run"]).wait()
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(Set(files(in: "run")).isSuperset(of: ["model.onnx", "report.html", "metrics.json", "split.json"]))
        let card = try ModelFile(contentsOf: scratch.path("model.onnx")).metadata["wheeltapper.card"] ?? ""
        #expect(card.contains("\"method\":\"backbone\"") && card.contains("\"press id_02\""))
        #expect(card.contains("wheeltapper train detector data --backbone means.onnx"))

        let judged = try start(
            ["predict", "model.onnx", "--machine", "press id_02", "--format", "csv"]
                + ["normal_id_02_00000005", "anomaly_id_02_00000009"].map { "data/press/test/\($0).wav" }
        ).wait()
        #expect(judged.status == 0, "\(judged.errors)")
        let lines = judged.output.split(separator: "\n").map(String.init)
        #expect(lines.first { $0.contains("normal_id_02") }?.contains("anomaly,") == false, "\(judged.output)")
        #expect(lines.first { $0.contains("anomaly_id_02") }?.contains("anomaly,") == true, "\(judged.output)")
    }

    /// A network of pictures that someone else trained.
    private static let pictureBackbone = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/neuralnetworks/torch_resnet18_kept_13.onnx").path

    private func makeCastings(_ count: Int) throws {
        let made = try start(["synth", ".", "--set", "castings", "--count", "\(count)"]).wait()
        guard made.status == 0 else { throw TrainedModel.Failure(made.errors) }
    }

    private func trainOnPictures(_ options: [String]) throws -> CommandLineRunner.Running {
        try start(
            ["train", "detector", "castings", "--backbone", Self.pictureBackbone, "-o", "model.onnx", "--threads", "1"]
                + options)
    }

    @Test(arguments: ["patchcore", "padim"]) func fitsADetectorOfPictures(_ method: String) throws {
        try makeCastings(12)
        let trained = try trainOnPictures(["--method", method, "--size", "64", "--report", "run"]).wait()
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(Set(files(in: "run")).isSuperset(of: ["model.onnx", "report.html", "metrics.json", "split.json"]))
        let card = try ModelFile(contentsOf: scratch.path("model.onnx")).metadata["wheeltapper.card"] ?? ""
        #expect(card.contains("\"method\":\"\(method)\"") && card.contains("\"false_alarms\""))
        #expect(card.contains("wheeltapper train detector castings --backbone"))
        let picture = try #require(files(in: "castings").first { $0.hasSuffix(".png") || $0.hasSuffix(".jpg") })
        let judged = try start(["predict", "model.onnx", "castings/" + picture, "--format", "json"]).wait()
        #expect(judged.status == 0 && judged.output.contains("\"score\":"), "\(judged.errors)")
    }

    @Test func stoppedAmongPicturesItLeavesNothingBehind() throws {
        try makeCastings(60)
        let training = try trainOnPictures(["--size", "224", "--format", "json"])
        while !training.text().contains("looking for strangers") && training.process.isRunning {
            Thread.sleep(forTimeInterval: 0.01)
        }
        kill(training.process.processIdentifier, SIGINT)
        let stopped = training.wait()
        #expect(stopped.status == 1)
        #expect(stopped.errors.contains("no model is written"), "\(stopped.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("model.onnx")))
        #expect(
            files(in: "runs").allSatisfy { !$0.hasSuffix(".json") && !$0.hasSuffix(".onnx") && !$0.hasSuffix(".txt") })
    }

    @Test(arguments: [
        (["--width", "8"], 2, "--width"), (["--method", "synthetic"], 2, "goes with the methods patchcore and padim"),
        (["--method", "embedding"], 2, "is for sounds"), (["--window", "1"], 2, "--window is an option for sounds"),
    ]) func whatIsNotForPicturesIsWrongUsage(options: [String], status: Int32, words: String) throws {
        try makeCastings(2)
        let outcome = try trainOnPictures(options).wait()
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test func tellsItsProgressAsTheTrainerDoes() throws {
        let trained = try train(["--format", "json", "--golden", "none", "--split", "nowhere.json"]).wait()
        // A split that is not there ends it after the data was read.
        #expect(trained.status == 1)
        #expect(trained.errors.contains("nowhere.json"), "\(trained.errors)")
        let lines = trained.output.split(separator: "\n")
        #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("{") && $0.contains("\"event\"") })
    }

    @Test func stoppedItLeavesNothingBehind() throws {
        // Many recordings, so that it is still at work when it is stopped.
        for number in 100..<160 {
            try TwoMachines.sound(
                [310, 620, 1240, 2100], seed: "more \(number)", seconds: 1,
                to: scratch.path("data/press/train/normal_id_00_00000\(number).wav"))
        }
        let training = try train(["--format", "json"])
        while !training.text().contains("\"unit\"") && training.process.isRunning {
            Thread.sleep(forTimeInterval: 0.01)
        }
        kill(training.process.processIdentifier, SIGINT)
        let stopped = training.wait()
        #expect(stopped.status == 1)
        #expect(stopped.errors.contains("no model is written"), "\(stopped.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("model.onnx")))
        #expect(
            files(in: "runs").allSatisfy { !$0.hasSuffix(".json") && !$0.hasSuffix(".onnx") && !$0.hasSuffix(".txt") })
    }

    @Test func whatMustBeTrainedNamesTheTrainerAndTheMend() throws {
        for words in [["detector", "data"], ["classifier", "data"], ["segmenter", "data"]] {
            let outcome = try start(["train"] + words).wait()
            #expect(outcome.status == 1)
            for part in ["wheeltapper-train is not installed here", "make build", "--backbone"] {
                #expect(outcome.errors.contains(part), "\(outcome.errors)")
            }
        }
    }

    @Test(arguments: [
        (["--epochs", "3"], "nothing is trained"),
        (["--method", "embedding"], "--backbone goes with the method backbone"),
        (["--width", "8"], "--width"),
    ]) func wordsOfTrainingAreWrongUsage(options: [String], words: String) throws {
        let outcome = try train(options).wait()
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
}
