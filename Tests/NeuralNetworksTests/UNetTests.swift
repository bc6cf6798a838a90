import NeuralNetworks
import Testing

@Suite("U-Net graphs")
struct UNetTests {
    private static let colour: (mean: [Float], deviation: [Float]) = ([0.5, 0.5, 0.5], [0.25, 0.25, 0.25])

    private static func graph(_ net: UNet, _ height: Dimension, _ width: Dimension) -> Graph {
        net.graph(
            channels: 3, height: height, width: width, mean: colour.mean, deviation: colour.deviation, seed: 1)
    }

    struct SizeCase: Sendable, CustomTestStringConvertible {
        let preset: UNet.Preset
        let parameters, multiplyAdds128, multiplyAdds256: Double
        var testDescription: String { preset.rawValue }
    }

    @Test(
        "presets are as large as their table says, in millions",
        arguments: [
            SizeCase(preset: .light, parameters: 0.90, multiplyAdds128: 108, multiplyAdds256: 433),
            SizeCase(preset: .full, parameters: 6.13, multiplyAdds128: 573, multiplyAdds256: 2290),
        ])
    func presetsAreDocumented(_ size: SizeCase) throws {
        let net = UNet(size.preset)
        let small = try GraphSummary(Self.graph(net, 128, 128))
        let large = try GraphSummary(Self.graph(net, 256, 256))
        #expect(abs(Double(small.parameters) / 1e6 - size.parameters) <= 0.005)
        #expect(abs(Double(small.multiplyAdds) / 1e6 / size.multiplyAdds128 - 1) <= 0.005)
        #expect(abs(Double(large.multiplyAdds) / 1e6 / size.multiplyAdds256 - 1) <= 0.005)
    }

    @Test("light costs at most a quarter of the customary network")
    func lightIsLight() throws {
        let customary = UNet(width: 64, detailChannels: 0)
        let (light, other) = try (
            GraphSummary(Self.graph(UNet(.light), 128, 128)), GraphSummary(Self.graph(customary, 128, 128))
        )
        #expect(light.multiplyAdds * 4 <= other.multiplyAdds)
    }

    @Test("open axes come back as they went in, whatever the stem", arguments: [1, 2])
    func openAxes(stemStride: Int) throws {
        let net = UNet(width: 8, stemStride: stemStride)
        let graph = Self.graph(net, "height", "width")
        let outputs = Dictionary(uniqueKeysWithValues: graph.outputs.map { ($0.name, $0.shape) })
        #expect(outputs[PictureNames.probability] == ["batch", 1, "height", "width"])
        #expect(outputs[PictureNames.embedding] == ["batch", 64])
        #expect(net.granularity == 16 * stemStride)
        let shapes = try ShapeInference(graph, symbols: ["batch": 2, "height": 64, "width": 96]).shapes
        #expect(shapes[PictureNames.logits] == [2, 1, 64, 96])
    }

    @Test("the same seed gives the same weights, another seed others")
    func seeds() {
        func weights(_ seed: UInt64) -> [Initializer] {
            UNet(.light).graph(
                channels: 1, height: 32, width: 32, mean: [0.5], deviation: [0.2], seed: seed
            ).initializers
        }
        #expect(weights(1) == weights(1))
        #expect(weights(1) != weights(2))
    }

    @Test("a small network's multiply-adds are those of its layer table")
    func multiplyAdds() throws {
        // 16×16 pixels, 4 wide, one colour, stem of stride 1, decoder of 16, 8, 4 and 2 channels.
        let net = UNet(width: 4, stemStride: 1, narrowest: 2)
        let graph = net.graph(channels: 1, height: 16, width: 16, mean: [0], deviation: [1], seed: 1)
        func convolutions(_ size: Int, _ pairs: (Int, Int)...) -> Int {
            pairs.reduce(0) { $0 + size * size * 9 * $1.0 * $1.1 }
        }
        let encoder =
            convolutions(16, (1, 4)) + convolutions(8, (4, 4), (4, 4), (4, 4), (4, 4))
            + convolutions(4, (4, 8), (8, 8), (8, 8), (8, 8)) + convolutions(2, (8, 16), (16, 16), (16, 16), (16, 16))
            + convolutions(1, (16, 32), (32, 32), (32, 32), (32, 32))
        let shortcuts = 4 * 4 * 4 * 8 + 2 * 2 * 8 * 16 + 16 * 32
        let decoder =
            convolutions(2, (32 + 16, 16), (16, 16)) + convolutions(4, (16 + 8, 8), (8, 8))
            + convolutions(8, (8 + 4, 4), (4, 4)) + convolutions(16, (4 + 4, 2), (2, 2)) + 16 * 16 * 2
        #expect(try GraphSummary(graph).multiplyAdds == encoder + shortcuts + decoder)
    }
}
