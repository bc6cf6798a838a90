import Assessment
import Datasets
import Evaluation
import Foundation
import Inference
import InspectionPipeline
import InspectionTypes
import Reports
import Testing

@Suite("A detector held against a folder of pictures with masks")
struct PictureScoringTests {
    private func scored(_ folder: String) throws -> (DetectorScoring, Dataset, PictureStore, Inspector) {
        var dataset = try DatasetScanner.scan(folder, options: .init(purpose: .detectionEvaluation))
        dataset.items = dataset.items.filter { $0.part == .test }
        let store = try PictureStore.prepare(dataset, frontEnd: nil, options: .init(budget: 0, threads: 1)) { _, _ in }
        let inspector = try Inspector(BrightnessDetector.model(), engine: InferenceEngine())
        let scoring = try DetectorScoring(dataset.items, of: dataset, store: store, with: inspector, workers: 1)
        return (scoring, dataset, store, inspector)
    }

    @Test("figures of pictures and of pixels")
    func figures() throws {
        try BrightnessDetector.withTiles { folder in
            let (scoring, _, _, _) = try scored(folder)
            let evaluation = try scoring.evaluation()
            #expect(evaluation.headline == "caught 2 of 2 defects; 1 false alarm in 3 normal pictures")
            // One of six pairs stands the wrong way round.
            #expect(abs((evaluation.metrics.auc?.value ?? 0) - 5.0 / 6) < 1e-9)
            #expect(evaluation.items.filter(\.isAnomaly).allSatisfy { $0.kind == "spot" })
            // All 72 defective pixels outscore all sound ones, but for one glare that outscores the half of them.
            let sound = Double(5 * 32 * 32 - 72)
            let auroc = try #require(evaluation.metrics.pixelAUROC)
            #expect(abs(auroc.value - (1 - 0.5 / sound)) < 1e-6)
            #expect((evaluation.metrics.aupro?.value ?? 0) > 0.999)
        }
    }

    @Test("without masks there are no figures of pixels")
    func noMasks() throws {
        try BrightnessDetector.withTiles { folder in
            try FileManager.default.removeItem(atPath: folder + "/ground_truth")
            let evaluation = try scored(folder).0.evaluation()
            #expect(evaluation.metrics.pixelAUROC == nil && evaluation.metrics.auc != nil)
        }
    }

    @Test("a report shows picture, truth and map of what it found, and of its false alarms")
    func report() throws {
        try BrightnessDetector.withTiles { folder in
            let (scoring, dataset, store, inspector) = try scored(folder)
            let evaluation = try scoring.evaluation()
            let report = try DetectorReport(
                scoring: scoring, evaluation: evaluation, dataset: dataset, store: store, inspector: inspector,
                manifest: nil
            ).report(
                kind: .evaluation, document: scoring.document(model: "eye", data: folder, evaluation: evaluation))
            #expect(report.detections.map(\.item.isAnomaly) == [false, true, true])
            #expect(report.detections.allSatisfy { $0.picture != nil && $0.map != nil && $0.audio == nil })
            #expect(report.detections.map { $0.truth != nil } == [false, true, true])
            let page = try String(contentsOfFile: report.write(to: folder + "/report").page, encoding: .utf8)
            for word in ["recording", "<audio", "listen to"] { #expect(!page.lowercased().contains(word), "\(word)") }
        }
    }
}
