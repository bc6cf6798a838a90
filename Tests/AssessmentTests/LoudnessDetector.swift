import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import NeuralNetworks

/// A detector of two machines whose answers are known beforehand: how loud a window is is its score, and which half of the bands is louder
/// its machine.
enum LoudnessDetector {
    static let bands = 16
    static let machines = ["fan id_00", "fan id_02"]
    static let frontEnd = SoundFrontEnd(
        logMel: LogMelSettings(
            sampleRate: 16_000, fftLength: 512, windowLength: 512, hopLength: 320, bandCount: bands,
            lowestFrequency: 40, highestFrequency: 8000, compression: .naturalLogarithm(offset: 1e-6)),
        windowSeconds: 0.5, hopSeconds: 0.25)

    /// - Parameters:
    ///   - centre: the mean level that scores 0; a lower one finds more.
    ///   - seconds: how long the recordings were that the thresholds were set by.
    static func model(name: String = "ear", threshold: Double = 2, centre: Float = -8, calibrated seconds: Double = 1)
        throws -> ModelFile
    {
        var file = ModelFile(graph: graph(centre: centre))
        try file.setCard(card(name: name, threshold: threshold, seconds: seconds))
        return file
    }

    private static func card(name: String, threshold: Double, seconds: Double) -> ModelCard {
        var card = ModelCard(
            kind: .detector, medium: .sound, name: name, version: "1", created: Date(timeIntervalSince1970: 0),
            soundFrontEnd: frontEnd, classes: ["normal", "anomaly"])
        card.normalClasses = ["normal"]
        card.thresholds = ["score": .init(value: threshold, derivation: "by hand")]
        let calibration = DetectorCard.Calibration(
            items: 20, seconds: 20 * seconds, pooled: false, falseAlarms: MetricValue(0.05, low: 0.01, high: 0.12),
            perHour: nil, asked: "0.05", isSupported: true, words: "one in twenty")
        card.detector = DetectorCard(
            method: "embedding",
            machines: machines.map { .init(name: $0, items: 10, threshold: threshold, calibration: calibration) },
            scoring: "by hand")
        return card
    }

    private static func graph(centre: Float) -> Graph {
        Graph(
            name: "loudness",
            inputs: [ValueInfo(name: "features", shape: ["batch", 1, .fixed(frontEnd.windowFrames), .fixed(bands)])],
            outputs: ["scores", "probabilities", "nearest"].map { ValueInfo(name: $0, shape: ["batch", 2]) },
            nodes: [
                Node(
                    name: "mean", operatorType: "ReduceMean", inputs: ["features"], outputs: ["levels"],
                    attributes: ["axes": .integers([1, 2]), "keepdims": .integer(0)]),
                gemm("score", "scores"), gemm("machine", "logits"), gemm("row", "nearest"),
                Node(
                    name: "softmax", operatorType: "Softmax", inputs: ["logits"], outputs: ["probabilities"],
                    attributes: ["axis": .integer(-1)]),
            ],
            initializers: [
                array("score.weight") { _, _ in 1 / Float(bands) },
                Initializer(name: "score.bias", value: NDArray([-centre, -centre], shape: [2])),
                array("machine.weight") { machine, band in
                    ((band < bands / 2) == (machine == 0) ? 2 : -2) / Float(bands / 2)
                },
                Initializer(name: "machine.bias", value: NDArray([Float(0), 0], shape: [2])),
                // The memory's first row is the nearest to all.
                array("row.weight") { _, _ in 0 },
                Initializer(name: "row.bias", value: NDArray([Float(0), 0], shape: [2])),
            ])
    }

    private static func gemm(_ name: String, _ output: String) -> Node {
        Node(
            name: name, operatorType: "Gemm", inputs: ["levels", name + ".weight", name + ".bias"],
            outputs: [output], attributes: ["transB": .integer(1)])
    }

    private static func array(_ name: String, _ value: (Int, Int) -> Float) -> Initializer {
        let values = (0..<2).flatMap { row in (0..<bands).map { value(row, $0) } }
        return Initializer(name: name, value: NDArray(values, shape: [2, bands]))
    }
}
