import Foundation
import NeuralNetworks
import Testing

@Suite struct PictureTrainingTests {
    /// A folder with made-up castings and walls, and a small model of each, made once.
    static let shared: Result<Scratch, any Error> = Result {
        let scratch = try Scratch()
        func run(_ arguments: [String]) throws {
            let outcome = try CommandLineRunner.run(arguments, in: scratch.url)
            guard outcome.status == 0 else { throw TrainedModel.Failure("\(arguments): \(outcome.errors)") }
        }
        try run(["synth", ".", "--set", "castings", "--count", "10"])
        try run(["synth", ".", "--set", "walls", "--count", "8"])
        try run(["train", "classifier", "castings", "-o", "castings.onnx", "--report", "run-castings"] + castings)
        try run(["train", "segmenter", "walls", "-o", "walls.onnx", "--report", "run-walls"] + walls)
        return scratch
    }

    /// As ``castings``, for a network whose widths are given.
    static let onBackbone = ["--epochs", "2", "--size", "64", "--batch", "8", "--seed", "3"]
    /// Options that make a training a matter of seconds.
    static let castings = ["--epochs", "2", "--size", "48", "--width", "8", "--batch", "8", "--seed", "3"]
    static let walls = [
        "--epochs", "2", "--tile", "64", "--width", "4", "--batch", "4", "--seed", "3", "--negatives", "noncrack*",
    ]

    @Test(arguments: ["castings", "walls"]) func aFolderOfPicturesBecomesAModelARunAndAReport(_ set: String) throws {
        let scratch = try Self.shared.get()
        let file = try ModelFile(contentsOf: scratch.path("\(set).onnx"))
        #expect(file.metadata["wheeltapper.card"]?.contains("\"medium\":\"picture\"") == true)
        #expect(file.metadata["wheeltapper.golden"] != nil)
        for name in ["model.onnx", "metrics.json", "predictions.csv", "epochs.csv", "report.html", "split.json"] {
            #expect(FileManager.default.fileExists(atPath: scratch.path("run-\(set)/\(name)")), "\(name)")
        }
        for name in ["model.checkpoint.onnx", "hard-negatives.json"] {
            #expect(!FileManager.default.fileExists(atPath: scratch.path("run-\(set)/\(name)")), "\(name)")
        }
        let page = try String(contentsOfFile: scratch.path("run-\(set)/report.html"), encoding: .utf8)
        #expect(page.contains("What it was shown in training"))
    }

    @Test(arguments: [["castings"], ["walls", "--negatives", "noncrack*"]])
    func picturesKnownFromTrainingAreRefused(_ data: [String]) throws {
        let scratch = try Self.shared.get()
        let refused = try CommandLineRunner.run(["evaluate", "\(data[0]).onnx"] + data, in: scratch.url)
        #expect(refused.status == 3, "\(refused.errors)")
        #expect(refused.errors.contains("known to the model"))
        let split = try CommandLineRunner.run(
            ["evaluate", "\(data[0]).onnx"] + data + ["--split", "run-\(data[0])/split.json", "--format", "json"],
            in: scratch.url)
        #expect(split.status == 0, "\(split.errors)")
    }

    @Test func aSegmentersThresholdsAreChosenOnTheValidationPart() throws {
        let scratch = try Self.shared.get()
        let card = try #require(ModelFile(contentsOf: scratch.path("walls.onnx")).metadata["wheeltapper.card"])
        #expect(card.contains("largest F1 of pixels on the validation part"))
        #expect(card.contains("\"area\""))
    }

    @Test func aSegmenterTakenUpAgainEndsAsItWouldHave() throws {
        let scratch = try Self.shared.get()
        let own = try Scratch()
        try FileManager.default.createSymbolicLink(
            atPath: own.path("walls"), withDestinationPath: scratch.path("walls"))
        let command = ["train", "segmenter", "walls", "-o", "walls.onnx", "--format", "json"] + Self.walls
        let running = try CommandLineRunner.start(command, in: own.url)
        let deadline = Date().addingTimeInterval(1200)
        while !running.text().contains("\"event\":\"epoch\""), running.process.isRunning, Date() < deadline {
            usleep(10_000)
        }
        let killer = Process()
        killer.executableURL = URL(filePath: "/bin/sh")
        killer.arguments = [
            "-c", "pkill -9 -P \(running.process.processIdentifier); kill -9 \(running.process.processIdentifier)",
        ]
        try killer.run()
        killer.waitUntilExit()
        _ = running.wait()
        // Where the machine was too quick to be killed in time there is nothing left to take up.
        guard !FileManager.default.fileExists(atPath: own.path("walls.onnx")) else { return }
        let resumed = try CommandLineRunner.run(command + ["--resume"], in: own.url)
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.output.contains("resumed after epoch"))
        #expect(
            try ModelFile(contentsOf: own.path("walls.onnx")).graph.initializers
                == ModelFile(contentsOf: scratch.path("walls.onnx")).graph.initializers)
    }

    @Test func aModelOfOursServesAsABackbone() throws {
        let scratch = try Self.shared.get()
        let own = try Scratch()
        let base = try CommandLineRunner.run(
            [
                "train", "classifier", scratch.path("castings"), "-o", "base.onnx", "--colour", "rgb", "--report",
                "base",
            ] + Self.castings, in: own.url)
        #expect(base.status == 0, "\(base.errors)")
        // Two epochs in all: after one of them the backbone is tuned, after both it never is.
        for frozenEpochs in [1, 2] {
            let tuned = try CommandLineRunner.run(
                [
                    "train", "classifier", scratch.path("castings"), "-o", "tuned.onnx", "--backbone", "base.onnx",
                    "--frozen-epochs", "\(frozenEpochs)", "--report", "tuned",
                ] + Self.onBackbone, in: own.url)
            #expect(tuned.status == 0, "\(tuned.errors)")
            #expect(tuned.errors.contains("never tuned") == (frozenEpochs == 2), "\(tuned.errors)")
            let names = try ModelFile(contentsOf: own.path("tuned.onnx")).graph.initializers.map(\.name)
            #expect(names.contains { $0.hasPrefix("backbone.") })
        }
    }

    /// A small ResNet as PyTorch writes it.
    private static let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/neuralnetworks/torch_resnet18_kept_13.onnx").path

    /// The small ResNet with an operator that the trainer does not know and OpenVINO does: from 0 on,
    /// `ThresholdedRelu` is `Relu`.
    private static func writeUntunable(to path: String) throws {
        var file = try ModelFile(contentsOf: fixture)
        let place = try #require(file.graph.nodes.firstIndex { $0.operatorType == "Relu" })
        file.graph.nodes[place].operatorType = "ThresholdedRelu"
        file.graph.nodes[place].attributes["alpha"] = .float(0)
        try file.write(to: path)
    }

    @Test func whatCannotBeTunedServesFrozen() throws {
        let scratch = try Self.shared.get()
        let own = try Scratch()
        try Self.writeUntunable(to: own.path("odd.onnx"))
        let trained = try CommandLineRunner.run(
            [
                "train", "classifier", scratch.path("castings"), "-o", "frozen.onnx", "--backbone", "odd.onnx",
                "--report", "frozen", "--format", "json",
            ] + Self.onBackbone, in: own.url)
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(trained.output.contains("only a head is trained"), "\(trained.output)")
        #expect(trained.output.contains("ThresholdedRelu"))
        let file = try ModelFile(contentsOf: own.path("frozen.onnx"))
        #expect(file.graph.outputs.map(\.name) == ["embedding", "logits", "probabilities"])
        #expect(file.graph.nodes.contains { $0.operatorType == "ThresholdedRelu" })
        #expect(file.metadata["wheeltapper.golden"] != nil)
        // Its self-test is passed on the way.
        let picture = try #require(FileManager.default.enumerator(atPath: scratch.path("castings/ok"))?.nextObject())
        let judged = try CommandLineRunner.run(
            ["predict", "frozen.onnx", scratch.path("castings/ok/\(picture)")], in: own.url)
        #expect(judged.status == 0, "\(judged.errors)")
        let segmenter = try CommandLineRunner.run(
            ["train", "segmenter", scratch.path("walls"), "--negatives", "noncrack*", "--backbone", "odd.onnx"],
            in: own.url)
        #expect(segmenter.status == 1)
        #expect(segmenter.errors.contains("ThresholdedRelu") && segmenter.errors.contains("odd.onnx"))
    }

    @Test func anOperatorUsedInAWayThatCannotBeTunedServesFrozenToo() throws {
        let scratch = try Self.shared.get()
        let own = try Scratch()
        var file = try ModelFile(contentsOf: Self.fixture)
        // Through 16-bit whole numbers: the trainer has none.
        let place = try #require(file.graph.nodes.firstIndex { $0.operatorType == "Relu" })
        let output = file.graph.nodes[place].outputs[0]
        file.graph.nodes[place].outputs[0] = "exact"
        for (name, input, made, type) in [("there", "exact", "rounded", 5), ("back", "rounded", output, 1)] {
            let after = try #require(file.graph.nodes.firstIndex { $0.outputs.contains(input) })
            file.graph.nodes.insert(
                Node(
                    name: name, operatorType: "Cast", inputs: [input], outputs: [made],
                    attributes: ["to": .integer(type)]), at: after + 1)
        }
        try file.write(to: own.path("rounding.onnx"))
        let trained = try CommandLineRunner.run(
            [
                "train", "classifier", scratch.path("castings"), "-o", "frozen.onnx", "--backbone", "rounding.onnx",
                "--format", "json",
            ] + Self.onBackbone, in: own.url)
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(trained.output.contains("only a head is trained"), "\(trained.output)")
    }

    @Test func aGreyModelOfOursIsToldTheMend() throws {
        let scratch = try Self.shared.get()
        let outcome = try CommandLineRunner.run(
            ["train", "classifier", "castings", "--backbone", "castings.onnx"], in: scratch.url)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("--colour rgb"), "\(outcome.errors)")
    }

    /// What is said of pictures that cannot be trained on as they lie there.
    struct Misuse: Sendable, CustomTestStringConvertible {
        var name: String
        var arguments: [String]
        var status: Int32
        var words: String
        var testDescription: String { name }
    }

    @Test(arguments: [
        Misuse(
            name: "part/condition without a choice", arguments: ["train", "classifier", "tree"], status: 1,
            words: "--label part|condition|both"),
        Misuse(
            name: "a sound's option", arguments: ["train", "classifier", "castings", "--window", "2"], status: 2,
            words: "--window is an option for sounds"),
        Misuse(
            name: "masks for a classifier", arguments: ["train", "classifier", "walls"], status: 1,
            words: "train segmenter"),
        Misuse(
            name: "class folders for a segmenter", arguments: ["train", "segmenter", "castings"], status: 1,
            words: "masks"),
        Misuse(
            name: "a tile of an odd size", arguments: ["train", "segmenter", "walls", "--tile", "100"], status: 2,
            words: "multiple of 32"),
        Misuse(
            name: "a backbone that is none",
            arguments: ["train", "classifier", "castings", "--backbone", "castings/ok/none.onnx"], status: 1,
            words: "none.onnx"),
        Misuse(
            name: "a backbone's option without one",
            arguments: ["train", "classifier", "castings", "--frozen-epochs", "2"], status: 2,
            words: "go with --backbone"),
        Misuse(
            name: "a backbone's rate without one",
            arguments: ["train", "segmenter", "walls", "--backbone-rate", "0.1"], status: 2,
            words: "go with --backbone"),
        Misuse(
            name: "a width for a backbone",
            arguments: ["train", "classifier", "castings", "--backbone", "b.onnx", "--width", "8"], status: 2,
            words: "--width is for networks of our own"),
        Misuse(
            name: "a preset for a backbone",
            arguments: ["train", "segmenter", "walls", "--backbone", "b.onnx", "--preset", "light"], status: 2,
            words: "--preset and --depth"),
        Misuse(
            name: "a depth for a backbone",
            arguments: ["train", "segmenter", "walls", "--backbone", "b.onnx", "--depth", "18"], status: 2,
            words: "--preset and --depth"),
        Misuse(
            name: "an unknown augmentation",
            arguments: ["train", "classifier", "castings", "--augment", "masks=1"], status: 2, words: "for pictures"),
    ])
    func misuseIsAnsweredWithItsMend(_ misuse: Misuse) throws {
        let scratch = try Self.shared.get()
        let own = try Scratch()
        for name in ["castings", "walls"] {
            try FileManager.default.createSymbolicLink(atPath: own.path(name), withDestinationPath: scratch.path(name))
        }
        // part/condition: two parts, each sound and cracked.
        for part in ["hub", "ring"] {
            try FileManager.default.createDirectory(
                at: own.url.appending(path: "tree/\(part)"), withIntermediateDirectories: true)
            for (condition, source) in [("ok", "ok"), ("damaged", "crack")] {
                try FileManager.default.copyItem(
                    atPath: scratch.path("castings/\(source)"), toPath: own.path("tree/\(part)/\(condition)"))
            }
        }
        let outcome = try CommandLineRunner.run(misuse.arguments, in: own.url)
        #expect(outcome.status == misuse.status, "\(outcome.errors)")
        #expect(outcome.errors.contains(misuse.words), "\(outcome.errors)")
    }
}
