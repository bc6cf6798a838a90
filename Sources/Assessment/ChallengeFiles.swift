import Datasets
import FoundationEssentials
import InspectionTypes

/// The files that the official evaluators of DCASE Task 2 read.
///
/// - 2020: `anomaly_score_<type>_id_<nn>.csv`, a line a test file: its name without folders, a comma, its score;
/// - since 2021: `anomaly_score_<type>_section_<nn>_<folder>.csv`, the folder being `test`, and `source_test` and `target_test` in 2021; beside
///   it `decision_result_….csv` with 1 for what is reported, else 0.
///
/// No file has a header. Written below `dcase/`, of recordings alone whose names are the challenge's: others' may stand in several folders,
/// and an evaluator knows them by nothing else.
public struct ChallengeFiles: Sendable {
    /// By name, its text.
    public let files: [(name: String, text: String)]

    /// - Returns: `nil` where neither machines nor recordings have such names.
    public init?(_ scoring: DetectorScoring) {
        let all = (scoring.recordings + scoring.unlabelled).sorted { $0.name < $1.name }
        let byEnding = Dictionary(grouping: all.filter { $0.item.range == nil }) { Self.ending($0) ?? "" }
        var files: [(name: String, text: String)] = []
        for (ending, recordings) in byEnding.sorted(by: { $0.key < $1.key }) where !ending.isEmpty {
            files.append(("anomaly_score_\(ending)", Self.text(recordings) { "\($0.finding.score)" }))
            guard ending.contains("_section_") else { continue }
            files.append(
                ("decision_result_\(ending)", Self.text(recordings) { $0.finding.verdict == .defect ? "1" : "0" }))
        }
        guard !files.isEmpty else { return nil }
        self.files = files
    }

    /// `fan_id_00.csv`, `fan_section_00_test.csv`; `nil` of a machine or a recording with another name.
    private static func ending(_ scored: DetectorScoring.Scored) -> String? {
        guard let machine = scored.item.machine.map(MachineName.init), let id = machine.id,
            ("_" + scored.item.name).contains("_\(id)_")
        else { return nil }
        // A table may name a machine as it likes; a file's name is one part of a path.
        let name = machine.type.replacing(" ", with: "_").replacing("/", with: "_") + "_" + id
        guard id.hasPrefix("section_") else { return name + ".csv" }
        // Where the folder itself was named, an item's path does not hold it.
        let folder = URL(filePath: scored.path).standardizedFileURL.deletingLastPathComponent().lastPathComponent
        return "\(name)_\(folder.isEmpty || folder == "/" ? "test" : folder).csv"
    }

    private static func text(
        _ recordings: [DetectorScoring.Scored], _ value: (DetectorScoring.Scored) -> String
    ) -> String {
        recordings.map { "\($0.item.name),\(value($0))\n" }.joined()
    }

    /// Writes them into `directory/dcase/`.
    ///
    /// - Throws: ``AssessmentError`` where they cannot be written.
    public func write(to directory: String) throws {
        let folder = directory + "/dcase"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for file in files {
                try Data(file.text.utf8).write(to: URL(filePath: folder + "/" + file.name), options: .atomic)
            }
        } catch {
            throw AssessmentError(
                .unwritable, "\(folder): the challenge's files could not be written (\(error)); name another folder")
        }
    }
}
