import Foundation
import Inference
import NeuralNetworks
import Testing

/// Backbones of sounds that listen to an early layer as well.
@Suite struct WideSoundBackboneTests {
    private static let bands = 32

    private func file(frames: Int) -> ModelFile {
        ModelFile(
            graph: ResidualNetwork(width: 4, stemStride: (2, 2), dropout: 0).graph(
                frames: frames, mean: Array(repeating: -8, count: Self.bands),
                deviation: Array(repeating: 3, count: Self.bands), classes: 5, seed: 1))
    }

    private func embedding(_ graph: Graph, _ features: NDArray) throws -> [Float] {
        let session = try InferenceSession(CompiledNetwork(ModelFile(graph: graph), engine: InferenceEngine()))
        return try session.run(["features": features], fetch: ["embedding"])[0].floats ?? []
    }

    private func features(frames: Int) -> NDArray {
        NDArray(
            (0..<frames * Self.bands).map { -8 + 3 * Float(sin(Double($0) * 0.37)) }, shape: [1, 1, frames, Self.bands]
        )
    }

    @Test func theEmbeddingStandsFirstAndFrequenciesOfAnEarlyMapBehindIt() throws {
        let backbone = try SoundBackbone(file(frames: 40), frames: 40, bands: Self.bands)
        let wide = try #require(backbone.wide)
        let (narrow, joined) = (
            try embedding(backbone.graph, features(frames: 40)), try embedding(wide.graph, features(frames: 40))
        )
        #expect(narrow.count == wide.lateCount && joined.count == wide.lateCount + wide.earlyCount)
        for (a, b) in zip(narrow, joined) { #expect(abs(a - b) < 1e-5) }
        // Half the bands, each with all channels of the first stage.
        #expect(wide.earlyCount % (Self.bands / 2) == 0)
        #expect(joined.dropFirst(narrow.count).contains { $0 != 0 })
    }

    @Test func anEarlyMapIsAMeanOverTime() throws {
        let backbone = try SoundBackbone(file(frames: 40), frames: 40, bands: Self.bands)
        let wide = try #require(backbone.wide)
        var graph = wide.graph
        let mean = try #require(graph.nodes.first { $0.operatorType == "ReduceMean" && $0.name == "backbone/profile" })
        graph.outputs = [ValueInfo(name: mean.inputs[0], shape: [])]
        let session = try InferenceSession(CompiledNetwork(ModelFile(graph: graph), engine: InferenceEngine()))
        let map = try session.run(["features": features(frames: 40)], fetch: [mean.inputs[0]])[0]
        let (channels, frames, bands) = (map.shape[1], map.shape[2], map.shape[3])
        let values = try #require(map.floats)
        let joined = try embedding(wide.graph, features(frames: 40)).dropFirst(wide.lateCount)
        #expect(joined.count == channels * bands)
        for (place, found) in joined.enumerated() {
            let (channel, band) = (place / bands, place % bands)
            let sum = (0..<frames).reduce(Float(0)) { $0 + values[(channel * frames + $1) * bands + band] }
            #expect(abs(found - sum / Float(frames)) < 1e-4)
        }
    }

    @Test func aModelOfBothIsABackboneAgain() throws {
        let first = try #require(SoundBackbone(file(frames: 40), frames: 40, bands: Self.bands).wide)
        let again = try SoundBackbone(ModelFile(graph: first.graph), frames: 40, bands: Self.bands)
        #expect(
            try embedding(again.graph, features(frames: 40)) == embedding(first.graph, features(frames: 40)))
        let wide = try #require(again.wide)
        #expect(wide.lateCount == first.lateCount + first.earlyCount && wide.earlyCount == first.earlyCount)
    }

    @Test func withoutMapsThereIsOnlyTheEmbedding() throws {
        let flat = Graph(
            name: "means", inputs: [ValueInfo(name: "features", shape: ["batch", 1, 4, 8])],
            outputs: [ValueInfo(name: "embedding", shape: ["batch", 8])],
            nodes: [
                Node(
                    name: "mean", operatorType: "ReduceMean", inputs: ["features"], outputs: ["embedding"],
                    attributes: ["axes": .integers([1, 2]), "keepdims": .integer(0)])
            ])
        #expect(try SoundBackbone(ModelFile(graph: flat), frames: 4, bands: 8).wide == nil)
    }
}
