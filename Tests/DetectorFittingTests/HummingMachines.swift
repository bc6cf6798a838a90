import Datasets
import Foundation
import InspectionTypes
import Media
import NeuralNetworks

@testable import DetectorFitting

/// Machines that hum, each on lines of its own under noise, in a folder that goes away with the test.
final class HummingMachines {
    static let machines = ["pump id_00", "pump id_02"]
    static let frontEnd = SoundFrontEnd(
        logMel: LogMelSettings(
            sampleRate: 8000, fftLength: 512, windowLength: 512, hopLength: 256, bandCount: 24, lowestFrequency: 40,
            highestFrequency: 4000, compression: .naturalLogarithm(offset: 1e-6)), windowSeconds: 1, hopSeconds: 1)

    let folder: URL
    let dataset: Dataset
    let store: FeatureStore

    /// - Parameters:
    ///   - normal: recordings of each machine to learn from.
    ///   - strange: whether one more recording of the first machine hums elsewhere, and louder.
    ///   - machines: how many.
    init(normal: Int, strange: Bool = false, machines: Int = 2) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "humming-\(UUID().uuidString)")
        let places = [[310.0, 620, 1240], [450.0, 990, 1700]]
        for (machine, lines) in places.prefix(machines).enumerated() {
            for number in 0..<normal {
                try Self.write(
                    lines, seed: "\(machine) \(number)", to: folder, "normal_id_0\(2 * machine)_0000000\(number)")
            }
        }
        if strange {
            try Self.write([1500, 2000, 2900], level: 3, seed: "strange", to: folder, "normal_id_00_00000099")
        }
        dataset = try DatasetScanner.scan(folder.path, options: .init(purpose: .detection))
        store = try FeatureStore.prepare(
            dataset, frontEnd: Self.frontEnd, options: .init(cache: nil, threads: 1))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static func write(_ lines: [Double], level: Double = 1, seed: String, to folder: URL, _ name: String) throws
    {
        let part = folder.appending(path: "pump/train")
        try FileManager.default.createDirectory(at: part, withIntermediateDirectories: true)
        var generator = SeededGenerator(seed: 1, stream: seed)
        let phases = lines.map { _ in generator.nextUniform() * 2 * .pi }
        let samples = (0..<8000).map { n in
            let tones = zip(lines, phases).reduce(0) { $0 + sin(2 * .pi * $1.0 * Double(n) / 8000 + $1.1) }
            return Float(level * (0.05 * tones + 0.02 * generator.nextNormal()))
        }
        try AudioFileWriter.write(
            AudioSignal(mono: samples, sampleRate: 8000), to: part.appending(path: name + ".wav").path, format: .wav16)
    }

    func fitter(isCancelled: @escaping @Sendable () -> Bool = { false }) -> SoundDetectorFitter {
        SoundDetectorFitter(
            machines: Array(Set(dataset.items.compactMap(\.machine))).sorted(), store: store, frontEnd: Self.frontEnd,
            options: .init(threads: 1, isCancelled: isCancelled))
    }

    /// A network that nobody has to train: every band's mean.
    static let network = means(frontEnd)

    /// The same behind another front end.
    static func means(_ frontEnd: SoundFrontEnd) -> DetectorNetwork {
        let graph = Graph(
            name: "means",
            inputs: [
                ValueInfo(
                    name: "features",
                    shape: ["batch", 1, .fixed(frontEnd.windowFrames), .fixed(frontEnd.logMel.bandCount)])
            ],
            outputs: [ValueInfo(name: "embedding", shape: ["batch", .fixed(frontEnd.logMel.bandCount)])],
            nodes: [
                Node(
                    name: "mean", operatorType: "ReduceMean", inputs: ["features"], outputs: ["embedding"],
                    attributes: ["axes": .integers([1, 2]), "keepdims": .integer(0)])
            ])
        return DetectorNetwork(graph: graph, embedding: "embedding")
    }
}
