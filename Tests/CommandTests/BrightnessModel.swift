import Foundation
import InspectionTypes
import Media
import NeuralNetworks

/// Small picture models that need no training: brightness is what they see.
enum BrightnessModel {
    /// `probability = sigmoid(16·(brightness − 0.5))` of each pixel, with a hand-written card beside it.
    static func writeSegmenter(_ scratch: Scratch, area: Int = 10) throws {
        let graph = Graph(
            name: "bright-pixels", inputs: [ValueInfo(name: "x", shape: ["n", 1, 32, 32])],
            outputs: [ValueInfo(name: "y", shape: ["n", 1, 32, 32])],
            nodes: [
                Node(
                    name: "score", operatorType: "Conv", inputs: ["x", "w", "b"], outputs: ["y"],
                    attributes: ["kernel_shape": .integers([1, 1])])
            ],
            initializers: [
                Initializer(name: "w", value: NDArray([Float(16)], shape: [1, 1, 1, 1])),
                Initializer(name: "b", value: NDArray([Float(-8)], shape: [1])),
            ])
        try ModelFile(graph: graph).write(to: scratch.path("cracks.onnx"))
        let card = """
            {"kind": "segmenter", "classes": ["crack"], "thresholds": {"pixel": 0.5, "area": \(area)},
             "picture_front_end": {"width": 32, "height": 32, "colour": "grey", "fit": "tile", "overlap": 8}}
            """
        try Data(card.utf8).write(to: URL(filePath: scratch.path("cracks.json")))
    }

    /// Bright pictures are `bright`, the others `dark`; a model of our own, with an activation map.
    static func writeClassifier(_ scratch: Scratch) throws {
        let graph = Graph(
            name: "brightness", inputs: [ValueInfo(name: "picture", shape: ["batch", 1, 16, 16])],
            outputs: [
                ValueInfo(name: "probabilities", shape: ["batch", 2]),
                ValueInfo(name: "activation_map", shape: ["batch", 2, 16, 16]),
            ],
            nodes: [
                Node(
                    name: "map", operatorType: "Conv", inputs: ["picture", "w", "b"], outputs: ["activation_map"],
                    attributes: ["kernel_shape": .integers([1, 1])]),
                Node(
                    name: "mean", operatorType: "ReduceMean", inputs: ["activation_map"], outputs: ["logits"],
                    attributes: ["axes": .integers([2, 3]), "keepdims": .integer(0)]),
                Node(
                    name: "softmax", operatorType: "Softmax", inputs: ["logits"], outputs: ["probabilities"],
                    attributes: ["axis": .integer(1)]),
            ],
            initializers: [
                Initializer(name: "w", value: NDArray([Float(8), -8], shape: [2, 1, 1, 1])),
                Initializer(name: "b", value: NDArray([Float(-4), 4], shape: [2])),
            ])
        var card = ModelCard(
            kind: .classifier, name: "brightness", version: "1", created: Date(timeIntervalSince1970: 0),
            pictureFrontEnd: PictureFrontEnd(width: 16, height: 16, colour: .grey), classes: ["bright", "dark"])
        card.normalClasses = ["dark"]
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        var file = ModelFile(graph: graph)
        file.metadata[ModelCard.metadataKey] = String(decoding: try encoder.encode(card), as: UTF8.self)
        try file.write(to: scratch.path("brightness.onnx"))
    }

    /// Dark ground with bright bars, `(x, y, width, height)` each.
    static func writeBars(_ bars: [(Int, Int, Int, Int)], _ width: Int = 120, _ height: Int = 90, to path: String)
        throws
    {
        let shown = picture(bars, width, height, ground: 20, bar: 235)
        try FileManager.default.createDirectory(
            at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try PictureFile.write(shown, to: path)
    }

    static func writeMask(_ bars: [(Int, Int, Int, Int)], _ width: Int = 120, _ height: Int = 90, to path: String)
        throws
    {
        try FileManager.default.createDirectory(
            at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try PictureFile.write(picture(bars, width, height, ground: 0, bar: 255), to: path)
    }

    private static func picture(
        _ bars: [(Int, Int, Int, Int)], _ width: Int, _ height: Int, ground: UInt8, bar: UInt8
    ) -> Picture {
        var pixels = [UInt8](repeating: ground, count: width * height)
        for (x, y, across, down) in bars {
            for row in y..<y + down {
                for column in x..<x + across { pixels[row * width + column] = bar }
            }
        }
        return Picture(width: width, height: height, colour: .grey, pixels: pixels)
    }
}
