import Foundation
import NeuralNetworks
import Testing

@Suite struct TrainingCommandTests {
    @Test func aFolderOfSoundsBecomesAModelARunAndAReport() throws {
        let scratch = try TrainedModel.shared.get()
        let file = try ModelFile(contentsOf: scratch.path("model.onnx"))
        #expect(
            file.metadata["wheeltapper.card"]?.contains(
                "\"classes\":[\"crack\",\"joint_defect\",\"normal\",\"wheel_flat_defect\"]") == true)
        for name in ["model.onnx", "metrics.json", "predictions.csv", "epochs.csv", "report.html", "split.json"] {
            #expect(FileManager.default.fileExists(atPath: scratch.path("run/\(name)")), "\(name)")
        }
        #expect(!FileManager.default.fileExists(atPath: scratch.path("run/model.checkpoint.onnx")))
        let page = try String(contentsOfFile: scratch.path("run/report.html"), encoding: .utf8)
        #expect(page.contains("wheeltapper train classifier rail"))
    }

    /// The weights, by name.
    static func weights(_ path: String) throws -> [Initializer] { try ModelFile(contentsOf: path).graph.initializers }

    @Test func theSameSeedGivesTheSameModelAndAKilledTrainingEndsAsItWouldHave() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        try FileManager.default.createSymbolicLink(atPath: own.path("rail"), withDestinationPath: scratch.path("rail"))
        let expected = try Self.weights(scratch.path("model.onnx"))
        let command = ["train", "classifier", "rail", "-o", "model.onnx"] + TrainedModel.quick + ["--format", "json"]
        let environment = ["XDG_CACHE_HOME": scratch.path("cache")]

        // Killed as soon as an epoch is done.
        let running = try CommandLineRunner.start(command, in: own.url, environment: environment)
        let deadline = Date().addingTimeInterval(1200)
        while !running.text().contains("\"event\":\"epoch\""), running.process.isRunning, Date() < deadline {
            usleep(20_000)
        }
        let killer = Process()
        killer.executableURL = URL(filePath: "/bin/sh")
        killer.arguments = [
            "-c", "pkill -9 -P \(running.process.processIdentifier); kill -9 \(running.process.processIdentifier)",
        ]
        try killer.run()
        killer.waitUntilExit()
        _ = running.wait()
        #expect(!FileManager.default.fileExists(atPath: own.path("model.onnx")))

        let resumed = try CommandLineRunner.run(command + ["--resume"], in: own.url, environment: environment)
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.output.contains("resumed after epoch"))
        #expect(try Self.weights(own.path("model.onnx")) == expected)
    }

    struct Interruption: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// How often the signal is sent, and to which program; the group is that of both.
        var program: String
        var sends: [(signal: Int32, toTrainer: Bool)]
    }

    /// The trainer alone, its starter alone, and both at once as a terminal does it.
    static let interruptions = [
        Interruption(testDescription: "the trainer", program: "wheeltapper-train", sends: [(SIGINT, true)]),
        Interruption(testDescription: "its starter", program: "wheeltapper", sends: [(SIGINT, false)]),
        Interruption(testDescription: "its starter, by SIGTERM", program: "wheeltapper", sends: [(SIGTERM, false)]),
        Interruption(
            testDescription: "both at once", program: "wheeltapper", sends: [(SIGINT, true), (SIGINT, false)]),
    ]

    @Test(arguments: interruptions) func interruptedTrainingKeepsTheBestSoFar(_ one: Interruption) throws {
        let own = try Scratch()
        let running = try Self.endless(own, program: one.program)
        let starter = running.process.processIdentifier
        let trainer = try one.program == "wheeltapper" ? #require(Self.children(of: starter).first) : starter
        for send in one.sends { kill(send.toTrainer ? trainer : starter, send.signal) }
        let outcome = running.wait()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("\"ending\":\"stopped\""))
        #expect(try !Self.weights(own.path("model.onnx")).isEmpty)
    }

    @Test func aTrainerDoesNotOutliveItsStarter() throws {
        let own = try Scratch()
        let running = try Self.endless(own, program: "wheeltapper")
        let trainer = try #require(Self.children(of: running.process.processIdentifier).first)
        kill(running.process.processIdentifier, SIGKILL)
        _ = running.wait()
        let deadline = Date().addingTimeInterval(600)
        while Self.isRunning(trainer), Date() < deadline { usleep(50_000) }
        #expect(!Self.isRunning(trainer))
        kill(trainer, SIGKILL)
        // It stopped as for Ctrl-C: nothing of what it had learnt is lost.
        #expect(try !Self.weights(own.path("model.onnx")).isEmpty)
    }

    /// A training that would go on for hours, past its first epoch.
    private static func endless(_ own: Scratch, program: String) throws -> CommandLineRunner.Running {
        let scratch = try TrainedModel.shared.get()
        try FileManager.default.createSymbolicLink(atPath: own.path("rail"), withDestinationPath: scratch.path("rail"))
        let running = try CommandLineRunner.start(
            (program == "wheeltapper" ? ["train", "--format", "json"] : []) + [
                "classifier", "rail", "-o", "model.onnx", "--epochs", "5000", "--patience", "0", "--width", "8",
                "--batch", "16",
            ], in: own.url, environment: ["XDG_CACHE_HOME": scratch.path("cache")],
            program: CommandLineRunner.binaries.appending(path: program))
        let deadline = Date().addingTimeInterval(1200)
        while !running.text().contains("\"event\":\"epoch\""), running.process.isRunning, Date() < deadline {
            usleep(20_000)
        }
        return running
    }

    private static func children(of process: Int32) throws -> [Int32] {
        try String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8).split(separator: " ")
            .compactMap { Int32($0) }
    }

    /// A process that has ended and that nobody asks for is a zombie where tests run in a container without an init.
    private static func isRunning(_ process: Int32) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let state = text.split(separator: ")").last?.split(separator: " ").first
        else { return false }
        return state != "Z" && state != "X"
    }

    @Test func foldsAreHeldOutInTurn() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        try FileManager.default.createSymbolicLink(atPath: own.path("rail"), withDestinationPath: scratch.path("rail"))
        let outcome = try CommandLineRunner.run(
            [
                "train", "classifier", "rail", "--folds", "2", "--folds-only", "--report", "run", "--epochs", "1",
                "--width", "8", "--format", "json",
            ],
            in: own.url, environment: ["XDG_CACHE_HOME": scratch.path("cache")]
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        let result = try #require(outcome.output.split(separator: "\n").last { $0.contains("\"event\":\"result\"") })
        let object = try #require(try JSONSerialization.jsonObject(with: Data(result.utf8)) as? [String: Any])
        let evaluation = try #require(object["evaluation"] as? [String: Any])
        // Every recording is judged exactly once.
        #expect(evaluation["groups"] as? Int == 32)
    }

    struct BadData: Sendable, CustomTestStringConvertible {
        var name: String
        /// Files to write, by path: seconds of a tone, or text.
        var tones: [String: Double] = [:]
        var texts: [String: String] = [:]
        var arguments: [String] = []
        var status: Int32
        var message: String
        var testDescription: String { name }
    }

    static let badData = [
        BadData(name: "no such folder", arguments: ["nowhere"], status: 1, message: "nowhere"),
        BadData(
            name: "one class", tones: ["data/normal/a.wav": 2, "data/normal/b.wav": 2], status: 1,
            message: "a classifier needs at least two classes"
        ),
        BadData(name: "no sounds", texts: ["data/a/x.txt": "text", "data/b/y.txt": "text"], status: 1, message: "no"),
        BadData(
            name: "the same recording in two classes",
            tones: ["data/a/same.wav": 2, "data/b/same.wav": 2, "data/a/1.wav": 2.1, "data/b/2.wav": 2.2], status: 3,
            message: "The same recording stands in two classes"
        ),
        BadData(
            name: "only unreadable files", texts: ["data/a/x.wav": "not a sound at all", "data/b/y.wav": ""], status: 1,
            message: "x.wav"
        ),
    ]

    @Test(arguments: badData)
    func badDataIsNamedAndMended(_ bad: BadData) throws {
        let scratch = try Scratch()
        for (path, seconds) in bad.tones { try Tone.write(to: scratch.path(path), seconds: seconds) }
        for (path, text) in bad.texts {
            let url = URL(filePath: scratch.path(path))
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        let outcome = try CommandLineRunner.run(
            ["train", "classifier"] + (bad.arguments.isEmpty ? ["data"] : bad.arguments) + ["-o", "model.onnx"]
                + TrainedModel.quick,
            in: scratch.url, environment: ["XDG_CACHE_HOME": scratch.path("cache")]
        )
        #expect(outcome.status == bad.status, "\(outcome.errors)")
        #expect(outcome.errors.contains(bad.message), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("model.onnx")))
    }

    @Test func aClassWithOneRecordingIsCutInTimeAndStampedOptimistic() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        let folder = own.url.appending(path: "data/normal")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for number in 1...4 {
            try FileManager.default.copyItem(
                atPath: scratch.path("rail/normal/recording_000\(number).flac"),
                toPath: folder.appending(path: "\(number).flac").path
            )
        }
        try Tone.write(to: own.path("data/broken/one.wav"), seconds: 40)
        let outcome = try CommandLineRunner.run(
            ["train", "classifier", "data", "-o", "model.onnx", "--report", "run"] + TrainedModel.quick, in: own.url,
            environment: ["XDG_CACHE_HOME": scratch.path("cache")]
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("same recording: optimistic"))
        let page = try String(contentsOfFile: own.path("run/report.html"), encoding: .utf8)
        #expect(page.contains("same recording: optimistic"))
    }

    @Test func aFullDiskLeavesNoHalfModel() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        try FileManager.default.createSymbolicLink(atPath: own.path("rail"), withDestinationPath: scratch.path("rail"))
        // The system refuses to let any file grow beyond 64 KiB, as a full disk would; features are cached already.
        let program = CommandLineRunner.binaries.appending(path: "wheeltapper-train").path
        let outcome = try CommandLineRunner.start(
            [
                "-c",
                "trap '' XFSZ; ulimit -f 64; exec '\(program)' classifier rail -o model.onnx \(TrainedModel.quick.joined(separator: " "))",
            ],
            in: own.url, environment: ["XDG_CACHE_HOME": scratch.path("cache")], program: URL(filePath: "/bin/sh")
        ).wait()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("cannot write"), "\(outcome.errors)")
        let left = try FileManager.default.subpathsOfDirectory(atPath: own.url.path).filter {
            $0.hasSuffix(".onnx") || $0.hasSuffix(".partial")
        }
        #expect(left.isEmpty, "\(left)")
    }

    @Test(arguments: [
        ["train", "classifier"], ["train", "classifier", "x", "--epochs", "0"],
        ["train", "classifier", "x", "-o", "m.onnx", "--augment", "masks=1e20"], ["predict"], ["nonsense"],
    ])
    func wrongUsageIsStatusTwo(_ arguments: [String]) throws {
        let outcome = try CommandLineRunner.run(arguments)
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(!outcome.errors.isEmpty)
        #expect(outcome.output.isEmpty)
    }
}
