import Foundation
import Testing

@Suite struct DetectorEvaluationCommandTests {
    /// `hall/fan/test` and `hall/pump/test` in the names of DCASE 2020: normal recordings are soft, anomalies loud. One normal recording of
    /// the pump sounds like the fan.
    private static func hall(thresholds: [Double] = [2, 3]) throws -> Scratch {
        let scratch = try Scratch()
        for (type, id, hertz) in [("fan", "id_00", 300.0), ("pump", "id_02", 6000.0)] {
            let folder = "hall/\(type)/test"
            try FileManager.default.createDirectory(
                atPath: scratch.path(folder), withIntermediateDirectories: true)
            for number in 0..<4 {
                try LoudnessModel.record(
                    hertz, level: 0.0001 * Double(number + 1),
                    to: scratch.path("\(folder)/normal_\(id)_0000000\(number).wav"))
                try LoudnessModel.record(
                    hertz, level: 0.1 * Double(number + 2),
                    to: scratch.path("\(folder)/anomaly_\(id)_0000000\(number).wav"))
            }
        }
        try LoudnessModel.record(300, level: 0.001, to: scratch.path("hall/pump/test/\(stranger)"))
        try LoudnessModel.write(scratch, thresholds: thresholds)
        return scratch
    }

    private static let stranger = "normal_id_02_00000009.wav"

    /// `predictions.csv` by file name.
    private static func predictions(_ report: String) throws -> [String: [String]] {
        let text = try String(contentsOfFile: report + "/predictions.csv", encoding: .utf8)
        let rows = text.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return Dictionary(rows.map { (String($0[0].split(separator: "/").last ?? ""), $0) }) { first, _ in first }
    }

    private static func evaluated(_ arguments: [String], _ scratch: Scratch) throws -> CommandLineRunner.Outcome {
        try CommandLineRunner.run(["evaluate", "ear.onnx"] + arguments + ["--threads", "1"], in: scratch.url)
    }

    @Test func figuresPromisesAndTheChallengesFilesAreWritten() throws {
        let scratch = try Self.hall()
        let outcome = try Self.evaluated(["hall", "--report", "report"], scratch)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("caught 8 of 8 defects; no false alarms in 9 normal recordings"))
        #expect(outcome.output.contains("false alarms promised: 1 in 11"), "\(outcome.output)")
        // 1800 recordings of 2 s an hour.
        #expect(outcome.output.contains("asked for 1/week: 0 a week (0–"), "\(outcome.output)")
        let files = try FileManager.default.contentsOfDirectory(atPath: scratch.path("report/dcase")).sorted()
        #expect(files == ["anomaly_score_fan_id_00.csv", "anomaly_score_pump_id_02.csv"])
        let lines = try String(contentsOfFile: scratch.path("report/dcase/\(files[1])"), encoding: .utf8)
            .split(separator: "\n")
        #expect(lines.count == 9 && lines.last?.hasPrefix(Self.stranger + ",") == true, "\(lines)")
        #expect(FileManager.default.fileExists(atPath: scratch.path("report/report.html")))
    }

    @Test func whoIsNotToldHearsForItself() throws {
        let scratch = try Self.hall()
        for (arguments, threshold, heard) in [
            ([], "3.0", "fan id_00"), (["--hear"], "2.0", "fan id_00"),
            (["--machine", "fan id_00"], "2.0", "fan id_00"),
        ] {
            let outcome = try Self.evaluated(["hall", "--report", "report"] + arguments, scratch)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let row = try #require(try Self.predictions(scratch.path("report"))[Self.stranger])
            #expect(row[1] == "pump id_02" && row[6] == threshold && row[8] == heard, "\(arguments): \(row)")
        }
        let both = try Self.evaluated(["hall", "--hear", "--machine", "fan id_00"], scratch)
        #expect(both.status == 2, "\(both.errors)")
        let unknown = try Self.evaluated(["hall", "--machine", "saw"], scratch)
        #expect(unknown.status == 2 && unknown.errors.contains("knows no machine 'saw'"), "\(unknown.errors)")
    }

    @Test func whatItLearntFromIsRefused() throws {
        let scratch = try Self.hall()
        try LoudnessModel.write(scratch, learnt: ["hall/fan/test/normal_id_00_00000002.wav"])
        let refused = try Self.evaluated(["hall"], scratch)
        #expect(refused.status == 3 && refused.errors.contains("normal_id_00_00000002.wav"), "\(refused.errors)")
        let allowed = try Self.evaluated(["hall", "--allow-leakage"], scratch)
        #expect(allowed.status == 0 && allowed.output.contains("! recordings that the model learnt from were allowed"))
    }

    @Test func dataThatNobodyLabelledIsScoredAndKept() throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        try FileManager.default.createDirectory(atPath: scratch.path("shift/test"), withIntermediateDirectories: true)
        try LoudnessModel.record(300, level: 0.5, to: scratch.path("shift/test/a.wav"))
        try LoudnessModel.record(300, level: 0.0001, to: scratch.path("shift/test/b.wav"))
        let outcome = try Self.evaluated(["shift", "--report", "report", "--format", "json"], scratch)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let object = try PictureCommandTests.object(outcome.output)
        #expect(object["metrics"] is NSNull && object["items"] as? Int == 2 && object["reported"] as? Int == 1)
        let rows = try Self.predictions(scratch.path("report"))
        #expect(rows["a.wav"]?[7] == "anomaly" && rows["b.wav"]?[7] == "normal" && rows["a.wav"]?[4] == "")
    }

    @Test func twoDetectorsAreCompared() throws {
        let scratch = try Self.hall()
        try LoudnessModel.write(scratch, name: "deaf", thresholds: [2, 99])
        let outcome = try CommandLineRunner.run(
            ["compare", "ear.onnx", "deaf.onnx", "hall", "--format", "json"], in: scratch.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let object = try PictureCommandTests.object(outcome.output)
        #expect(object["verdicts"] as? [String: Int] == ["fixed": 0, "broken": 4, "otherwise": 0, "same": 13])
        let machines = try #require(object["per_id"] as? [String: [String: [String: [String: Any]]]])
        #expect(machines["pump id_02"]?["recall"]?["difference"]?["value"] as? Double == -1)
        #expect(machines["fan id_00"]?["recall"]?["difference"]?["value"] as? Double == 0)
        // Both are perfect: four pairs do not say that they are alike.
        let auc = try #require((object["metrics"] as? [String: [String: [String: Any]]])?["mean_auc"])
        #expect(auc["first"]?["value"] as? Double == 1)
        let low = try #require(auc["difference"]?["low"] as? Double)
        #expect(low < -0.1)
    }

    @Test func compareIsToldWhatIsNormal() throws {
        let scratch = try Scratch()
        try LoudnessModel.write(scratch)
        for (folder, level) in [("calm", 0.0001), ("wild", 0.3)] {
            try FileManager.default.createDirectory(
                atPath: scratch.path("sounds/" + folder), withIntermediateDirectories: true)
            for number in 1..<4 {
                try LoudnessModel.record(
                    300, level: level * Double(number), to: scratch.path("sounds/\(folder)/\(number).wav"))
            }
        }
        let arguments = ["compare", "ear.onnx", "ear.onnx", "sounds", "--format", "json"]
        let told = try CommandLineRunner.run(arguments + ["--normal", "calm"], in: scratch.url)
        #expect(told.status == 0, "\(told.errors)")
        #expect(try PictureCommandTests.object(told.output)["items"] as? Int == 6)
        #expect(try CommandLineRunner.run(arguments, in: scratch.url).status == 1)
    }

    @Test func normalIsAWordForDetectors() throws {
        let scratch = try Scratch()
        try BrightnessModel.writeSegmenter(scratch)
        try BrightnessModel.writeBars([], to: scratch.path("walls/images/a.png"))
        let outcome = try CommandLineRunner.run(
            ["compare", "cracks.onnx", "cracks.onnx", "walls", "--normal", "calm"], in: scratch.url)
        #expect(outcome.status == 2 && outcome.errors.contains("--normal is for detectors"), "\(outcome.errors)")
    }
}
