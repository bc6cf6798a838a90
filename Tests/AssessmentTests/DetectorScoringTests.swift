import Assessment
import Datasets
import Evaluation
import Foundation
import Inference
import InspectionPipeline
import InspectionTypes
import Reports
import Testing

@Suite("A detector held against a folder of recordings")
struct DetectorScoringTests {
    private func scoring(
        _ folder: String, machines: DetectorScoring.MachineNames = .fromData, threshold: Double = 2
    ) throws -> (DetectorScoring, Dataset, Inspector) {
        let dataset = try DatasetScanner.scan(folder, options: .init(purpose: .detectionEvaluation))
        let inspector = try Inspector(LoudnessDetector.model(threshold: threshold), engine: InferenceEngine())
        return (
            try DetectorScoring(
                dataset.items, unlabelled: dataset.unlabelled, of: dataset, with: inspector, machines: machines,
                workers: 1), dataset, inspector
        )
    }

    @Test("counts what was caught and what was a false alarm, machine by machine")
    func figures() throws {
        try Fleet.with { folder in
            let (scoring, _, _) = try scoring(folder)
            let evaluation = try scoring.evaluation()
            #expect(evaluation.machineNames == ["fan id_00", "fan id_02"])
            let counts = evaluation.defectCounts
            #expect(counts.defects == 4 && counts.normals == 8)
            // Of 2 anomalies and 4 normal ones, one pair stands the wrong way round.
            #expect(evaluation.metrics.perID["fan id_00"]?.auc?.value == 7.0 / 8)
            #expect(evaluation.metrics.meanAUC?.value == 7.0 / 8)
            #expect(evaluation.metrics.idAccuracy?.value == 1)
            #expect(evaluation.promise?.share.value == 0.05)
            #expect(scoring.recordings.allSatisfy { $0.finding.machine?.isGiven == true && $0.heard == $0.machine })
            #expect(scoring.warnings.isEmpty && scoring.failures.isEmpty)
        }
    }

    struct Telling: Sendable {
        var names: DetectorScoring.MachineNames
        var isGiven: Bool
        /// Of the second machine.
        var judged: String
    }

    @Test(
        "tells the model which machine it hears, or lets it hear",
        arguments: [
            Telling(names: .fromData, isGiven: true, judged: "fan id_02"),
            Telling(names: .heard, isGiven: false, judged: "fan id_02"),
            Telling(names: .given("fan id_00"), isGiven: true, judged: "fan id_00"),
        ])
    func telling(case telling: Telling) throws {
        try Fleet.with { folder in
            let (scoring, _, _) = try scoring(folder, machines: telling.names)
            let second = scoring.recordings.filter { $0.item.machine == "fan id_02" }
            #expect(second.count == 6)
            #expect(second.allSatisfy { $0.finding.machine?.isGiven == telling.isGiven })
            #expect(second.allSatisfy { $0.finding.machine?.name == telling.judged })
            #expect(second.allSatisfy { $0.heard == "fan id_02" && $0.machine == "fan id_02" })
        }
    }

    @Test("says which machines the model has never heard, and lets it choose the nearest")
    func unknown() throws {
        try Fleet.with { machine, isAnomaly, number in
            "test/\(isAnomaly ? "anomaly" : "normal")_id_0\(machine == 0 ? 0 : 6)_0000000\(number).wav"
        } _: { folder in
            let (scoring, _, _) = try scoring(folder)
            #expect(scoring.warnings.count == 1)
            #expect(
                scoring.warnings[0].hasPrefix("6 items are of machines that the model has never heard ('fan id_06')"))
            let evaluation = try scoring.evaluation()
            #expect(evaluation.machineNames == ["fan id_00", "fan id_06"])
            // Nobody knows what would have been heard rightly there.
            #expect(evaluation.items.filter { $0.machine == "fan id_06" }.allSatisfy { $0.heard == nil })
            #expect(evaluation.metrics.perID["fan id_06"]?.falseAlarmsPromised == nil)
        }
    }

    @Test("writes the challenge's files: a line a recording, in the evaluator's names")
    func challenge2020() throws {
        try Fleet.with { folder in
            let (scoring, _, _) = try scoring(folder)
            let files = try #require(ChallengeFiles(scoring))
            #expect(files.files.map(\.name) == ["anomaly_score_fan_id_00.csv", "anomaly_score_fan_id_02.csv"])
            try files.write(to: folder + "/report")
            let text = try String(contentsOfFile: folder + "/report/dcase/anomaly_score_fan_id_02.csv", encoding: .utf8)
            let lines = text.split(separator: "\n").map { $0.split(separator: ",") }
            #expect(lines.count == 6 && lines.allSatisfy { $0.count == 2 })
            #expect(lines[0][0] == "anomaly_id_02_00000004.wav")
            #expect(Double(lines[0][1]) == scoring.recordings.first { $0.item.name == lines[0][0] }?.finding.score)
        }
    }

    @Test("writes decisions, too, of the challenges since 2021, and scores what nobody labelled")
    func challenge2021() throws {
        try Fleet.with { machine, isAnomaly, number in
            machine == 0
                ? "test/section_00_source_test_\(isAnomaly ? "anomaly" : "normal")_000\(number).wav"
                : "test/section_01_test_000\(number).wav"
        } _: { folder in
            let (scoring, _, _) = try scoring(folder, threshold: 0)
            #expect(scoring.recordings.count == 6 && scoring.unlabelled.count == 6)
            #expect(try scoring.evaluation().itemCount == 6)
            let files = try #require(ChallengeFiles(scoring)).files
            #expect(
                files.map(\.name) == [
                    "anomaly_score_fan_section_00_test.csv", "decision_result_fan_section_00_test.csv",
                    "anomaly_score_fan_section_01_test.csv", "decision_result_fan_section_01_test.csv",
                ])
            let decisions = files[1].text.split(separator: "\n").map { $0.split(separator: ",")[1] }
            #expect(decisions.count == 6 && Set(decisions) == ["0", "1"])
        }
    }

    @Test("keeps the scores of what nobody labelled, with no figures and whatever the names")
    func unlabelled() throws {
        try Fleet.with { machine, _, number in
            "test/\(machine)_\(number).wav"
        } _: { folder in
            let dataset = try DatasetScanner.scan(folder, options: .init(purpose: .detectionEvaluation))
            let inspector = try Inspector(LoudnessDetector.model(threshold: 0), engine: InferenceEngine())
            let scoring = try DetectorScoring(
                [], unlabelled: dataset.items + dataset.unlabelled, of: dataset, with: inspector, workers: 1)
            let scores = UnlabelledScores(scoring, model: "ear", data: folder)
            #expect(scores.document.items == 12 && (1..<12).contains(scores.document.reported))
            try scores.write(to: folder + "/report")
            let table = try String(contentsOfFile: folder + "/report/predictions.csv", encoding: .utf8)
            let lines = table.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            #expect(lines.count == 13 && lines.dropFirst().allSatisfy { $0.count == 9 && $0[4].isEmpty })
            let data = try Data(contentsOf: URL(filePath: folder + "/report/metrics.json"))
            let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            #expect(object["metrics"] is NSNull && object["items"] as? Int == 12)
        }
    }

    @Test("says where recordings are much longer than those that thresholds were set by")
    func lengths() throws {
        try Fleet.with { folder in
            let dataset = try DatasetScanner.scan(folder, options: .init(purpose: .detectionEvaluation))
            func warnings(calibrated seconds: Double) throws -> [String] {
                let inspector = try Inspector(
                    LoudnessDetector.model(calibrated: seconds), engine: InferenceEngine())
                return try DetectorScoring(dataset.items, of: dataset, with: inspector, workers: 1).warnings
            }
            #expect(try warnings(calibrated: 1).isEmpty)
            let long = try warnings(calibrated: 0.5)
            #expect(long.count == 1)
            #expect(
                long.first?.hasPrefix(
                    "normal recordings of fan id_00 and 1 more are 1.0 s long on average, those that its threshold was set by 0.5 s"
                ) == true, "\(long)")
        }
    }

    @Test("names the folder that was judged, though it be the one pointed at")
    func challengeFolder() throws {
        try Fleet.with { machine, isAnomaly, number in
            "source_test/section_0\(machine)_source_test_\(isAnomaly ? "anomaly" : "normal")_000\(number).wav"
        } _: { folder in
            let (scoring, _, _) = try scoring(folder + "/source_test")
            let files = try #require(ChallengeFiles(scoring)).files
            #expect(files.count == 4)
            #expect(files.allSatisfy { $0.name.hasSuffix("_source_test.csv") }, "\(files.map(\.name))")
        }
    }

    @Test("has no challenge's files for recordings whose names repeat from folder to folder")
    func repeatedNames() throws {
        try Fleet.with { machine, isAnomaly, number in
            "id_0\(2 * machine)/\(isAnomaly ? "abnormal" : "normal")/0000000\(number).wav"
        } _: { folder in
            let (scoring, _, _) = try scoring(folder)
            #expect(try scoring.evaluation().machineNames == ["fan id_00", "fan id_02"])
            #expect(ChallengeFiles(scoring) == nil)
        }
    }

    @Test("a machine's name from a table leads into no other folder")
    func slashes() throws {
        try Fleet.with { folder in
            let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/test").sorted()
            let rows = names.map { name in
                "test/\(name),\(name.hasPrefix("anomaly") ? "anomaly" : "normal"),../../hall/fan id_0\(name.contains("id_00") ? 0 : 2)"
            }
            let table = folder + "/table.csv"
            try (["file,label,machine"] + rows).joined(separator: "\n").write(
                toFile: table, atomically: true, encoding: .utf8)
            let (scoring, _, _) = try scoring(table)
            let files = try #require(ChallengeFiles(scoring))
            #expect(
                files.files.map(\.name) == [
                    "anomaly_score_.._.._hall_fan_id_00.csv", "anomaly_score_.._.._hall_fan_id_02.csv",
                ])
            try files.write(to: folder + "/report")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/report/dcase").count == 2)
        }
    }

    @Test("has no challenge's files for machines with other names")
    func otherNames() throws {
        try Fleet.with { machine, isAnomaly, number in
            "\(isAnomaly ? "broken" : "normal")/\(machine)_\(number).wav"
        } _: { folder in
            let (scoring, _, _) = try scoring(folder)
            #expect(ChallengeFiles(scoring) == nil)
            #expect(try scoring.evaluation().items.filter(\.isAnomaly).allSatisfy { $0.kind == "broken" })
        }
    }

    @Test("fills a report: worst cases with sounds and spectrograms, every machine in turn")
    func report() throws {
        try Fleet.with { folder in
            let (scoring, dataset, inspector) = try scoring(folder, threshold: -1.5)
            let evaluation = try scoring.evaluation()
            let document = scoring.document(model: "ear", data: folder, evaluation: evaluation)
            let report = try DetectorReport(
                scoring: scoring, evaluation: evaluation, dataset: dataset, inspector: inspector, manifest: nil
            ).report(kind: .evaluation, document: document, examples: 2)
            #expect(!report.detections.isEmpty)
            #expect(report.detections.allSatisfy { $0.audio != nil && $0.spectrogram != nil })
            let caught = report.detections.filter { $0.item.isAnomaly && $0.item.isReported }
            #expect(Set(caught.map(\.item.machine)) == ["fan id_00", "fan id_02"])
            let written = try report.write(to: folder + "/report")
            #expect(try String(contentsOfFile: written.page, encoding: .utf8).contains("data:audio/wav;base64,"))
        }
    }

    @Test("two detectors are compared on the same recordings")
    func comparison() throws {
        try Fleet.with { folder in
            let (strict, _, _) = try scoring(folder, threshold: 100)
            let (loose, _, _) = try scoring(folder, threshold: -100)
            let comparison = try PairedComparison(first: strict.detectorItems, second: loose.detectorItems)
            #expect(comparison.count(.fixed) == 4 && comparison.count(.broken) == 8)
            #expect(comparison["mean_auc"]?.difference.value == 0)
            #expect(comparison["recall"]?.first.value == 0 && comparison["recall"]?.second.value == 1)
        }
    }
}
