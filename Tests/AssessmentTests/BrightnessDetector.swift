import Datasets
import Foundation
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks

/// A detector of pictures whose answers are known beforehand: `anomaly_map = 10 · brightness`, `scores` its largest.
enum BrightnessDetector {
    static let size = 32

    static func model(threshold: Double = 5) throws -> ModelFile {
        var file = ModelFile(graph: graph)
        var card = ModelCard(
            kind: .detector, name: "eye", version: "1", created: Date(timeIntervalSince1970: 0),
            pictureFrontEnd: PictureFrontEnd(width: size, height: size, colour: .grey, fit: .stretch),
            classes: ["normal", "anomaly"])
        card.normalClasses = ["normal"]
        card.thresholds = ["score": .init(value: threshold, derivation: "by hand")]
        let calibration = DetectorCard.Calibration(
            items: 20, seconds: 0, pooled: false, falseAlarms: MetricValue(0.05, low: 0.01, high: 0.12), perHour: nil,
            asked: "0.05", isSupported: true, words: "one in twenty")
        card.detector = DetectorCard(
            method: "patchcore",
            machines: [.init(name: "tile", items: 9, threshold: threshold, calibration: calibration)],
            scoring: "by hand")
        try file.setCard(card)
        return file
    }

    private static var graph: Graph {
        Graph(
            name: "bright",
            inputs: [ValueInfo(name: "picture", shape: ["batch", 1, .fixed(size), .fixed(size)])],
            outputs: [
                ValueInfo(name: "scores", shape: ["batch", 1]),
                ValueInfo(name: "anomaly_map", shape: ["batch", 1, .fixed(size), .fixed(size)]),
            ],
            nodes: [
                Node(
                    name: "scale", operatorType: "Conv", inputs: ["picture", "ten"], outputs: ["anomaly_map"],
                    attributes: ["kernel_shape": .integers([1, 1])]),
                Node(
                    name: "largest", operatorType: "ReduceMax", inputs: ["anomaly_map"], outputs: ["scores"],
                    attributes: ["axes": .integers([2, 3]), "keepdims": .integer(0)]),
            ],
            initializers: [Initializer(name: "ten", value: NDArray([Float(10)], shape: [1, 1, 1, 1]))])
    }

    /// MVTec's folders: three good tiles, two with a bright spot and its mask; in the second the spot is darker than a good tile's glare.
    static func withTiles<Result>(_ body: (String) throws -> Result) throws -> Result {
        let root = FileManager.default.temporaryDirectory.appending(path: "wheeltapper-tiles-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        func put(_ name: String, _ pixels: [UInt8]) throws {
            let file = root.appending(path: "tile/" + name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try PictureFile.write(Picture(width: size, height: size, colour: .grey, pixels: pixels), to: file.path)
        }
        func tile(spot: UInt8?, glare: UInt8) -> [UInt8] {
            (0..<size * size).map { index in
                let (x, y) = (index % size, index / size)
                if let spot, (8..<14).contains(x), (8..<14).contains(y) { return spot }
                return x == 20 && y == 20 ? glare : UInt8(40 + (x * 7 + y * 3) % 20)
            }
        }
        let mask = tile(spot: 255, glare: 0).map { $0 == 255 ? UInt8(255) : 0 }
        for (index, glare) in [UInt8(60), 70, 180].enumerated() {
            try put("train/good/00\(index).png", tile(spot: nil, glare: 50))
            try put("test/good/00\(index).png", tile(spot: nil, glare: glare))
        }
        for (index, spot) in [UInt8(250), 160].enumerated() {
            try put("test/spot/00\(index).png", tile(spot: spot, glare: 60))
            try put("ground_truth/spot/00\(index)_mask.png", mask)
        }
        return try body(root.path + "/tile")
    }
}
