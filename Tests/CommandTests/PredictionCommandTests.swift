import Foundation
import NeuralNetworks
import Testing

@Suite struct PredictionCommandTests {
    static func objects(_ output: String) throws -> [[String: Any]] {
        try output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test func jsonLinesHaveTheContractsWords() throws {
        let scratch = try TrainedModel.shared.get()
        let outcome = try CommandLineRunner.run(
            [
                "predict", "model.onnx", "rail/crack/recording_0001.flac", "rail/normal/recording_0002.flac",
                "--format", "json",
            ],
            in: scratch.url
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        let objects = try Self.objects(outcome.output)
        #expect(
            objects.map { $0["file"] as? String } == [
                "rail/crack/recording_0001.flac", "rail/normal/recording_0002.flac",
            ])
        for object in objects {
            #expect(
                Set(object.keys) == [
                    "file", "model", "verdict", "label", "score", "threshold", "probabilities", "windows", "regions",
                    "milliseconds",
                ]
            )
            let probabilities = try #require(object["probabilities"] as? [String: Double])
            #expect(abs(probabilities.values.reduce(0, +) - 1) < 1e-5)
            let windows = try #require(object["windows"] as? [[String: Any]])
            #expect(windows.count == 2)
            #expect(Set(windows[0].keys) == ["start", "label", "score", "milliseconds"])
        }
    }

    @Test func namesComeFromStandardInputAndAllAreJudged() throws {
        let scratch = try TrainedModel.shared.get()
        let names = (1...8).map { "rail/normal/recording_000\($0).flac" }
        let outcome = try CommandLineRunner.run(
            ["predict", "model.onnx", "-", "--format", "csv"], in: scratch.url,
            input: names.joined(separator: "\n") + "\n"
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(
            lines.first
                == "file,model,verdict,label,score,threshold,crack,joint_defect,normal,wheel_flat_defect,milliseconds")
        #expect(lines.dropFirst().map { String($0.prefix { $0 != "," }) } == names)
    }

    /// A long recording first: those behind it are judged long before it, and wait.
    @Test func linesComeInTheOrderOfTheFiles() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        try Tone.write(to: own.path("long.wav"), seconds: 300)
        try FileManager.default.createSymbolicLink(atPath: own.path("rail"), withDestinationPath: scratch.path("rail"))
        let names = ["long.wav"] + (1...8).map { "rail/normal/recording_000\($0).flac" } + ["nowhere.wav", "long.wav"]
        let outcome = try CommandLineRunner.run(
            ["predict", scratch.path("model.onnx"), "--format", "csv", "--threads", "4"] + names, in: own.url)
        #expect(outcome.status == 1)
        let lines = outcome.output.split(separator: "\n").dropFirst()
        #expect(lines.map { String($0.prefix { $0 != "," }) } == names.filter { $0 != "nowhere.wav" })
    }

    @Test func aModelWithAFlippedBitIsRefused() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        var bytes = try Data(contentsOf: URL(filePath: scratch.path("model.onnx")))
        let graph = try ModelFile(contentsOf: scratch.path("model.onnx")).graph
        // The lowest bit of one weight: no score moves by it.
        let weights = try #require(
            graph.initializers.map(\.value).filter { $0.floats != nil }.max { $0.byteCount < $1.byteCount })
        let place = try #require(bytes.range(of: weights.withBytes { Data($0) })).lowerBound
        bytes[place] ^= 1
        try bytes.write(to: URL(filePath: own.path("model.onnx")))
        for command in [["predict"], ["evaluate"], ["model"]] {
            let outcome = try CommandLineRunner.run(
                command + ["model.onnx"] + (command == ["model"] ? [] : [scratch.path("rail")]), in: own.url)
            #expect(outcome.status == 3, "\(command) \(outcome.errors)")
            #expect(outcome.errors.contains("model.onnx: the file is damaged"), "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
        }
    }

    @Test func aFolderOneLevelTooHighIsSaidToBe() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        try FileManager.default.createDirectory(atPath: own.path("plant"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: scratch.path("rail"), toPath: own.path("plant/rail"))
        let outcome = try CommandLineRunner.run(
            ["evaluate", scratch.path("model.onnx"), "plant", "--allow-leakage"], in: own.url)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("did you mean plant/rail?"), "\(outcome.errors)")
    }

    struct BadFile: Sendable, CustomTestStringConvertible {
        var name: String
        var file: String
        var bytes: [UInt8]
        var message: String
        var testDescription: String { name }
    }

    static func wave(samples: [UInt8], promised: UInt32? = nil, format: UInt16 = 1, bits: UInt16 = 16) -> [UInt8] {
        func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
            withUnsafeBytes(of: number.littleEndian) { Array($0) }
        }
        let size = promised ?? UInt32(samples.count)
        let block = bits / 8
        return Array("RIFF".utf8) + little(36 + size) + Array("WAVEfmt ".utf8) + little(UInt32(16)) + little(format)
            + little(UInt16(1))
            + little(UInt32(16_000)) + little(UInt32(16_000) * UInt32(block)) + little(block) + little(bits)
            + Array("data".utf8)
            + little(size) + samples
    }

    static let noNumber: [UInt8] = {
        var samples = [Float](repeating: 0.1, count: 16_000)
        samples[8_000] = .nan
        return samples.withUnsafeBytes { Array($0) }
    }()

    static let infinite: [UInt8] = {
        var samples = [Float](repeating: 0.1, count: 16_000)
        samples[4_000] = .infinity
        return samples.withUnsafeBytes { Array($0) }
    }()

    static let badFiles = [
        BadFile(name: "empty file", file: "empty.wav", bytes: [], message: "empty"),
        BadFile(
            name: "text named .wav", file: "text.wav", bytes: Array(repeating: UInt8(ascii: "a"), count: 900),
            message: "text"),
        BadFile(name: "zero samples", file: "none.wav", bytes: wave(samples: []), message: "not one sample"),
        BadFile(name: "NaN", file: "nan.wav", bytes: wave(samples: noNumber, format: 3, bits: 32), message: "0.5 s"),
        BadFile(
            name: "infinite", file: "inf.wav", bytes: wave(samples: infinite, format: 3, bits: 32), message: "infinite"),
    ]

    @Test(arguments: badFiles)
    func aBadFileIsReportedAndTheOthersGoOn(_ bad: BadFile) throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        try Data(bad.bytes).write(to: URL(filePath: own.path(bad.file)))
        let good = scratch.path("rail/crack/recording_0003.flac")
        let outcome = try CommandLineRunner.run(
            ["predict", scratch.path("model.onnx"), own.path(bad.file), good, "--format", "json"]
        )
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(bad.file), "\(outcome.errors)")
        #expect(outcome.errors.contains(bad.message), "\(outcome.errors)")
        #expect(try Self.objects(outcome.output).map { $0["file"] as? String } == [good])
    }

    @Test func aHeaderThatPromisesMoreIsReadAsFarAsItGoes() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        let samples = [UInt8](repeating: 3, count: 48_000)
        try Data(Self.wave(samples: samples, promised: 960_000)).write(to: URL(filePath: own.path("short.wav")))
        let outcome = try CommandLineRunner.run([
            "predict", scratch.path("model.onnx"), own.path("short.wav"), "--format", "json",
        ])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("short.wav: is cut short"), "\(outcome.errors)")
        #expect(try Self.objects(outcome.output).count == 1)
    }

    @Test func eightChannelsAreRefusedUntilSomeoneSaysWhich() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        try Tone.write(to: own.path("eight.wav"), seconds: 2, channels: 8)
        let model = scratch.path("model.onnx")
        let refused = try CommandLineRunner.run(["predict", model, own.path("eight.wav")])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("8 channels") && refused.errors.contains("--channels"), "\(refused.errors)")
        for (choice, count) in [("mean", 1), ("3", 1), ("each", 8)] {
            let outcome = try CommandLineRunner.run([
                "predict", model, own.path("eight.wav"), "--channels", choice, "--format", "json",
            ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try Self.objects(outcome.output).count == count, "\(choice)")
        }
    }

    @Test(arguments: [8_000.0, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000])
    func anySampleRateIsHeard(_ rate: Double) throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        try Tone.write(to: own.path("tone.wav"), seconds: 2, rate: rate)
        let outcome = try CommandLineRunner.run([
            "predict", scratch.path("model.onnx"), own.path("tone.wav"), "--format", "json",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let object = try #require(try Self.objects(outcome.output).first)
        #expect((object["windows"] as? [Any])?.count == 2)
    }

    @Test func aForeignOrDamagedModelIsNamed() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        let sound = scratch.path("rail/crack/recording_0003.flac")
        try Data("not a model".utf8).write(to: URL(filePath: own.path("text.onnx")))
        let text = try CommandLineRunner.run(["predict", own.path("text.onnx"), sound])
        #expect(text.status == 1)
        #expect(text.errors.contains("text.onnx: not an ONNX model"), "\(text.errors)")
        let foreign = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/neuralnetworks/mixed_storage.onnx").path
        let other = try CommandLineRunner.run(["predict", foreign, sound])
        #expect(other.status == 1)
        #expect(other.errors.contains("no card"), "\(other.errors)")
    }

    @Test func aModelWhoseWeightsWereChangedFailsItsSelfTest() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        var file = try ModelFile(contentsOf: scratch.path("model.onnx"))
        let place = try #require(file.graph.initializers.firstIndex { $0.name.hasSuffix("linear0.weight") })
        let value = file.graph.initializers[place].value
        file.graph.initializers[place].value = NDArray(
            try #require(value.floats).map { $0 + 0.01 * ($0 > 0 ? 1 : -1) }, shape: value.shape)
        try file.write(to: own.path("changed.onnx"))
        let outcome = try CommandLineRunner.run([
            "predict", own.path("changed.onnx"), scratch.path("rail/crack/recording_0003.flac"),
        ])
        #expect(outcome.status == 3, "\(outcome.errors)")
        #expect(outcome.errors.contains("self-test failed"), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func evaluationRefusesWhatTheModelLearntFromAndTakesTheSplitsTestPart() throws {
        let scratch = try TrainedModel.shared.get()
        let environment = ["XDG_CACHE_HOME": scratch.path("cache")]
        let refused = try CommandLineRunner.run(
            ["evaluate", "model.onnx", "rail"], in: scratch.url, environment: environment)
        #expect(refused.status == 3)
        #expect(refused.errors.contains("known to the model from its training"), "\(refused.errors)")
        let judged = try CommandLineRunner.run(
            ["evaluate", "model.onnx", "rail", "--split", "run/split.json", "--format", "json"], in: scratch.url,
            environment: environment
        )
        #expect(judged.status == 0, "\(judged.errors)")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(judged.output.utf8)) as? [String: Any])
        #expect(Set(object.keys) == ["model", "data", "items", "groups", "metrics", "latency_ms", "items_per_second"])
        let stored = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: scratch.path("run/metrics.json"))))
                as? [String: Any]
        )
        // The same recordings by the same model: the run's own figures.
        let (now, then) = (object["metrics"] as? [String: Any], stored["metrics"] as? [String: Any])
        #expect(now?["confusion_matrix"] as? [[Int]] == then?["confusion_matrix"] as? [[Int]])
        #expect(object["groups"] as? Int == stored["groups"] as? Int)
    }

    @Test func theCardAndTheLayersAreShown() throws {
        let scratch = try TrainedModel.shared.get()
        let outcome = try CommandLineRunner.run(["model", "model.onnx"], in: scratch.url)
        #expect(outcome.status == 0)
        for word in ["a classifier of sounds", "normal (normal)", "stem.conv0", "total", "golden inputs (real)"] {
            #expect(outcome.output.contains(word), "\(word)")
        }
    }
}

@Suite struct OutputCommandTests {
    @Test func namesMayBePartedByNulls() throws {
        let scratch = try TrainedModel.shared.get()
        let names = (1...4).map { "rail/normal/recording_000\($0).flac" }
        let outcome = try CommandLineRunner.run(
            ["predict", "model.onnx", "-", "--format", "csv"], in: scratch.url,
            input: names.joined(separator: "\0") + "\0"
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.split(separator: "\n").count == 5)
    }

    @Test func outputThatCannotBeWrittenIsAFailure() throws {
        let scratch = try TrainedModel.shared.get()
        let program = CommandLineRunner.binaries.appending(path: "wheeltapper").path
        let outcome = try CommandLineRunner.start(
            ["-c", "exec '\(program)' predict model.onnx rail/normal/recording_0001.flac > /dev/full"], in: scratch.url,
            program: URL(filePath: "/bin/sh")
        ).wait()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("standard output could not be written"), "\(outcome.errors)")
    }

    @Test func aPipeAmongTheRecordingsIsPassedOver() throws {
        let scratch = try TrainedModel.shared.get()
        let own = try Scratch()
        try FileManager.default.copyItem(atPath: scratch.path("rail"), toPath: own.path("rail"))
        #expect(mkfifo(own.path("rail/crack/pipe.wav"), 0o600) == 0)
        let outcome = try CommandLineRunner.run(
            [
                "evaluate", scratch.path("model.onnx"), "rail", "--split", scratch.path("run/split.json"), "--format",
                "json",
            ], in: own.url,
            environment: ["XDG_CACHE_HOME": scratch.path("cache")]
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}
