import Foundation
import InspectionTypes
import Media
import NeuralNetworks
import Testing

/// Two made-up machines in DCASE names: lines at places of their own under noise, moved where something is wrong.
enum TwoMachines {
    static let lines = ["id_00": [310.0, 620, 1240, 2100], "id_02": [450.0, 990, 1700, 2900]]

    static func write(to folder: String, normal: Int = 9, seconds: Double = 2) throws {
        for (machine, places) in lines {
            var number = 0
            func put(_ part: String, _ label: String, moved: Double) throws {
                let path = "\(folder)/press/\(part)/\(label)_\(machine)_\(String(format: "%08d", number)).wav"
                try sound(places.map { $0 * moved }, seed: "\(machine) \(number)", seconds: seconds, to: path)
                number += 1
            }
            for _ in 0..<normal { try put("train", "normal", moved: 1) }
            for _ in 0..<4 { try put("test", "normal", moved: 1) }
            for _ in 0..<4 { try put("test", "anomaly", moved: 1.09) }
        }
    }

    static func sound(_ frequencies: [Double], seed: String, seconds: Double, level: Double = 1, to path: String) throws
    {
        try FileManager.default.createDirectory(
            at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        var generator = SeededGenerator(seed: 1, stream: seed)
        let phases = frequencies.map { _ in generator.nextUniform() * 2 * .pi }
        let samples = (0..<Int(16_000 * seconds)).map { n in
            let tones = zip(frequencies, phases).reduce(0) { $0 + sin(2 * .pi * $1.0 * Double(n) / 16_000 + $1.1) }
            return Float(level * (0.05 * tones + 0.02 * generator.nextNormal()))
        }
        try AudioFileWriter.write(AudioSignal(mono: samples, sampleRate: 16_000), to: path, format: .wav16)
    }
}

@Suite struct SoundDetectorTrainingTests {
    struct Method: Sendable, CustomTestStringConvertible {
        var name: String
        var options: [String]
        var testDescription: String { "\(name) \(options.joined(separator: " "))" }
    }

    static let methods = [
        Method(name: "embedding", options: ["--epochs", "1", "--width", "4"]),
        Method(
            name: "embedding",
            options: [
                "--epochs", "1", "--width", "4", "--branches", "spectrum,profile", "--loss", "arcface", "--centres",
                "3",
                "--inventions", "speed,mixture", "--augment", "mixup=0.3",
            ]),
        Method(name: "autoencoder", options: ["--epochs", "2"]),
    ]

    private func train(_ scratch: Scratch, _ options: [String]) throws -> CommandLineRunner.Outcome {
        try CommandLineRunner.run(
            ["train", "detector", "data", "-o", "model.onnx", "--report", "run", "--seed", "1", "--threads", "1"]
                + options, in: scratch.url,
            environment: ["XDG_CACHE_HOME": scratch.path("cache"), "OMP_NUM_THREADS": "1"])
    }

    private func card(_ scratch: Scratch) throws -> String {
        try ModelFile(contentsOf: scratch.path("model.onnx")).metadata["wheeltapper.card"] ?? ""
    }

    @Test(arguments: methods) func learnsFromNormalSoundsAndIsJudgedByTheOthers(_ method: Method) throws {
        let scratch = try Scratch()
        try TwoMachines.write(to: scratch.path("data"))
        let trained = try train(scratch, ["--method", method.name] + method.options)
        #expect(trained.status == 0, "\(trained.errors)")
        for name in ["model.onnx", "metrics.json", "report.html", "split.json", "dcase/anomaly_score_press_id_02.csv"] {
            #expect(FileManager.default.fileExists(atPath: scratch.path("run/\(name)")), "\(name)")
        }
        let card = try card(scratch)
        #expect(card.contains("\"press id_00\"") && card.contains("\"press id_02\""))
        #expect(card.contains("\"method\":\"\(method.name)\""))

        let judged = try CommandLineRunner.run(
            ["predict", "model.onnx", "--format", "json"]
                + ["normal_id_02_00000009", "anomaly_id_02_00000013"].map { "data/press/test/\($0).wav" },
            in: scratch.url)
        #expect(judged.status == 0, "\(judged.errors)")
        let lines = judged.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.contains("\"press id_02\"") }, "\(judged.output)")

        // The very same figures from outside, by the test part that training wrote down.
        let evaluated = try CommandLineRunner.run(
            ["evaluate", "model.onnx", "data", "--split", "run/split.json", "--format", "json"], in: scratch.url,
            environment: ["XDG_CACHE_HOME": scratch.path("cache")])
        #expect(evaluated.status == 0, "\(evaluated.errors)")
        for key in ["mean_auc", "mean_pauc", "worst_auc", "per_id", "id_accuracy", "false_alarm_rate"] {
            #expect(evaluated.output.contains("\"\(key)\""), "\(key)")
        }
    }

    /// A table may call machines as it likes, and folders go by none of their names.
    @Test func machineTypesWithASlashAreTrainedAndToldApart() throws {
        let scratch = try Scratch()
        try TwoMachines.write(to: scratch.path("data"), normal: 4)
        let names = try FileManager.default.subpathsOfDirectory(atPath: scratch.path("data")).filter {
            $0.hasSuffix(".wav")
        }.sorted()
        let rows = names.map { name in
            let machine = name.contains("id_00") ? "line 3/press id_00" : "saw id_00"
            return
                "\(name),\(name.contains("anomaly") ? "anomaly" : "normal"),\(machine),\(name.contains("/train/") ? "train" : "test")"
        }
        try "file,label,machine,split\n".appending(rows.joined(separator: "\n")).write(
            toFile: scratch.path("data/table.csv"), atomically: true, encoding: .utf8)
        let trained = try CommandLineRunner.run(
            [
                "train", "detector", "data/table.csv", "-o", "model.onnx", "--report", "run", "--threads", "1",
                "--method", "autoencoder", "--epochs", "2",
            ], in: scratch.url,
            environment: ["XDG_CACHE_HOME": scratch.path("cache"), "OMP_NUM_THREADS": "1"])
        #expect(trained.status == 0, "\(trained.errors)")
        let page = try String(contentsOfFile: scratch.path("run/report.html"), encoding: .utf8)
        #expect(page.contains("2 trainings (line 3/press, saw), together 4 epochs"))
        let lines = try String(contentsOfFile: scratch.path("run/epochs.csv"), encoding: .utf8).split(separator: "\n")
        #expect(lines.map { $0.prefix { $0 != "," } } == ["training", "line 3/press", "line 3/press", "saw", "saw"])
        let left = try FileManager.default.subpathsOfDirectory(atPath: scratch.path("run"))
        #expect(!left.contains { $0.contains("checkpoint") }, "\(left)")
    }

    @Test func aModelOfOurOwnServesAsBackbone() throws {
        let shared = try TrainedModel.shared.get()
        let scratch = try Scratch()
        try TwoMachines.write(to: scratch.path("data"))
        let trained = try train(scratch, ["--backbone", shared.path("model.onnx")])
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(try card(scratch).contains("\"method\":\"backbone\""))
    }

    @Test func whatSoundsUnlikeTheOthersIsNamedAndNotLearnt() throws {
        let scratch = try Scratch()
        try TwoMachines.write(to: scratch.path("data"), normal: 12)
        let strange = "data/press/train/normal_id_00_00000099.wav"
        try TwoMachines.sound(
            [3000, 3300, 5000, 6100], seed: "strange", seconds: 2, level: 3, to: scratch.path(strange))
        let trained = try train(scratch, ["--epochs", "1", "--width", "4"])
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(trained.errors.contains("normal_id_00_00000099.wav stands among the normal recordings"))
        #expect(try card(scratch).contains("normal_id_00_00000099.wav"))
    }

    @Test func aSilentRecordingIsLeftOut() throws {
        let scratch = try Scratch()
        try TwoMachines.write(to: scratch.path("data"))
        try TwoMachines.sound(
            [440], seed: "silent", seconds: 2, level: 0,
            to: scratch.path("data/press/train/normal_id_00_00000099.wav"))
        let trained = try train(scratch, ["--method", "autoencoder", "--epochs", "1"])
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(trained.errors.contains("silent"))
    }

    @Test func aMachineAloneMustBeToldFromSomething() throws {
        let scratch = try Scratch()
        for number in 0..<4 {
            try TwoMachines.sound(
                [300, 700], seed: "\(number)", seconds: 1, to: scratch.path("data/normal/\(number).wav"))
        }
        let trained = try train(scratch, ["--epochs", "1", "--width", "4", "--inventions", "none"])
        #expect(trained.status == 1)
        #expect(trained.errors.contains("--inventions none leaves nothing to be told apart"), "\(trained.errors)")
    }

    @Test func oneNormalRecordingIsTooLittle() throws {
        let scratch = try Scratch()
        try TwoMachines.sound([300, 700], seed: "only", seconds: 2, to: scratch.path("data/normal/only.wav"))
        let trained = try train(scratch, ["--epochs", "1", "--width", "4"])
        #expect(trained.status == 1)
        #expect(trained.errors.contains("normal recording"), "\(trained.errors)")
    }

    @Test func aMachineThatOnlyTheTestPartKnowsIsToldOf() throws {
        let scratch = try Scratch()
        try TwoMachines.write(to: scratch.path("data"), normal: 4, seconds: 1)
        for name in ["normal_id_04_00000090", "anomaly_id_04_00000091"] {
            try TwoMachines.sound([700, 900], seed: name, seconds: 1, to: scratch.path("data/press/test/\(name).wav"))
        }
        let trained = try train(scratch, ["--method", "autoencoder", "--epochs", "1"])
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(trained.errors.contains("press id_04: no normal recording to learn from, so 2 recordings"))
        let figures = try String(contentsOf: scratch.url.appending(path: "run/metrics.json"), encoding: .utf8)
        #expect(figures.contains("press id_02") && !figures.contains("press id_04"))
    }

    @Test func stoppedBetweenTwoFoldsItIsTakenUpAgain() throws {
        let scratch = try Scratch()
        try TwoMachines.write(to: scratch.path("data"), normal: 4, seconds: 1)
        let words = [
            "train", "detector", "data", "-o", "model.onnx", "--report", "run", "--threads", "1", "--epochs", "1",
            "--width", "4", "--format", "json",
        ]
        let environment = ["XDG_CACHE_HOME": scratch.path("cache"), "OMP_NUM_THREADS": "1"]
        // Started by itself, so that the signal reaches the trainer only.
        let begun = try CommandLineRunner.start(
            Array(words.dropFirst().dropLast(2)), in: scratch.url, environment: environment,
            program: CommandLineRunner.binaries.appending(path: "wheeltapper-train"))
        while !begun.text().contains("scoring held-out") && begun.process.isRunning {
            Thread.sleep(forTimeInterval: 0.01)
        }
        begun.process.terminate()
        let stopped = begun.wait()
        #expect(stopped.status == 1)
        #expect(stopped.errors.contains("--resume"), "\(stopped.errors)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("model.onnx")))
        #expect(FileManager.default.fileExists(atPath: scratch.path("run/fold-1.checkpoint.onnx")))

        let resumed = try CommandLineRunner.run(words + ["--resume"], in: scratch.url, environment: environment)
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.output.contains("resumed after epoch 1"), "\(resumed.output)")
        #expect(FileManager.default.fileExists(atPath: scratch.path("model.onnx")))
        #expect(!FileManager.default.fileExists(atPath: scratch.path("run/fold-1.checkpoint.onnx")))
    }

    @Test func whatIsOnlySilentIsRefused() throws {
        let scratch = try Scratch()
        for number in 0..<3 {
            try TwoMachines.sound(
                [300], seed: "\(number)", seconds: 2, level: 0, to: scratch.path("data/normal/\(number).wav"))
        }
        let trained = try train(scratch, [])
        #expect(trained.status == 1)
        #expect(trained.errors.contains("silent"), "\(trained.errors)")
    }

    struct Misuse: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var options: [String]
        var words: String
    }

    @Test(arguments: [
        Misuse(testDescription: "a rate that is none", options: ["--false-alarms", "often"], words: "--false-alarms"),
        Misuse(testDescription: "a rule that is none", options: ["--smooth", "5/3"], words: "--smooth"),
        Misuse(testDescription: "no backbone", options: ["--method", "backbone"], words: "--backbone"),
        Misuse(
            testDescription: "a view that is none", options: ["--branches", "profile,ear"], words: "--branches"),
        Misuse(
            testDescription: "what only the embedding is taught",
            options: ["--method", "autoencoder", "--centres", "2"],
            words: "--centres goes with the method embedding"),
        Misuse(testDescription: "a method of pictures", options: ["--method", "patchcore"], words: "pictures"),
    ]) func wrongWordsAreUsage(_ misuse: Misuse) throws {
        let scratch = try Scratch()
        try TwoMachines.sound([300, 700], seed: "a", seconds: 1, to: scratch.path("data/normal/a.wav"))
        let trained = try train(scratch, misuse.options)
        #expect(trained.status == 2, "\(trained.errors)")
        #expect(trained.errors.contains(misuse.words), "\(trained.errors)")
    }
}
