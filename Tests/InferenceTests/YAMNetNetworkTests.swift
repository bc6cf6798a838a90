import Foundation
import Inference
import NeuralNetworks
import Testing

/// YAMNet's graph on the serving engine against PyTorch, which ran the same weights: `Tests/Fixtures/yamnet/make_goldens.py`.
@Suite struct YAMNetNetworkTests {
    struct Goldens: Decodable {
        struct Outcome: Decodable {
            var scores: [Float]
            var embedding: [Float]
        }

        var frames: Int
        var bands: Int
        var stem: Int
        var classes: Int
        var blocks: [[Int]]
        var features: [Float]
        var tflite: Outcome
        var keras: Outcome

        var network: YAMNetNetwork {
            YAMNetNetwork(
                frameCount: frames, bandCount: bands, stem: stem,
                blocks: blocks.map { .init(channels: $0[0], stride: $0[1]) }, classCount: classes)
        }
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/yamnet")

    @Test(arguments: ["small.tflite", "small.h5"])
    func scoresAndEmbeddingsAreThoseOfTheReference(_ name: String) throws {
        let goldens = try JSONDecoder().decode(
            Goldens.self, from: Data(contentsOf: Self.folder.appending(path: "goldens.json")))
        let network = goldens.network
        let weights: YAMNetNetwork.Weights
        do {
            weights = try network.weights(contentsOf: Self.folder.appending(path: name).path).weights
        } catch let error as NetworkError where error.message.contains("is not installed") {
            print("SKIPPED: \(error.message)")
            return
        }
        let session = try InferenceSession(
            CompiledNetwork(ModelFile(graph: network.graph(weights)), engine: InferenceEngine()))
        let features = NDArray(goldens.features, shape: [1, 1, goldens.frames, goldens.bands])
        let names = YAMNetNetwork.Names.self
        let found = try session.run(
            [names.features: features], fetch: [names.probabilities, names.embedding, names.logMel])
        let expected = name.hasSuffix("h5") ? goldens.keras : goldens.tflite
        for (found, expected) in zip(found, [expected.scores, expected.embedding]) {
            let floats = try #require(found.floats)
            #expect(floats.count == expected.count)
            for (a, b) in zip(floats, expected) { #expect(abs(a - b) < 1e-5 * max(1, abs(b))) }
        }
        #expect(found[2] == features)
    }
}
