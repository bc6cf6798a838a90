import Evaluation
import Foundation
import InspectionTypes
import Plotting
import Reports

/// Made-up evaluations and reports.
enum Samples {
    static let nasty = "<script>alert(\"x\")</script> & 'more'"

    /// `right` of 20 recordings, two windows each, by turns of `classes`.
    static func evaluation(classes: [String] = ["intact", "cracked"], right: Int = 18, normal: [String] = ["intact"])
        throws -> ClassifierEvaluation
    {
        var (rows, truth, groups): ([[Double]], [Int], [String]) = ([], [], [])
        for recording in 0..<20 {
            let one = recording % classes.count
            let named = recording < right ? one : (one + 1) % classes.count
            for _ in 0..<2 {
                rows.append(classes.indices.map { $0 == named ? 0.9 : 0.1 / Double(max(classes.count - 1, 1)) })
                truth.append(one)
                groups.append("recording \(recording)")
            }
        }
        return try ClassifierEvaluation(
            probabilities: rows, truth: truth, groups: groups, classes: classes, normalClasses: normal)
    }

    static func report(_ evaluation: ClassifierEvaluation, name: String = "fan") -> Report {
        Report(
            kind: .training, document: EvaluationDocument(model: name, data: "data/\(name)", evaluation: evaluation),
            evaluation: evaluation,
            created: Date(timeIntervalSince1970: 1_763_722_623)
        )
    }

    /// Every part filled, every text being `name`.
    static func full(_ name: String) throws -> Report {
        let evaluation = try evaluation(classes: ["intact", name])
        var report = report(evaluation, name: name)
        var card = ModelCard(
            kind: .classifier, medium: .sound, name: name, version: name, created: report.created,
            soundFrontEnd: SoundFrontEnd(logMel: .yamnet, windowSeconds: 1, hopSeconds: 0.5),
            classes: evaluation.classes
        )
        card.trainingData = .init(
            name: name, items: 40, groups: 20, digest: name, splitDigest: name, caveats: ["same recording: optimistic"])
        card.purpose = name
        report.card = card
        report.caveats = [name, "same recording: optimistic"]
        report.facts = [.init(name, name)]
        report.commands = [name]
        report.epochs = (1...5).map {
            EpochRecord(
                epoch: $0, trainLoss: 1 / Double($0), validationLoss: $0 == 3 ? .nan : 1, validationAccuracy: 0.5,
                learningRate: 1e-3,
                seconds: 1, windowsPerSecond: 100, isBest: $0 == 2
            )
        }
        report.predictions = [
            PredictionRecord(
                file: name, start: 0, group: name, truth: name, label: "intact", score: 0.9, probabilities: [0.9, 0.1])
        ]
        report.mistakes = [mistake(name, audio: 10)]
        return report
    }

    static func mistake(_ name: String, audio bytes: Int) -> Mistake {
        Mistake(
            file: name, truth: name, verdict: "intact", score: 0.9,
            waveform: WaveformChart(title: name, samples: [0, 1, -1], sampleRate: 3),
            spectrogram: SpectrogramChart(title: name, values: [[0, 1]], duration: 1, bandFrequencies: [100, 200]),
            audio: .init(bytes: Array(repeating: 7, count: bytes)), note: name
        )
    }

    /// A folder of its own, removed after `body`.
    static func withDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.appending(path: "wheeltapper-reports-\(UUID().uuidString)")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }
}
