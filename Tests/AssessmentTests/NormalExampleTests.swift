import Datasets
import Evaluation
import Foundation
import Inference
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks
import Plotting
import Reports
import Testing

@testable import Assessment

@Suite("The normal example beside what was judged")
struct NormalExampleTests {
    static let normal = "test/normal_id_00_00000000.wav"

    static func manifest(_ name: String, hash: String) -> TrainingManifest {
        TrainingManifest(recordings: [.init(path: name, hash: hash, fingerprint: AcousticFingerprint(runs: []))])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// What the model's memory names.
        var file = NormalExampleTests.normal
        /// What the manifest says, where there is one: of `file`, or of another.
        var hasManifest = true
        var isUnchanged = true
        var isShown: Bool
        var testDescription: String { name }
    }

    @Test(
        "is shown from where it resembles, where its content is what was learnt from",
        arguments: [
            Case(name: "what was learnt from", isShown: true),
            Case(name: "another file of the same name", isUnchanged: false, isShown: false),
            Case(name: "a model that does not say what it learnt from", hasManifest: false, isShown: false),
            Case(
                name: "a name that leads out of the folder", file: "../fan/" + NormalExampleTests.normal, isShown: false
            ),
            Case(name: "an absolute name", file: "/", isShown: false),
        ])
    func content(one: Case) throws {
        try Fleet.with { folder in
            let path = folder + "/" + Self.normal
            let file = one.file == "/" ? path : one.file
            var model = try LoudnessDetector.model(threshold: -1.5)
            try model.setNormalReference(
                NormalReference(memory: .init([NearestNormal(file: file, start: 0.25)])))
            let hash = try one.isUnchanged ? AudioFile.contentHash(path) : String(repeating: "0", count: 64)
            if one.hasManifest {
                model.metadata[TrainingManifest.metadataKey] = try Self.manifest(file, hash: hash).encoded()
            }
            let inspector = try Inspector(model, engine: InferenceEngine())
            let dataset = try DatasetScanner.scan(folder, options: .init(purpose: .detectionEvaluation))
            let scoring = try DetectorScoring(dataset.items, of: dataset, with: inspector, workers: 1)
            let evaluation = try scoring.evaluation()
            let report = try DetectorReport(
                scoring: scoring, evaluation: evaluation, dataset: dataset, inspector: inspector,
                manifest: model.trainingManifest
            ).report(
                kind: .evaluation, document: scoring.document(model: "ear", data: folder, evaluation: evaluation),
                examples: 1)
            let example = try #require(report.detections.first)
            #expect(example.nearest == NearestNormal(file: file, start: 0.25))
            #expect((example.nearestAudio != nil) == one.isShown)
            #expect((example.nearestSpectrogram?.duration).map { abs($0 - 0.75) < 1e-6 } ?? !one.isShown)
        }
    }

    @Test("a pipe of the right name is not waited for")
    func pipe() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wheeltapper-pipe-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try #require(mkfifo(folder.path + "/a.wav", 0o600) == 0)
        let examples = NormalExamples(Self.manifest("a.wav", hash: ""), in: [folder.path])
        #expect(examples.path(of: "a.wav") == nil)
    }

    struct Shown: Sendable, CustomTestStringConvertible {
        var name: String
        /// Of the deviation; `nil` without one.
        var deviation: ClosedRange<Double>?
        var from = 0.0
        var to: Double?
        var start: Double
        var testDescription: String { name }
    }

    static func deviation(_ range: ClosedRange<Double>) -> BandDeviation {
        BandDeviation(
            lowFrequency: 1000, highFrequency: 2000, start: range.lowerBound, end: range.upperBound, decibels: 9,
            deviations: 5)
    }

    @Test(
        "a long recording is shown where it deviates",
        arguments: [
            Shown(name: "no deviation", to: 600, start: 0),
            Shown(name: "all along", deviation: 0...600, to: 600, start: 0),
            Shown(name: "within the first twenty seconds", deviation: 12...19, to: 600, start: 0),
            Shown(name: "at minute 5", deviation: 300...302, to: 600, start: 298),
            Shown(name: "at the end", deviation: 598...600, to: 600, start: 580),
            Shown(name: "in a stretch", deviation: 300...302, from: 290, to: 350, start: 290),
            Shown(name: "late in a stretch", deviation: 330...332, from: 290, to: 350, start: 328),
            Shown(name: "of a length that nobody knows", deviation: 300...302, start: 298),
        ])
    func stretch(shown: Shown) {
        #expect(
            PageSound.start(showing: shown.deviation.map(Self.deviation), from: shown.from, to: shown.to) == shown.start
        )
    }

    @Test("marks stand where the drawing's own time has them, and none beside it")
    func marks() {
        let marks = DetectorReport.marks(
            [Self.deviation(300...302), Self.deviation(310...400), Self.deviation(5...9)], from: 298, seconds: 20)
        #expect(marks.map(\.start) == [2, 12] && marks.map(\.end) == [4, 20])
    }
}
