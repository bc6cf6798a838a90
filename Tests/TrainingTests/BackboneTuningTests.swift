import NeuralNetworks
import Testing
import Training

/// New heads on foreign backbones learn; what is frozen stays.
@Suite("Tuning a backbone")
struct BackboneTuningTests {
    private static let shape = [4, 64, 64]

    /// Losses of a few steps of AdamW on one batch.
    private func losses(
        _ executor: GraphExecutor, steps: Int = 8, rateFactor: (String) -> Double = { _ in 1 },
        loss: ([String: Tensor]) throws -> Tensor
    ) throws -> [Float] {
        let optimizer = try AdamW(executor.parameters) { name, _ in .init(rateFactor: rateFactor(name), weightDecay: 0)
        }
        let picture = try Tensor(BackboneGolden.picture(Self.shape))
        return try (0..<steps).map { _ in
            let value = try loss(executor.run(["picture": picture], training: true, fetch: ["logits"]))
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
        let losses = try losses(executor, rateFactor: { backbone.rateFactor($0) }, loss: classifierLoss)
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
        let losses = try losses(executor, loss: classifierLoss)
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
        // What is to be found is seen: where the first channel is bright.
        let picture = BackboneGolden.picture(Self.shape).asFloats
        let mask = (0..<4 * 4096).map { (place: Int) -> Float in
            picture[place / 4096 * 3 * 4096 + place % 4096] > 0.5 ? 1 : 0
        }
        let executor = try GraphExecutor(graph)
        let losses = try losses(executor, rateFactor: { backbone.rateFactor($0) }) { values in
            try SegmentationObjective().loss(
                #require(values["logits"]), targets: Tensor(mask, shape: [4, 1, 64, 64]))
        }
        #expect(losses[7] < losses[0] * 0.97, "\(losses)")
    }

    @Test(
        "normalisation put back changes nothing before training, and every parameter learns",
        arguments: ["torch_resnet18_folded_17", "torch_resnet50_folded_11", "zoo_mobilenet_v2_10"])
    func restored(_ file: String) throws {
        let folded = try Backbone(BackboneGolden.named(file))
        let picture = BackboneGolden.standardized(BackboneGolden.picture(Self.shape))
        let restored = try folded.restoringNormalization(Self.moments(of: folded, picture))
        #expect(restored.foldedConvolutions.isEmpty)
        #expect(restored.rateFactor(Backbone.prefix + "w") == 1)
        let norms = restored.graph.nodes.filter { $0.operatorType == "BatchNormalization" }
        #expect(norms.count == folded.foldedConvolutions.count)
        // On running statistics exactly, on the batch's own nearly: they are those of the pictures that were measured.
        let before = try features(of: folded, picture, training: false)
        #expect(relativeDistance(try features(of: restored, picture, training: false), before) <= 1e-4)
        #expect(relativeDistance(try features(of: restored, picture, training: true), before) <= 2e-3)
        let graph = try restored.classifierGraph(classes: 2, dropout: 0, height: 64, width: 64, seed: 1)
        let losses = try losses(
            GraphExecutor(graph), rateFactor: { restored.rateFactor($0) }, loss: classifierLoss)
        #expect(losses[7] < losses[0] * 0.97, "\(losses)")
    }

    private func features(of backbone: Backbone, _ picture: NDArray, training: Bool) throws -> [Float] {
        let name = backbone.features.name
        let values = try GraphExecutor(backbone.graph).run(
            [Backbone.pictureName: Tensor(picture)], training: training, fetch: [name])
        return try #require(values[name]).floats()
    }

    static func moments(of backbone: Backbone, _ picture: NDArray) throws -> [String: ChannelMoments] {
        let batch = TrainingBatch(inputs: picture.asFloats, inputShape: picture.shape, targets: [])
        return try GraphExecutor(backbone.graph).channelMoments(
            of: backbone.foldedConvolutions, input: Backbone.pictureName, batches: [batch])
    }
}
