import AnomalyDetection
import Datasets
import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Testing

@testable import DetectorFitting

@Suite("Detectors of networks that learnt from painted defects")
struct DefectMapFitterTests {
    private static let engine = Result { try InferenceEngine() }

    /// Random weights: what is tested is what is put behind them.
    private let network = DefectMapNetwork(width: 4).graph(
        channels: 3, height: 64, width: 64, mean: [0.5, 0.5, 0.5], deviation: [0.2, 0.2, 0.2], seed: 1)

    @Test("scores of held-out pictures have mean 0 and deviation 1, with a Gaussian or without", arguments: [64, 40])
    func scale(count: Int) throws {
        let parts = try PartPictures(normal: count, damaged: 1)
        defer { parts.remove() }
        let trained = count - 10
        let fitter = DefectMapFitter(engine: try Self.engine.get(), threads: 1)
        let held = NormalPictures(Array(parts.normal[trained...]), store: parts.store)
        let fitted = try fitter.fitted(
            network, views: .two, training: NormalPictures(Array(parts.normal[..<trained]), store: parts.store),
            heldOut: held)
        let scores = fitted.heldOutScores.map(\.score)
        let mean = scores.reduce(0, +) / 10
        let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 9
        #expect(abs(mean) < 1e-3 && abs(variance - 1) < 1e-2)
        let hasGaussian = fitted.graph.initializers.contains { $0.name.contains("whitening") }
        #expect(hasGaussian == (trained >= DefectMapFitter.leastForGaussian))
        #expect(fitted.scoring.contains("Mahalanobis") == hasGaussian)
        #expect(
            Set(fitted.graph.outputs.map(\.name))
                == [DetectorNames.scores, DetectorNames.anomalyMap, DetectorNames.embedding])
        let again = try PictureScaling(engine: Self.engine.get(), threads: 1).scores(of: held, fitted.graph)
        for (a, b) in zip(again, scores) { #expect(abs(a - b) < 1e-3) }
        if hasGaussian {
            let damaged = NormalPictures(parts.damaged, store: parts.store)
            let found = try PictureScaling(engine: Self.engine.get(), threads: 1).scores(of: damaged, fitted.graph)
            #expect(found[0] > 5, "no normal picture has such features")
        }
    }

    @Test("strangers among normal pictures are found, and nobody else is", arguments: [100, 30])
    func strangers(count: Int) throws {
        let parts = try PartPictures(normal: count, damaged: 3)
        defer { parts.remove() }
        let fitter = DefectMapFitter(engine: try Self.engine.get(), threads: 1)
        let edge = count * 4 / 5
        func found(_ damaged: [DataItem]) throws -> [StrangePicture] {
            try fitter.strangers(
                network,
                training: NormalPictures(Array(parts.normal[..<edge]) + Array(damaged.prefix(2)), store: parts.store),
                heldOut: NormalPictures(Array(parts.normal[edge...]) + Array(damaged.dropFirst(2)), store: parts.store))
        }
        #expect(try found([]).isEmpty)
        // With few pictures there is no Gaussian, and of a network that has learnt nothing the map says little.
        guard count >= 90 else { return }
        let strangers = try found(parts.damaged)
        #expect(Set(strangers.map(\.path)) == Set(parts.damaged.map(\.path)))
        #expect(strangers.map(\.deviations) == strangers.map(\.deviations).sorted(by: >))
    }

    @Test(
        "golden inputs are taken around the threshold, pass the self-test, and can be made up",
        arguments: [false, true])
    func goldens(isSynthetic: Bool) throws {
        let parts = try PartPictures(normal: 30)
        defer { parts.remove() }
        let fitted = try DefectMapFitter(engine: Self.engine.get(), threads: 1).fitted(
            network, views: .one, training: NormalPictures(Array(parts.normal[..<15]), store: parts.store),
            heldOut: NormalPictures(Array(parts.normal[15...]), store: parts.store))
        let calibrated = try ThresholdCalibration(
            .init(name: "part", scores: fitted.heldOutScores.map(\.score)), target: .init(parsing: "1/10"),
            noun: "picture")
        var card = ModelCard(
            kind: .detector, name: "parts", version: "1", created: .init(timeIntervalSince1970: 0),
            pictureFrontEnd: PartPictures.frontEnd, classes: ["normal", "anomaly"])
        card.normalClasses = ["normal"]
        card.detector = DetectorCard(
            method: "synthetic",
            machines: [
                .init(name: "part", items: 15, threshold: calibrated.threshold, calibration: calibrated.calibration)
            ], scoring: fitted.scoring)
        card.thresholds["score"] = .init(value: calibrated.threshold, derivation: "")
        var file = ModelFile(graph: fitted.graph)
        try file.setCard(card)
        let goldens =
            try isSynthetic
            ? PictureGoldens(file).synthetic(seed: 1)
            : PictureGoldens(file).real(
                parts.normal, of: parts.dataset, scores: fitted.heldOutScores, threshold: calibrated.threshold, seed: 1)
        #expect(goldens.origin == (isSynthetic ? .synthetic : .real))
        #expect(goldens.inputs.count == 8)
        try file.setGoldenSet(goldens)
        let inspector = try Inspector(file, engine: Self.engine.get())
        #expect(try inspector.inspection().scores(of: goldens.inputs[0]).scores?.count == 1)
        guard !isSynthetic else { return }
        let scores = goldens.inputs.compactMap { $0.scores.scores?.first }
        let all = fitted.heldOutScores.map { abs($0.score - calibrated.threshold) }.sorted()
        let least = scores.map { abs($0 - calibrated.threshold) }.min() ?? 9
        #expect(abs(least - all[0]) < 1e-2)
        // A file whose golden scores are not its own is refused.
        var wrong = goldens
        wrong.inputs[0].scores.scores = [scores[0] + 1]
        try file.setGoldenSet(wrong)
        let damaged = file
        #expect(throws: PipelineError.self) { try Inspector(damaged, engine: Self.engine.get()) }
    }
}
