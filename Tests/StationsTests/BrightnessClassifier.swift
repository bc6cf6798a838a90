import FoundationEssentials
import Inference
import InspectionPipeline
import InspectionTypes
import Media
import NeuralNetworks

@testable import Capture
@testable import Stations

/// Bright pictures are a defect, dark ones normal; the brighter, the surer.
enum BrightnessClassifier {
    static func model() throws -> ModelFile {
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
        var file = ModelFile(graph: graph)
        try file.setCard(card)
        return file
    }

    static func inspector(workers: Int = 1) throws -> LivePictureInspector {
        try LivePictureInspector(model(), engine: InferenceEngine(), workers: workers)
    }

    /// A noisy picture of some brightness, 0…1.
    static func picture(_ brightness: Double, seed: UInt64 = 1, width: Int = 40, height: Int = 30) -> Picture {
        var generator = SeededGenerator(seed: seed)
        let middle = brightness * 255
        let pixels = (0..<width * height).map { _ in
            UInt8(min(255, max(0, middle + Double.random(in: -20...20, using: &generator))))
        }
        return Picture(width: width, height: height, colour: .grey, pixels: pixels)
    }

    static func jpeg(_ brightness: Double, seed: UInt64 = 1) throws -> [UInt8] {
        try PictureEncoder.jpeg(picture(brightness, seed: seed))
    }

    /// A feed that sends these, and ends.
    ///
    /// - Parameter interval: between frames, in seconds.
    static func film(_ pictures: [[UInt8]], name: String = "film", interval: Double = 0.5, wake: Doorbell) throws
        -> FrameFeed
    {
        let queue = FrameQueue(wake: wake)
        let thread = try SourceThread(name: name) {
            queue.opened(FrameFormat(description: name))
            for (number, picture) in pictures.enumerated() {
                guard queue.deliver(picture, position: Double(number) * interval) else { break }
            }
            queue.ended()
        }
        return FrameFeed(name: name, isLive: false, queue: queue) { thread.waitForEnd(seconds: 1) }
    }
}
