import Foundation
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

    @Test(arguments: [
        (["--method", "patchcore"], "needs --backbone"),
        (["--method", "embedding"], "is for sounds"),
        (["--method", "synthetic", "--backbone", backbone], "--backbone goes with"),
        (["--size", "100"], "multiples of 32"),
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
