import Foundation
import InspectionTypes
import Media
import NeuralNetworks
import Testing

@Suite struct PictureDetectorTests {
    /// Made-up castings, and a detector of each kind, made once.
    private static let shared: Result<Scratch, any Error> = Result {
        let scratch = try Scratch()
        func run(_ arguments: [String]) throws {
            let outcome = try CommandLineRunner.run(arguments, in: scratch.url)
            guard outcome.status == 0 else { throw TrainedModel.Failure("\(arguments): \(outcome.errors)") }
        }
        try run(["synth", ".", "--set", "castings", "--count", "12"])
        for (method, options) in methods {
            try run(
                ["train", "detector", "castings", "-o", "\(method).onnx", "--report", "run-\(method)", "--seed", "3"]
                    + options)
        }
        return scratch
    }

    private static let backbone = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/neuralnetworks/torch_resnet18_kept_13.onnx").path

    /// Options that make a training a matter of seconds.
    private static let methods: [(name: String, options: [String])] = [
        ("synthetic", ["--epochs", "1", "--size", "32", "--width", "4", "--batch", "64"]),
        ("patchcore", ["--backbone", backbone, "--size", "64"]),
        ("padim", ["--backbone", backbone, "--method", "padim", "--size", "64", "--memory", "0.05"]),
    ]

    @Test(arguments: methods.map(\.name))
    func normalPicturesBecomeADetectorARunAndAReport(_ method: String) throws {
        let scratch = try Self.shared.get()
        let file = try ModelFile(contentsOf: scratch.path("\(method).onnx"))
        let card = try #require(file.metadata["wheeltapper.card"])
        for text in ["\"kind\":\"detector\"", "\"method\":\"\(method)\"", "\"false_alarms\"", "\"auc\""] {
            #expect(card.contains(text), "\(text)")
        }
        #expect(file.metadata["wheeltapper.golden"] != nil)
        #expect((file.metadata["wheeltapper.normal"] != nil) == (method == "patchcore"))
        for name in ["model.onnx", "metrics.json", "predictions.csv", "report.html", "split.json"] {
            #expect(FileManager.default.fileExists(atPath: scratch.path("run-\(method)/\(name)")), "\(name)")
        }
        let page = try String(contentsOfFile: scratch.path("run-\(method)/report.html"), encoding: .utf8)
        #expect(page.contains("what was painted on them") == (method == "synthetic"))
    }

    @Test(arguments: methods.map(\.name))
    func aDetectorJudgesPicturesFromTheCommandLine(_ method: String) throws {
        let scratch = try Self.shared.get()
        let predictions = try String(contentsOfFile: scratch.path("run-\(method)/predictions.csv"), encoding: .utf8)
        let lines = predictions.split(separator: "\n").dropFirst()
        let defect = try #require(lines.first { $0.contains("anomaly") || !$0.contains(",normal,") })
        let path = "castings/" + String(defect.split(separator: ",")[0])
        let outcome = try CommandLineRunner.run(
            ["predict", "\(method).onnx", path, "--format", "json"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("\"score\":") && outcome.output.contains("\"threshold\":"))
        if method == "patchcore" { #expect(outcome.output.contains("nearest"), "the picture to compare with") }
    }

    /// A hundred discs that differ in light and noise, and among them a board of black and white squares.
    private static func discsWithStranger() throws -> Scratch {
        let scratch = try discs(named: { "\($0)" })
        let board = (0..<64 * 64).map { UInt8(($0 / 64 / 16 + $0 % 64 / 16).isMultiple(of: 2) ? 0 : 255) }
        try PictureFile.write(
            Picture(width: 64, height: 64, colour: .grey, pixels: board), to: scratch.path("discs/stranger.png"))
        return scratch
    }

    private static func discs(named name: (Int) -> String) throws -> Scratch {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(
            at: scratch.url.appending(path: "discs"), withIntermediateDirectories: true)
        for number in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(number), stream: "disc")
            let light = 4 * generator.nextNormal()
            let pixels = (0..<64 * 64).map { place in
                let (y, x) = (Double(place / 64) - 31.5, Double(place % 64) - 31.5)
                let value = x * x + y * y < 700 ? 90.0 : 190
                return UInt8(max(0, min(255, value + light + 4 * generator.nextNormal())))
            }
            try PictureFile.write(
                Picture(width: 64, height: 64, colour: .grey, pixels: pixels),
                to: scratch.path("discs/\(name(number)).png"))
        }
        return scratch
    }

    @Test(arguments: methods.map(\.name))
    func aThresholdCountsGroupsAndNotPictures(_ method: String) throws {
        // Twenty lots of five.
        let own = try Self.discs { "lot\($0 / 5)-\($0)" }
        let options = try #require(Self.methods.first { $0.name == method }).options
        func card(_ more: [String]) throws -> String {
            let outcome = try CommandLineRunner.run(
                ["train", "detector", "discs", "-o", "model.onnx", "--report", "run", "--test", "0"] + options + more,
                in: own.url)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return try ModelFile(contentsOf: own.path("model.onnx")).metadata["wheeltapper.card"] ?? ""
        }
        let grouped = try card(["--group-by", "lot\\d+"])
        #expect(
            grouped.contains("15 normal pictures in 3 groups cannot promise less than 1 in 4 ")
                || grouped.contains("15 normal pictures in 3 groups cannot promise less than 1 in 4;"), "\(grouped)")
        #expect(grouped.contains("\"groups\":3"))
        let single = try card([])
        #expect(single.contains("15 normal pictures cannot promise less than 1 in 16;"), "\(single)")
    }

    @Test(arguments: methods.map(\.name), [false, true])
    func aStrangerAmongNormalPicturesIsNamedAndNotLearnt(_ method: String, isKept: Bool) throws {
        let own = try Self.discsWithStranger()
        let options = try #require(Self.methods.first { $0.name == method }).options
        let outcome = try CommandLineRunner.run(
            ["train", "detector", "discs", "-o", "model.onnx", "--report", "run", "--seed", "3", "--test", "0"]
                + (method == "synthetic" ? ["--epochs", "4"] + options.dropFirst(2) : options)
                + (isKept ? ["--keep-outliers"] : []),
            in: own.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let said = outcome.output + outcome.errors
        #expect(said.contains("stranger.png stands among the normal pictures"), "\(said)")
        #expect(said.contains(isKept ? "learnt from all the same" : "not learnt from; look at it"))
        let file = try ModelFile(contentsOf: own.path("model.onnx"))
        let card = try #require(file.metadata["wheeltapper.card"])
        #expect(
            card.contains(
                "1 picture among the normal ones looks unlike the others and was "
                    + (isKept ? "learnt from all the same" : "not learnt from") + ": stranger.png"))
        if method == "patchcore" {
            let memory = try #require(file.metadata["wheeltapper.normal"])
            #expect(memory.contains("stranger.png") == isKept, "what was not learnt is not remembered")
        }
    }

    @Test func aStoppedTrainingGivesTheBestSoFar() throws {
        let scratch = try Self.shared.get()
        let own = try Scratch()
        try FileManager.default.copyItem(atPath: scratch.path("castings"), toPath: own.path("castings"))
        let running = try CommandLineRunner.start(
            ["detector", "castings", "-o", "model.onnx"] + Self.methods[0].options.dropFirst(2) + ["--epochs", "500"],
            in: own.url, program: CommandLineRunner.binaries.appending(path: "wheeltapper-train"))
        let deadline = Date().addingTimeInterval(1200)
        while !running.text().contains("\"event\":\"epoch\""), running.process.isRunning, Date() < deadline {
            usleep(20_000)
        }
        kill(running.process.processIdentifier, SIGINT)
        let outcome = running.wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("\"ending\":\"stopped\""))
        let card = try #require(ModelFile(contentsOf: own.path("model.onnx")).metadata["wheeltapper.card"])
        #expect(card.contains("\"false_alarms\""), "with its threshold")
    }

    @Test func stoppedAfterItsTrainingItKeepsTheWeightsAndIsTakenUp() throws {
        let own = try Scratch()
        // Many to be judged, so that it is still at work when it is stopped.
        try CommandLineRunner.run(["synth", ".", "--set", "castings", "--count", "300"], in: own.url)
        let words = ["detector", "castings", "-o", "model.onnx", "--report", "run"] + Self.methods[0].options
        let trainer = CommandLineRunner.binaries.appending(path: "wheeltapper-train")
        let running = try CommandLineRunner.start(words, in: own.url, program: trainer)
        while !running.text().contains("\"stage\":\"scoring\""), running.process.isRunning { usleep(2000) }
        kill(running.process.processIdentifier, SIGINT)
        let stopped = running.wait()
        #expect(stopped.status == 1)
        #expect(stopped.errors.contains("take it up with the same command and --resume"), "\(stopped.errors)")
        #expect(!FileManager.default.fileExists(atPath: own.path("model.onnx")))
        let again = try CommandLineRunner.start(words + ["--resume"], in: own.url, program: trainer).wait()
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output.contains("resumed after epoch 1"))
        #expect(FileManager.default.fileExists(atPath: own.path("model.onnx")))
    }

    @Test(arguments: [
        (["--method", "patchcore"], "needs --backbone"),
        (["--method", "embedding"], "is for sounds"),
        (["--method", "synthetic", "--backbone", backbone], "--backbone goes with"),
        (["--size", "100"], "multiples of 32"),
        (["--smooth", "3/5"], "--smooth is an option for sounds"),
    ])
    func whatDoesNotGoTogetherIsRefusedWithTheMend(_ options: [String], _ message: String) throws {
        let scratch = try Self.shared.get()
        let outcome = try CommandLineRunner.run(
            ["train", "detector", "castings", "-o", "wrong.onnx"] + options, in: scratch.url)
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("wrong.onnx")))
    }
}
