import Foundation
import InspectionTypes
import Testing

@testable import NeuralNetworks

@Suite struct TFLiteImportTests {
    private let network = YAMNetGoldens.network

    @Test func everyConvolutionGetsItsWeights() throws {
        let weights = try network.weights(contentsOf: YAMNetGoldens.path("small.tflite"))
        #expect(weights.format == .tflite)
        #expect(weights.weights.layers.map(\.kernel.shape) == network.convolutions.map(\.weightShape))
        #expect(weights.weights.classifier.shape == [5, 8])
        #expect(
            weights.weights.layers.allSatisfy {
                if case .folded(let bias) = $0.normalization { bias.contains { $0 != 0 } } else { false }
            })
    }

    @Test func theGraphHasTheNamesThatInspectorsLookFor() throws {
        let graph = try network.graph(network.weights(tflite: YAMNetGoldens.bytes("small.tflite")))
        #expect(graph.inputs.map(\.name) == ["features"])
        #expect(graph.outputs.map(\.name) == ["probabilities", "embedding", "log_mel"])
        let shapes = try ShapeInference(graph).shapes
        #expect(
            shapes["probabilities"] == [1, 5] && shapes["embedding"] == [1, 8] && shapes["log_mel"] == [1, 1, 12, 10])
    }

    @Test func thePublishedNetworkIsMobileNetOf13Blocks() {
        let convolutions = YAMNetNetwork.published.convolutions
        #expect(convolutions.count == 27)
        #expect(convolutions.reduce(1) { $0 * $1.stride } == 32)
        #expect(YAMNetNetwork.published.embeddingLength == 1024)
        let weights = convolutions.reduce(0) { $0 + $1.weightShape.reduce(1, *) }
        // The published figure of 3.7 million parameters, biases included.
        #expect(weights + convolutions.reduce(0) { $0 + $1.channels } + 521 * 1025 == 3_729_481)
    }

    @Test func anotherNetworkIsNamedAsSuch() throws {
        let bytes = try YAMNetGoldens.bytes("small.tflite")
        let refusal = #expect(throws: NetworkError.self) { try YAMNetNetwork.published.weights(tflite: bytes) }
        #expect(refusal?.code == .unsupported && refusal?.message.contains("7 convolutions") == true)
        var other = network
        other.blocks[0].stride = 2
        let stride = #expect(throws: NetworkError.self) { try other.weights(tflite: bytes) }
        #expect(stride?.message.contains("layer2/depthwise_conv") == true)
    }

    @Test func weightsOfOtherLengthsAreRefusedByName() throws {
        var other = network
        other.blocks[0].channels = 7
        let weights = try other.weights(tflite: YAMNetGoldens.bytes("small.tflite"))
        let refusal = #expect(throws: NetworkError.self) { try other.graph(weights) }
        #expect(refusal?.code == .shape && refusal?.message.contains("layer2/pointwise_conv") == true)
    }

    @Test(arguments: ["README", "TFL3", "\0\0\0\0TFL3", "\u{10}\0\0\0TFL3\0\0\0\0\0\0\0\0\0\0\0\0"])
    func whatIsNoTFLiteFileIsAnError(_ text: String) {
        #expect(throws: NetworkError.self) { try network.weights(tflite: Array(text.utf8)) }
    }

    @Test func aFileCutShortAnywhereIsAnError() throws {
        let bytes = try YAMNetGoldens.bytes("small.tflite")
        for count in stride(from: 0, to: bytes.count - 64, by: 13) {
            #expect(throws: NetworkError.self) { try network.weights(tflite: Array(bytes.prefix(count))) }
        }
    }

    /// Whatever stands in the file, it is read or refused: no trap, no endless loop, no memory without end.
    @Test func hostileBytesAreReadOrRefused() throws {
        let bytes = try YAMNetGoldens.bytes("small.tflite")
        var generator = SeededGenerator(seed: 11)
        func draw(_ bound: Int) -> Int { Int(generator.nextUniform() * Double(bound)) }
        var refused = 0
        for round in 0..<4000 {
            var hostile = bytes
            for _ in 0...draw(6) {
                // Half of the blows go for the offsets and counts, which make up the file's end in this writer's files.
                let place = round % 2 == 0 ? draw(hostile.count - 4) : hostile.count - 4 - draw(2400)
                let values: [UInt32] = [
                    0, 1, 4, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, UInt32(draw(hostile.count)), UInt32(draw(256)),
                ]
                let value = values[draw(values.count)]
                let length = draw(2) == 0 ? 1 : 4
                for byte in 0..<length { hostile[place + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
            }
            do {
                _ = try network.graph(network.weights(tflite: hostile))
            } catch let error as NetworkError {
                #expect(!error.message.isEmpty)
                refused += 1
            }
        }
        #expect(refused > 500)
    }

    struct Half: Sendable {
        var bits: UInt16
        var value: Float
    }

    @Test(arguments: [
        Half(bits: 0x3C00, value: 1), Half(bits: 0xC000, value: -2), Half(bits: 0x3555, value: 0.333251953125),
        Half(bits: 0x7BFF, value: 65504), Half(bits: 0x0400, value: 0x1p-14), Half(bits: 0x0001, value: 0x1p-24),
        Half(bits: 0x8000, value: 0), Half(bits: 0x7C00, value: .infinity),
    ])
    func halfPrecisionIsReadBitForBit(_ half: Half) {
        #expect(TFLiteTensor.float(half: half.bits) == half.value)
        #expect(TFLiteTensor.float(half: 0x7E00).isNaN)
    }

    @Test func axesTakeAnotherOrder() {
        let array = NDArray((0..<24).map(Float.init), shape: [2, 3, 4])
        let turned = array.transposed(to: [2, 0, 1])
        #expect(turned.shape == [4, 2, 3])
        #expect(turned.floats?[0..<7] == [0, 4, 8, 12, 16, 20, 1])
    }
}
