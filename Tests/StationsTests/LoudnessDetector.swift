import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks

@testable import Stations

/// A detector of one machine whose score is how loud a window is: 0 at −60 dB noise or so, over 2 from −40 dB on.
enum LoudnessDetector {
    static let bands = 16
    static let rate = 16_000.0
    static let frontEnd = SoundFrontEnd(
        logMel: LogMelSettings(
            sampleRate: rate, fftLength: 512, windowLength: 512, hopLength: 400, bandCount: bands,
            lowestFrequency: 40, highestFrequency: 8000, compression: .naturalLogarithm(offset: 1e-9)),
        windowSeconds: 0.5, hopSeconds: 0.25)

    /// - Parameter threshold: 2 by default.
    static func model(threshold: Double = 2, rule: EventRule = .every) throws -> ModelFile {
        let graph = Graph(
            name: "loudness",
            inputs: [ValueInfo(name: "features", shape: ["batch", 1, .fixed(frontEnd.windowFrames), .fixed(bands)])],
            outputs: [ValueInfo(name: "scores", shape: ["batch", 1])],
            nodes: [
                Node(
                    name: "mean", operatorType: "ReduceMean", inputs: ["features"], outputs: ["level"],
                    attributes: ["axes": .integers([1, 2]), "keepdims": .integer(0)]),
                Node(
                    name: "score", operatorType: "Gemm", inputs: ["level", "weight", "bias"], outputs: ["scores"],
                    attributes: ["transB": .integer(1)]),
            ],
            initializers: [
                Initializer(
                    name: "weight", value: NDArray(Array(repeating: 1 / Float(bands), count: bands), shape: [1, bands])),
                Initializer(name: "bias", value: NDArray([Float(14)], shape: [1])),
            ])
        var card = ModelCard(
            kind: .detector, medium: .sound, name: "loudness", version: "1", created: Date(timeIntervalSince1970: 0),
            soundFrontEnd: frontEnd, classes: ["normal", "anomaly"])
        card.normalClasses = ["normal"]
        card.thresholds = ["score": .init(value: threshold, derivation: "by hand")]
        let calibration = DetectorCard.Calibration(
            items: 20, seconds: 200, pooled: false, falseAlarms: MetricValue(0.05, low: 0.01, high: 0.12), perHour: nil,
            asked: "0.05", isSupported: true, words: "one in twenty")
        card.detector = DetectorCard(
            method: "embedding",
            machines: [.init(name: "hall", items: 10, threshold: threshold, calibration: calibration)], rule: rule,
            scoring: "loudness")
        var file = ModelFile(graph: graph)
        try file.setCard(card)
        return file
    }

    static func inspector(isBatched: Bool = false) throws -> LiveInspector {
        try LiveInspector(model(), engine: InferenceEngine(), isBatched: isBatched)
    }

    /// Noise at −60 dB, and at −20 dB in the stretches named, in seconds.
    static func sound(_ seconds: Double, loud: [Range<Double>] = [], seed: UInt64 = 1) -> AudioSignal {
        var generator = SeededGenerator(seed: seed)
        return AudioSignal(
            mono: (0..<Int(seconds * rate)).map { n in
                let isLoud = loud.contains { $0.contains(Double(n) / rate) }
                return Float.random(in: -1...1, using: &generator) * (isLoud ? 0.17 : 0.0017)
            }, sampleRate: rate)
    }
}
