import Foundation
import Testing

@Suite struct DetectorCommandTests {
    static func recorded() throws -> Scratch {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        try LoudnessModel.record(300, level: 0.5, to: scratch.path("low.wav"))
        try LoudnessModel.record(6000, level: 0.5, to: scratch.path("high.wav"))
        try LoudnessModel.record(300, level: 0.0001, to: scratch.path("soft.wav"))
        return scratch
    }

    static func json(_ arguments: [String], _ scratch: Scratch) throws -> (object: [String: Any], errors: String) {
        let outcome = try CommandLineRunner.run(
            ["predict", "ear.onnx"] + arguments + ["--format", "json", "--threads", "1"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return (try PictureCommandTests.object(outcome.output), outcome.errors)
    }

    @Test func aLineTellsTheScoreTheMachineAndWhy() throws {
        let scratch = try Self.recorded()
        let outcome = try CommandLineRunner.run(
            ["predict", "ear.onnx", "high.wav", "soft.wav", "--threads", "1"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(
            lines[0].firstMatch(
                of:
                    /^anomaly +\d\.\d\d \(threshold 3\.00\)  high\.wav  pump id_02 \(sure 1\.00\); \d+ dB louder than normal at .*; nearest normal: normal\/b\.wav at 3\.5 s$/
            ) != nil, "\(lines)")
        #expect(
            lines[1].firstMatch(
                of: /^normal +-?\d\.\d\d \(threshold 2\.00\)  soft\.wav  fan id_00 \(sure \d\.\d\d\)$/) != nil,
            "\(lines)")
    }

    @Test func jsonHasTheContractsWords() throws {
        let scratch = try Self.recorded()
        let (line, _) = try Self.json(["high.wav"], scratch)
        #expect(
            Set(line.keys) == [
                "file", "model", "verdict", "label", "score", "threshold", "probabilities", "windows", "regions",
                "milliseconds", "machine", "deviations", "nearest",
            ])
        #expect(line["verdict"] as? String == "defect" && line["label"] as? String == "anomaly")
        let machine = try #require(line["machine"] as? [String: Any])
        #expect(Set(machine.keys) == ["name", "probability", "given", "heard_as"])
        #expect(machine["name"] as? String == "pump id_02" && machine["given"] as? Bool == false)
        #expect(machine["heard_as"] is NSNull)
        let deviation = try #require((line["deviations"] as? [[String: Double]])?.first)
        #expect(
            Set(deviation.keys) == ["low_frequency", "high_frequency", "start", "end", "decibels", "deviations"])
        let nearest = try #require(line["nearest"] as? [String: Any])
        #expect(nearest["file"] as? String == "normal/b.wav" && nearest["start"] as? Double == 3.5)
        #expect((line["probabilities"] as? [String: Double])?.keys.sorted() == ["fan id_00", "pump id_02"])
    }

    @Test func aGivenMachineIsJudgedAgainstAndTheContradictionSaid() throws {
        let scratch = try Self.recorded()
        let (line, errors) = try Self.json(["low.wav", "--machine", "pump id_02"], scratch)
        let machine = try #require(line["machine"] as? [String: Any])
        #expect(machine["given"] as? Bool == true && machine["heard_as"] as? String == "fan id_00")
        #expect(line["threshold"] as? Double == 3)
        #expect(errors.contains("low.wav: given as pump id_02, it sounds like fan id_00"))
        let table = try CommandLineRunner.run(
            ["predict", "ear.onnx", "low.wav", "--machine", "pump id_02"], in: scratch.url)
        #expect(table.output.contains("pump id_02 (given, sounds like fan id_00)"), "\(table.output)")
    }

    @Test(arguments: ["predict", "evaluate"]) func aMachineThatIsNotKnownIsAUsageErrorThatListsThem(command: String)
        throws
    {
        let scratch = try Self.recorded()
        let outcome = try CommandLineRunner.run(
            [command, "ear.onnx", command == "predict" ? "low.wav" : ".", "--machine", "fan"], in: scratch.url)
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome.status)")
        #expect(
            outcome.errors.contains("the model knows no machine 'fan'; it knows 'fan id_00', 'pump id_02'"),
            "\(outcome.errors)")
    }

    @Test func aRowHasTheMachineTheDeviationAndTheNearest() throws {
        let scratch = try Self.recorded()
        let outcome = try CommandLineRunner.run(
            ["predict", "ear.onnx", "high.wav", "--format", "csv"], in: scratch.url)
        let lines = outcome.output.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(
            lines[0].joined(separator: ",")
                == "file,model,verdict,label,score,threshold,machine,machine_probability,machine_given,heard_as,"
                + "deviation_decibels,deviation_deviations,deviation_low_frequency,deviation_high_frequency,"
                + "deviation_start,deviation_end,nearest_file,nearest_start,milliseconds")
        #expect(lines[1].count == lines[0].count, "\(lines)")
        #expect(lines[1][6] == "pump id_02" && lines[1][9].isEmpty && lines[1][16] == "normal/b.wav", "\(lines)")
    }

    @Test func theSpectrogramIsDrawnWithWhatDeviates() throws {
        let scratch = try Self.recorded()
        try LoudnessModel.record(300, level: 0.5, to: scratch.path("two.wav"), channels: 2)
        let outcome = try CommandLineRunner.run(
            [
                "predict", "ear.onnx", "high.wav", "two.wav", "--overlay", "drawn", "--channels", "each", "--format",
                "json",
            ], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path("drawn")).sorted()
        // SVG where librsvg is missing.
        #expect(
            names.map { $0.replacing(".svg", with: ".png") }
                == ["high.overlay.png", "two#0.overlay.png", "two#1.overlay.png"], "\(names)")
        let named = try PredictionCommandTests.objects(outcome.output).map { $0["overlay"] as? String }
        #expect(named == names.map { "drawn/\($0)" })
        let bytes = try Data(contentsOf: URL(filePath: scratch.path("drawn/\(names[0])")))
        #expect(bytes.count > 4000)
    }

    @Test func machinesAndTheirThresholdsAreShownInWords() throws {
        let scratch = try Self.recorded()
        let outcome = try CommandLineRunner.run(["model", "ear.onnx"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        for words in [
            "a detector of sounds", "embedding: loudness", "one window that passes the threshold",
            "pump id_02: a defect from a score of 3.00 on; learnt from 7 normal recordings",
            "about 1 in 11 normal recordings", "caveat: few recordings",
        ] {
            #expect(outcome.output.contains(words), "\(words)")
        }
    }

    @Test func anEvaluationSetIsScoredFromItsOwnFolder() throws {
        let scratch = try Self.recorded()
        for part in ["train", "test"] {
            try FileManager.default.createDirectory(
                atPath: scratch.path("fan/\(part)"), withIntermediateDirectories: true)
        }
        try LoudnessModel.record(300, level: 0.5, to: scratch.path("fan/train/normal_id_00_00000000.wav"))
        try LoudnessModel.record(300, level: 0.0001, to: scratch.path("fan/train/normal_id_00_00000001.wav"))
        for number in 0..<3 {
            try LoudnessModel.record(
                300, level: 0.1 + 0.1 * Double(number), to: scratch.path("fan/test/id_00_0000000\(number).wav"))
        }
        let outcome = try CommandLineRunner.run(
            ["evaluate", "ear.onnx", "fan", "--report", "report"], in: scratch.url,
            environment: ["XDG_CACHE_HOME": scratch.path("cache")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("there are no figures"), "\(outcome.errors)")
        let folder = scratch.path("report/dcase")
        let scores = try String(
            contentsOfFile: folder + "/anomaly_score_fan_id_00.csv", encoding: .utf8)
        #expect(scores.contains("id_00_00000002.wav") && !scores.contains("normal_id_00"), "\(scores)")
    }

    struct Misuse: CustomTestStringConvertible {
        var testDescription: String
        var data: String
        var options: [String]
    }

    @Test(arguments: [
        Misuse(testDescription: "a method of pictures", data: "sounds", options: ["--method", "padim"]),
        Misuse(testDescription: "a backbone that is not given", data: "sounds", options: ["--method", "backbone"]),
        Misuse(
            testDescription: "a backbone for what takes none", data: "sounds",
            options: ["--method", "autoencoder", "--backbone", "ear.onnx"]),
        Misuse(testDescription: "a method of sounds", data: "pictures", options: ["--method", "embedding"]),
        Misuse(testDescription: "patches of no backbone", data: "pictures", options: ["--method", "patchcore"]),
        Misuse(
            testDescription: "painted defects on a backbone", data: "pictures",
            options: ["--method", "synthetic", "--backbone", "ear.onnx"]),
    ])
    func methodsThatDoNotFitAreWrongUsage(_ misuse: Misuse) throws {
        let scratch = try Self.recorded()
        for folder in ["sounds/normal", "pictures/normal"] {
            try FileManager.default.createDirectory(atPath: scratch.path(folder), withIntermediateDirectories: true)
        }
        try LoudnessModel.record(300, level: 0.5, to: scratch.path("sounds/normal/a.wav"))
        try BrightnessModel.writeBars([], to: scratch.path("pictures/normal/a.png"))
        let outcome = try CommandLineRunner.run(
            ["train", "detector", misuse.data, "-o", "m.onnx"] + misuse.options, in: scratch.url)
        #expect(outcome.status == 2, "\(outcome.status) \(outcome.errors)")
        #expect(outcome.errors.contains(misuse.options[1]), "\(outcome.errors)")
    }

    @Test func aSingleNormalRecordingIsCountedAsOne() throws {
        let scratch = try Self.recorded()
        try FileManager.default.createDirectory(
            atPath: scratch.path("fan/normal"), withIntermediateDirectories: true)
        try Tone.write(to: scratch.path("fan/normal/a.wav"), seconds: 60)
        let outcome = try CommandLineRunner.run(
            ["train", "detector", "fan", "-o", "m.onnx", "--epochs", "1"], in: scratch.url,
            environment: ["XDG_CACHE_HOME": scratch.path("cache")])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("there is 1 normal recording:"), "\(outcome.errors)")
    }

    @Test func whatIsNoDetectorHasNoMachine() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try BrightnessModel.writeBars([], to: scratch.path("a.png"))
        let outcome = try CommandLineRunner.run(
            ["predict", "cracks.onnx", "a.png", "--machine", "fan"], in: scratch.url)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("--machine is for detectors"), "\(outcome.errors)")
    }
}
