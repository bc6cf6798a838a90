import Foundation
import InspectionTypes
import Media
import NeuralNetworks

/// A detector of sounds that needs no training: a machine is a tone, low or high, and its score how loud the window is.
enum LoudnessModel {
    static let bands = 16
    static let frontEnd = SoundFrontEnd(
        logMel: LogMelSettings(
            sampleRate: 16_000, fftLength: 512, windowLength: 512, hopLength: 320, bandCount: bands,
            lowestFrequency: 40, highestFrequency: 8000, compression: .naturalLogarithm(offset: 1e-6)),
        windowSeconds: 0.5, hopSeconds: 0.25)

    /// Scores are four times the mean logarithm above −13.2; thresholds 2 and 3. Normal is −60 dB in all bands, of ten recordings.
    ///
    /// - Parameters:
    ///   - learnt: recordings that it says it has learnt from.
    static func write(
        _ scratch: Scratch, name: String = "ear", thresholds: [Double] = [2, 3], learnt: [String] = []
    ) throws {
        let graph = Graph(
            name: "loudness",
            inputs: [ValueInfo(name: "features", shape: ["batch", 1, .fixed(frontEnd.windowFrames), .fixed(bands)])],
            outputs: ["embedding", "scores", "probabilities", "nearest"].map {
                ValueInfo(name: $0, shape: ["batch", .fixed($0 == "embedding" ? bands : 2)])
            },
            nodes: [
                Node(
                    name: "mean", operatorType: "ReduceMean", inputs: ["features"], outputs: ["embedding"],
                    attributes: ["axes": .integers([1, 2]), "keepdims": .integer(0)]),
                gemm("score", "scores"), gemm("machine", "logits"), gemm("row", "nearest"),
                Node(
                    name: "softmax", operatorType: "Softmax", inputs: ["logits"], outputs: ["probabilities"],
                    attributes: ["axis": .integer(-1)]),
            ],
            initializers: weights("score", [4, 4], [4, 4], bias: [52.8, 52.8])
                + weights("machine", [4, -4], [-4, 4], bias: [0, 0]) + weights("row", [0, 0], [0, 0], bias: [0, 1]))
        var file = ModelFile(graph: graph)
        file.metadata[ModelCard.metadataKey] = String(decoding: try encoder().encode(card(thresholds)), as: UTF8.self)
        file.metadata["wheeltapper.normal"] = normal()
        if !learnt.isEmpty {
            let entries = try learnt.map { path in
                let data = try Data(contentsOf: URL(filePath: scratch.path(path)))
                return
                    "{\"path\":\"\(path)\",\"hash\":\"\(ContentHash.hexadecimal(of: [UInt8](data)))\",\"fingerprint\":\"\"}"
            }
            file.metadata["wheeltapper.training"] = "{\"version\":1,\"recordings\":[\(entries.joined(separator: ","))]}"
        }
        try file.write(to: scratch.path(name + ".onnx"))
    }

    /// A recording of a machine: its tone, as loud as asked for.
    static func record(_ hertz: Double, level: Double, to path: String, channels: Int = 1) throws {
        let samples = (0..<32_000).map { Float(level * sin(2 * Double.pi * hertz * Double($0) / 16_000)) }
        try AudioFileWriter.write(
            AudioSignal(channels: Array(repeating: samples, count: channels), sampleRate: 16_000), to: path,
            format: .wav16)
    }

    private static func card(_ thresholds: [Double]) -> ModelCard {
        var card = ModelCard(
            kind: .detector, medium: .sound, name: "ear", version: "1", created: Date(timeIntervalSince1970: 0),
            soundFrontEnd: frontEnd, classes: ["normal", "anomaly"])
        card.normalClasses = ["normal"]
        card.thresholds = ["score": .init(value: thresholds.max() ?? 3, derivation: "by hand")]
        let calibration = DetectorCard.Calibration(
            items: 10, seconds: 20, pooled: false, falseAlarms: MetricValue(1.0 / 11, low: 0.003, high: 0.31),
            perHour: MetricValue(1800.0 / 11, low: 5.4, high: 558), asked: "1/week", isSupported: false,
            words: "about 1 in 11 normal recordings",
            caveats: ["few recordings"])
        card.detector = DetectorCard(
            method: "embedding",
            machines: zip(["fan id_00", "pump id_02"], thresholds).map {
                .init(name: $0.0, items: 7, threshold: $0.1, calibration: calibration)
            }, scoring: "loudness")
        return card
    }

    private static func normal() -> String {
        let machine = """
            {"levels": "\(packed(Array(repeating: -60, count: bands)))", "deviations": "\(packed(Array(repeating: 2, count: bands)))",
             "recording_deviations": "\(packed(Array(repeating: 1, count: bands)))", "recordings": 10}
            """
        return """
            {"stretch_seconds": 0.2, "machines": [\(machine), \(machine)], "files": ["normal/a.wav", "normal/b.wav"],
             "rows": "\(packed([0, 1]))", "starts": "\(packed([0, 3.5]))"}
            """
    }

    private static func packed(_ values: [Float]) -> String {
        var data = Data()
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
        return data.base64EncodedString()
    }

    private static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }

    private static func gemm(_ name: String, _ output: String) -> Node {
        Node(
            name: name, operatorType: "Gemm", inputs: ["embedding", name + ".weight", name + ".bias"],
            outputs: [output], attributes: ["transB": .integer(1)])
    }

    /// A row for each machine: one number for the lower half of the bands, one for the upper, each shared among them.
    private static func weights(_ name: String, _ first: [Float], _ second: [Float], bias: [Float]) -> [Initializer] {
        let half = bands / 2
        let rows = [first, second].flatMap { row in
            Array(repeating: row[0] / Float(bands), count: half) + Array(repeating: row[1] / Float(bands), count: half)
        }
        return [
            Initializer(name: name + ".weight", value: NDArray(rows, shape: [2, bands])),
            Initializer(name: name + ".bias", value: NDArray(bias, shape: [2])),
        ]
    }
}
