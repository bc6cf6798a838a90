import Datasets
import DetectorFitting
import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks
import Testing

@Suite("Golden inputs of detectors of sounds")
struct DetectorGoldensTests {
    private static let frontEnd = SoundFrontEnd(
        logMel: LogMelSettings(
            sampleRate: 16_000, fftLength: 512, windowLength: 512, hopLength: 320, bandCount: 16, lowestFrequency: 40,
            highestFrequency: 8000, compression: .naturalLogarithm(offset: 1e-6)),
        windowSeconds: 0.5, hopSeconds: 0.5)
    private static let machines = ["fan id_00", "fan id_02"]

    /// Scores a window by how loud it is, against both machines alike.
    private static func model(thresholds: [Double]) throws -> ModelFile {
        let bands = frontEnd.logMel.bandCount
        let graph = Graph(
            name: "loudness",
            inputs: [ValueInfo(name: "features", shape: ["batch", 1, .fixed(frontEnd.windowFrames), .fixed(bands)])],
            outputs: [
                ValueInfo(name: DetectorNames.scores, shape: ["batch", 2]),
                ValueInfo(name: DetectorNames.probabilities, shape: ["batch", 2]),
            ],
            nodes: [
                Node(
                    name: "mean", operatorType: "ReduceMean", inputs: ["features"], outputs: ["level"],
                    attributes: ["axes": .integers([1, 2]), "keepdims": .integer(0)]),
                Node(
                    name: "score", operatorType: "Gemm", inputs: ["level", "weight", "bias"],
                    outputs: [DetectorNames.scores], attributes: ["transB": .integer(1)]),
                Node(
                    name: "softmax", operatorType: "Softmax", inputs: [DetectorNames.scores],
                    outputs: [DetectorNames.probabilities], attributes: ["axis": .integer(-1)]),
            ],
            initializers: [
                Initializer(
                    name: "weight",
                    value: NDArray([Float](repeating: 1 / Float(bands), count: 2 * bands), shape: [2, bands])),
                Initializer(name: "bias", value: NDArray([8, 8] as [Float], shape: [2])),
            ])
        var card = ModelCard(
            kind: .detector, medium: .sound, name: "ear", version: "1", created: Date(timeIntervalSince1970: 0),
            soundFrontEnd: frontEnd, classes: ["normal", "anomaly"])
        card.normalClasses = ["normal"]
        card.thresholds = ["score": .init(value: thresholds.max() ?? 0, derivation: "by hand")]
        card.detector = DetectorCard(
            method: "embedding",
            machines: zip(machines, thresholds).map {
                DetectorCard.Machine(
                    name: $0, items: 10, threshold: $1,
                    calibration: DetectorCard.Calibration(
                        items: 20, seconds: 200, pooled: false, falseAlarms: MetricValue(0.05, low: 0.01, high: 0.12),
                        perHour: nil, asked: "0.05", isSupported: true, words: "one in twenty"))
            }, scoring: "by hand")
        var file = ModelFile(graph: graph)
        try file.setCard(card)
        return file
    }

    /// Recordings of noise, each louder than the one before it, of both machines in turns.
    private static func recordings(in folder: String) throws -> Dataset {
        let items = try (0..<30).map { number in
            var generator = SeededGenerator(seed: 3, stream: "\(number)")
            let gain = 0.002 * Float(1 << (number / 4)) * (1 + Float(number % 4) / 4)
            let samples = (0..<16_000).map { _ in gain * Float(2 * generator.nextUniform() - 1) }
            let name = "\(number).wav"
            try AudioFileWriter.write(
                AudioSignal(mono: samples, sampleRate: 16_000), to: "\(folder)/\(name)", format: .wav16)
            return DataItem(
                path: name, label: Label("normal"), group: name, isNegative: true, machine: machines[number % 2])
        }
        return Dataset(root: folder, layout: .normalFolder, items: items, purpose: .detection)
    }

    @Test("half of them are the windows nearest to their own machine's threshold, and the rest is spread")
    func nearest() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/goldens-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let dataset = try Self.recordings(in: folder)
        // Amid the scores of each machine, and for each elsewhere.
        let thresholds = [-1.0, 2.0]
        let file = try Self.model(thresholds: thresholds)
        let goldens = try DetectorGoldens(file).sounds(dataset.items.reversed(), of: dataset, seed: 1)
        #expect(goldens.origin == .real && goldens.inputs.count == GoldenSet.usualCount)

        let inspection = try Inspector(file, engine: InferenceEngine()).inspection()
        let margins = try dataset.items.map { item in
            let signal = try #require(try dataset.middle(of: item, seconds: 0.5))
            let column = Self.machines.firstIndex(of: item.machine ?? "") ?? 0
            let score = try #require(inspection.scores(of: GoldenInput(signal)).scores)[column]
            return (signal: GoldenSound(signal).samples, margin: abs(score - thresholds[column]))
        }.sorted { $0.margin < $1.margin }
        let chosen = Set(goldens.inputs.compactMap { $0.content.samples })
        for (place, one) in margins.prefix(4).enumerated() {
            #expect(chosen.contains(one.signal), "number \(place) of the nearest, \(one.margin) off")
        }
        let far = margins.suffix(15).count { chosen.contains($0.signal) }
        #expect(far >= 2, "the others are spread over all margins")
    }
}

extension GoldenInput.Content {
    fileprivate var samples: String? { if case .sound(let sound) = self { sound.samples } else { nil } }
}
