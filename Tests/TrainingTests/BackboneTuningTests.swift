import NeuralNetworks
import Testing
import Training

/// New heads on foreign backbones learn; what is frozen stays.
@Suite("Tuning a backbone")
struct BackboneTuningTests {
    private static let shape = [4, 64, 64]

    /// Losses of a few steps of AdamW on one batch.
    private func losses(
        _ executor: GraphExecutor, of output: String, steps: Int = 8, rateFactor: (String) -> Double = { _ in 1 },
        loss: ([String: Tensor]) throws -> Tensor
    ) throws -> [Float] {
        let optimizer = try AdamW(executor.parameters) { name, _ in .init(rateFactor: rateFactor(name), weightDecay: 0)
        }
        let picture = try Tensor(BackboneGolden.picture(Self.shape))
        return try (0..<steps).map { _ in
            let value = try loss(executor.run(["picture": picture], training: true, fetch: [output]))
            try optimizer.zeroGradients()
            try value.backward()
            try optimizer.step(learningRate: 0.01)
            return try value.item()
        }
    }

    private func classifierLoss(_ values: [String: Tensor]) throws -> Tensor {
        try Loss.crossEntropy(
            #require(values["logits"]), targets: Tensor([1, 0, 0, 1, 1, 0, 0, 1], shape: [4, 2]), labelSmoothing: 0)
    }

    @Test("a classifier's loss falls, backbone and head tuned together", arguments: BackboneGolden.all)
    func classifier(_ golden: BackboneGolden) throws {
        let backbone = try Backbone(golden.model())
        let graph = try backbone.classifierGraph(classes: 2, dropout: 0, height: 64, width: 64, seed: 1)
        let executor = try GraphExecutor(graph)
        let trained = executor.parameters.map(\.name)
        #expect(trained.contains { Backbone.isBackbone($0) })
        let losses = try losses(executor, of: "logits", rateFactor: { backbone.rateFactor($0) }, loss: classifierLoss)
        #expect(losses[7] < losses[0] * 0.97, "\(losses)")
        let before = Dictionary(graph.initializers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        let changed = try executor.initializers().filter { before[$0.name] != $0.value }.map(\.name)
        #expect(Set(trained).isSubset(of: changed))
    }

    @Test("a frozen backbone keeps every number while its head learns", arguments: BackboneGolden.all)
    func frozen(_ golden: BackboneGolden) throws {
        let graph = try Backbone(golden.model()).classifierGraph(
            classes: 2, dropout: 0, height: 64, width: 64, seed: 1)
        let executor = try GraphExecutor(graph)
        try executor.freeze(where: Backbone.isBackbone)
        #expect(Set(executor.parameters.map(\.name)) == ["head.linear0.weight", "head.linear0.bias"])
        let losses = try losses(executor, of: "logits", loss: classifierLoss)
        #expect(losses[7] < losses[0], "\(losses)")
        let after = try executor.initializers()
        for (before, after) in zip(graph.initializers, after) where Backbone.isBackbone(before.name) {
            #expect(before == after)
        }
    }

    @Test(
        "a segmenter's loss falls",
        arguments: ["torch_resnet18_kept_13", "torch_mobilenet_v2_folded_12", "zoo_resnet_v2_7"])
    func segmenter(_ file: String) throws {
        let backbone = try Backbone(BackboneGolden.named(file))
        let graph = try backbone.segmenterGraph(height: 64, width: 64, decoderWidth: 4, seed: 1)
        // What is to be found is seen: where the first channel is bright. The loss is the mean probability elsewhere less that there.
        let picture = BackboneGolden.picture(Self.shape).asFloats
        let signs = (0..<4 * 4096).map { (place: Int) -> Float in
            picture[place / 4096 * 3 * 4096 + place % 4096] > 0.5 ? -1.0 / 8192 : 1.0 / 8192
        }
        let executor = try GraphExecutor(graph)
        let losses = try losses(executor, of: "probability", rateFactor: { backbone.rateFactor($0) }) { values in
            try #require(values["probability"]).weightedSum(signs)
        }
        #expect(losses[7] < losses[0] - 0.02, "\(losses)")
    }
}
