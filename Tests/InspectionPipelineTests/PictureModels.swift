import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import NeuralNetworks
import Testing

/// Networks whose answers are known beforehand: brightness is what they see.
enum PictureModels {
    /// The steepness of brightness: a picture of level 0.5 stands on the threshold.
    static let steepness: Float = 8

    static func frontEnd(
        _ width: Int = 16, _ height: Int = 16, colour: Picture.Colour = .grey, fit: PictureFrontEnd.Fit = .stretch,
        overlap: Int = 0
    ) -> PictureFrontEnd {
        PictureFrontEnd(width: width, height: height, colour: colour, fit: fit, overlap: overlap)
    }

    static func card(_ kind: ModelCard.Kind, _ frontEnd: PictureFrontEnd, classes: [String], normal: [String])
        -> ModelCard
    {
        var card = ModelCard(
            kind: kind, name: "brightness", version: "1", created: Date(timeIntervalSince1970: 0),
            pictureFrontEnd: frontEnd, classes: classes)
        card.normalClasses = normal
        return card
    }

    /// `logits = ±steepness · (mean brightness − 0.5)`: bright pictures are `bright`, the others `dark` (normal).
    static func classifier(_ frontEnd: PictureFrontEnd = frontEnd()) throws -> ModelFile {
        let channels = frontEnd.colour.channelCount
        let graph = Graph(
            name: "brightness",
            inputs: [input(frontEnd)],
            outputs: [
                ValueInfo(name: "embedding", shape: ["batch", .fixed(channels)]),
                ValueInfo(name: "probabilities", shape: ["batch", 2]),
                ValueInfo(
                    name: "activation_map", shape: ["batch", 2, .fixed(frontEnd.height), .fixed(frontEnd.width)]),
            ],
            nodes: [
                Node(name: "pool", operatorType: "GlobalAveragePool", inputs: ["picture"], outputs: ["pooled"]),
                Node(name: "flat", operatorType: "Flatten", inputs: ["pooled"], outputs: ["embedding"]),
                Node(
                    name: "linear", operatorType: "Gemm", inputs: ["embedding", "weight", "bias"], outputs: ["logits"],
                    attributes: ["transB": .integer(1)]),
                Node(
                    name: "softmax", operatorType: "Softmax", inputs: ["logits"], outputs: ["probabilities"],
                    attributes: ["axis": .integer(-1)]),
                Node(
                    name: "map", operatorType: "Conv", inputs: ["picture", "kernel"], outputs: ["activation_map"],
                    attributes: ["kernel_shape": .integers([1, 1])]),
            ],
            initializers: [
                Initializer(name: "weight", value: NDArray(weights(channels), shape: [2, channels])),
                Initializer(name: "bias", value: NDArray([-steepness / 2, steepness / 2], shape: [2])),
                Initializer(name: "kernel", value: NDArray(weights(channels), shape: [2, channels, 1, 1])),
            ])
        var file = ModelFile(graph: graph)
        try file.setCard(card(.classifier, frontEnd, classes: ["bright", "dark"], normal: ["dark"]))
        return file
    }

    /// `probability = sigmoid(2·steepness · (brightness − 0.5))` of every pixel.
    static func segmenter(_ frontEnd: PictureFrontEnd, area: Double = 1) throws -> ModelFile {
        let channels = frontEnd.colour.channelCount
        let graph = Graph(
            name: "bright-pixels",
            inputs: [input(frontEnd)],
            outputs: [
                ValueInfo(name: "probability", shape: ["batch", 1, .fixed(frontEnd.height), .fixed(frontEnd.width)]),
                ValueInfo(name: "embedding", shape: ["batch", .fixed(channels)]),
            ],
            nodes: [
                Node(
                    name: "score", operatorType: "Conv", inputs: ["picture", "kernel", "bias"], outputs: ["logits"],
                    attributes: ["kernel_shape": .integers([1, 1])]),
                Node(name: "sigmoid", operatorType: "Sigmoid", inputs: ["logits"], outputs: ["probability"]),
                Node(name: "pool", operatorType: "GlobalAveragePool", inputs: ["picture"], outputs: ["pooled"]),
                Node(name: "flat", operatorType: "Flatten", inputs: ["pooled"], outputs: ["embedding"]),
            ],
            initializers: [
                Initializer(
                    name: "kernel",
                    value: NDArray(
                        [Float](repeating: 2 * steepness / Float(channels), count: channels),
                        shape: [1, channels, 1, 1])),
                Initializer(name: "bias", value: NDArray([-steepness], shape: [1])),
            ])
        var file = ModelFile(graph: graph)
        var card = card(.segmenter, frontEnd, classes: ["crack"], normal: [])
        card.thresholds = [
            "pixel": .init(value: 0.5, derivation: "by hand"), "area": .init(value: area, derivation: "by hand"),
        ]
        try file.setCard(card)
        return file
    }

    private static func input(_ frontEnd: PictureFrontEnd) -> ValueInfo {
        ValueInfo(
            name: "picture",
            shape: ["batch", .fixed(frontEnd.colour.channelCount), .fixed(frontEnd.height), .fixed(frontEnd.width)])
    }

    private static func weights(_ channels: Int) -> [Float] {
        [Float](repeating: steepness / Float(channels), count: channels)
            + [Float](repeating: -steepness / Float(channels), count: channels)
    }

    // MARK: - Pictures

    static func plain(_ width: Int, _ height: Int, _ level: UInt8, colour: Picture.Colour = .grey) -> Picture {
        Picture(
            width: width, height: height, colour: colour,
            pixels: [UInt8](repeating: level, count: width * height * colour.channelCount))
    }

    /// Bright rectangles on dark ground.
    static func bars(_ width: Int, _ height: Int, _ bars: [Region.Box], colour: Picture.Colour = .grey) -> Picture {
        var picture = plain(width, height, 20, colour: colour)
        for bar in bars {
            for row in bar.y..<bar.y + bar.height {
                for column in bar.x..<bar.x + bar.width {
                    for channel in 0..<colour.channelCount {
                        picture.pixels[(row * width + column) * colour.channelCount + channel] = 235
                    }
                }
            }
        }
        return picture
    }

    static func noise(_ width: Int, _ height: Int, seed: UInt64, colour: Picture.Colour = .grey) -> Picture {
        var generator = SeededGenerator(seed: seed)
        return Picture(
            width: width, height: height, colour: colour,
            pixels: (0..<width * height * colour.channelCount).map { _ in UInt8(generator.nextUniform() * 255.99) })
    }

    static func classification(_ file: ModelFile) throws -> PictureInspection {
        try #require(Inspector(file, engine: InferenceEngine()).inspection() as? PictureInspection)
    }

    static func segmentation(_ file: ModelFile, _ settings: InspectionSettings = InspectionSettings()) throws
        -> PictureSegmentation
    {
        try #require(
            Inspector(file, engine: InferenceEngine(), settings: settings).inspection() as? PictureSegmentation)
    }
}
