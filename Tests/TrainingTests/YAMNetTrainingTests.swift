import Foundation
import NeuralNetworks
import Testing
import Training

/// YAMNet's graph, with padding that differs at both ends, on the training engine.
@Suite struct YAMNetTrainingTests {
    private struct Goldens: Decodable {
        struct Outcome: Decodable { var scores: [Float] }

        var features: [Float]
        var tflite: Outcome
    }

    @Test func aGraphFromATFLiteFileScoresAsTheReferenceAndCanBeTrained() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/yamnet")
        let goldens = try JSONDecoder().decode(
            Goldens.self, from: Data(contentsOf: folder.appending(path: "goldens.json")))
        let network = YAMNetNetwork(
            frameCount: 12, bandCount: 10, stem: 4,
            blocks: [.init(channels: 6), .init(channels: 8, stride: 2), .init(channels: 8)], classCount: 5)
        let weights = try network.weights(contentsOf: folder.appending(path: "small.tflite").path).weights
        let executor = try GraphExecutor(network.graph(weights))
        // 7 convolutions and a linear layer, each with weights and biases.
        #expect(executor.parameters.count == 16)
        let features = try Tensor(goldens.features, shape: [1, 1, 12, 10])
        let names = YAMNetNetwork.Names.self
        let scores = try #require(
            try executor.run([names.features: features], training: true, fetch: [names.probabilities])[
                names.probabilities])
        for (a, b) in zip(try scores.floats(), goldens.tflite.scores) { #expect(abs(a - b) < 1e-5) }
        try scores.weightedSum([1, 1, 1, 1, 1]).backward()
        for parameter in executor.parameters {
            let gradient = try #require(parameter.tensor.gradient, "\(parameter.name) got no gradient")
            #expect(try gradient.floats().contains { $0 != 0 })
        }
    }
}
