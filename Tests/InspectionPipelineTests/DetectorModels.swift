import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Testing

/// Detectors of sounds whose answers are known beforehand: a machine is a tone, and its score how loud the window is.
enum DetectorModels {
    static let frontEnd = InspectorTests.frontEnd
    static let bands = 16
    static let machines = ["fan id_00", "pump id_02"]

    static func calibration() -> DetectorCard.Calibration {
        DetectorCard.Calibration(
            items: 20, seconds: 200, pooled: false, falseAlarms: MetricValue(0.05, low: 0.01, high: 0.12),
            perHour: nil, asked: "0.05", isSupported: true, words: "one in twenty")
    }

    static func card(
        machines: [String] = machines, thresholds: [Double] = [2, 3], rule: EventRule = .every
    ) -> ModelCard {
        var card = ModelCard(
            kind: .detector, medium: .sound, name: "ear", version: "1", created: Date(timeIntervalSince1970: 0),
            soundFrontEnd: frontEnd, classes: ["normal", "anomaly"])
        card.normalClasses = ["normal"]
        card.thresholds = ["score": .init(value: thresholds.max() ?? 0, derivation: "by hand")]
        card.detector = DetectorCard(
            method: "embedding",
            machines: zip(machines, thresholds).map {
                DetectorCard.Machine(name: $0, items: 10, threshold: $1, calibration: calibration())
            },
            rule: rule, scoring: "by hand")
        return card
    }

    /// `embedding` is the mean level a band; with `low` and `high` the means of its lower and upper half:
    /// `scores[m] = slope · (mean − centre[m])`, `probabilities = softmax(sharpness · [low − high, high − low])`,
    /// `nearest = [3, 7]` always.
    static func model(
        _ card: ModelCard = card(), slope: Float = 0.5, centres: [Float] = [-8, -6], sharpness: Float = 2
    ) throws -> ModelFile {
        let count = card.detector?.machines.count ?? 1
        let graph = Graph(
            name: "loudness",
            inputs: [
                ValueInfo(name: "features", shape: ["batch", 1, .fixed(frontEnd.windowFrames), .fixed(bands)])
            ],
            outputs: [
                ValueInfo(name: "embedding", shape: ["batch", .fixed(bands)]),
                ValueInfo(name: "scores", shape: ["batch", .fixed(count)]),
                ValueInfo(name: "probabilities", shape: ["batch", .fixed(count)]),
                ValueInfo(name: "nearest", shape: ["batch", .fixed(count)]),
            ],
            nodes: [
                Node(
                    name: "mean", operatorType: "ReduceMean", inputs: ["features"], outputs: ["embedding"],
                    attributes: ["axes": .integers([1, 2]), "keepdims": .integer(0)]),
                gemm("score", "scores"), gemm("machine", "logits"), gemm("row", "nearest"),
                Node(
                    name: "softmax", operatorType: "Softmax", inputs: ["logits"], outputs: ["probabilities"],
                    attributes: ["axis": .integer(-1)]),
            ],
            initializers: [
                array("score.weight", count) { _, _ in slope / Float(bands) },
                vector("score.bias", (0..<count).map { -slope * centres[$0] }),
                array("machine.weight", count) { machine, band in
                    sharpness * ((band < bands / 2) == (machine == 0) ? 1 : -1) / Float(bands / 2)
                },
                vector("machine.bias", Array(repeating: 0, count: count)),
                array("row.weight", count) { _, _ in 0 },
                vector("row.bias", (0..<count).map { Float(3 + 4 * $0) }),
            ])
        var file = ModelFile(graph: graph)
        try file.setCard(card)
        return file
    }

    private static func gemm(_ name: String, _ output: String) -> Node {
        Node(
            name: name, operatorType: "Gemm", inputs: ["embedding", name + ".weight", name + ".bias"],
            outputs: [output], attributes: ["transB": .integer(1)])
    }

    private static func array(_ name: String, _ rows: Int, _ value: (Int, Int) -> Float) -> Initializer {
        let values = (0..<rows).flatMap { row in (0..<bands).map { value(row, $0) } }
        return Initializer(name: name, value: NDArray(values, shape: [rows, bands]))
    }

    private static func vector(_ name: String, _ values: [Float]) -> Initializer {
        Initializer(name: name, value: NDArray(values, shape: [values.count]))
    }

    /// All bands of both machines alike, and ten rows of memory.
    static func reference(level: Float = -40) -> NormalReference {
        let machine = NormalReference.Machine(
            levels: [Float](repeating: level, count: bands), deviations: [Float](repeating: 2, count: bands),
            recordingDeviations: [Float](repeating: 1, count: bands), recordings: 10)
        return NormalReference(
            stretchSeconds: 0.2, machines: [machine, machine],
            memory: NormalReference.Memory(
                (0..<10).map { NearestNormal(file: "normal/\($0).wav", start: Double($0) / 2) }))
    }

    static func detection(_ file: ModelFile, _ settings: InspectionSettings = InspectionSettings()) throws
        -> SoundDetection
    {
        try #require(Inspector(file, engine: InferenceEngine(), settings: settings).inspection() as? SoundDetection)
    }

    /// A tone in soft noise; 300 Hz stands in the lower half of the bands, 6000 Hz in the upper one.
    static func tone(_ hertz: Double, level: Float, seconds: Double = 1, rate: Double = 16_000) -> AudioSignal {
        var generator = SeededGenerator(seed: 5)
        // A square wave's harmonics would reach the other half: two delayed samples make a sine by recursion.
        let turn = 2 * Double.pi * hertz / rate
        let (cosine, sine) = (Self.cosine(turn), Self.cosine(turn - Double.pi / 2))
        var (x, y) = (1.0, 0.0)
        return AudioSignal(
            mono: (0..<Int(seconds * rate)).map { _ in
                (x, y) = (x * cosine - y * sine, x * sine + y * cosine)
                return level * Float(y) + 0.01 * level * Float(generator.nextNormal())
            }, sampleRate: rate)
    }

    private static func cosine(_ x: Double) -> Double {
        var (sum, term) = (1.0, 1.0)
        for n in 1...20 {
            term *= -x * x / Double((2 * n - 1) * (2 * n))
            sum += term
        }
        return sum
    }

    static func judged(
        _ detection: SoundDetection, _ signal: AudioSignal, name: String = "x.wav", machine: String? = nil
    ) throws -> InspectionOutcome {
        var sent = false
        return try detection.inspect(
            name, sampleRate: signal.sampleRate, channelCount: signal.channelCount, machine: machine
        ) {
            defer { sent = true }
            return sent ? nil : signal
        }
    }
}
