import Inference
import NeuralNetworks
import Testing
import Training

/// Foreign classifiers without their heads, on both engines.
@Suite("Backbones")
struct BackboneTests {
    @Test("there are goldens") func goldens() { #expect(BackboneGolden.all.count == 11) }

    @Test("the deepest map of each stride is found", arguments: BackboneGolden.all + BackboneGolden.fullSize)
    func maps(_ golden: BackboneGolden) throws {
        let backbone = try Backbone(golden.model())
        let found = Dictionary(backbone.maps.map { (String($0.stride), $0.channels) }, uniquingKeysWith: { $1 })
        #expect(found == golden.strides)
        #expect(backbone.maps.last == backbone.features)
        #expect(backbone.features.stride == 32)
        #expect(backbone.isSizeFree)
        #expect(backbone.graph.initializers.allSatisfy { Backbone.isBackbone($0.name) })
    }

    @Test("features are the exporter's, on both engines", arguments: BackboneGolden.all + BackboneGolden.fullSize)
    func features(_ golden: BackboneGolden) throws {
        let backbone = try Backbone(golden.model())
        let name = backbone.features.name
        let network = try CompiledNetwork(
            ModelFile(graph: backbone.graph), engine: BothEnginesTests.engine.get(),
            options: .init(precision: .f32, threads: 1))
        let (session, executor) = try (InferenceSession(network), GraphExecutor(backbone.graph))
        for run in golden.runs {
            let inputs = [Backbone.pictureName: BackboneGolden.standardized(BackboneGolden.picture(run.shape))]
            let served = try session.run(inputs, fetch: [name])[0]
            let trained = try executor.run(inputs.mapValues { try Tensor($0) }, training: false, fetch: [name])[name]
            #expect(served.shape == run.features.shape)
            #expect(relativeDistance(served.asFloats, run.features.values) <= 1e-4)
            #expect(relativeDistance(try #require(trained).floats(), served.asFloats) <= 1e-4)
        }
    }

    @Test(
        "a classifier on it is the same on both engines, and its map explains its logits", arguments: BackboneGolden.all
    )
    func classifier(_ golden: BackboneGolden) throws {
        let graph = try Backbone(golden.model()).classifierGraph(classes: 3, height: 64, width: 96, seed: 1)
        let names = ["embedding", "logits", "probabilities", "activation_map"]
        #expect(graph.outputs.map(\.name) == names)
        let values = try onBothEngines(graph, BackboneGolden.picture([2, 64, 96]), names)
        let maps = values[3]
        #expect(maps.shape == [2, 3, 2, 3])
        let bias = try #require(graph[initializer: "head.linear0.bias"]?.floats)
        let flat = maps.asFloats
        let means = (0..<6).map { (row: Int) -> Float in
            let sum: Float = flat[(row * 6)..<(row * 6 + 6)].reduce(0, +)
            return sum / 6 + bias[row % 3]
        }
        #expect(relativeDistance(means, values[1].asFloats) <= 1e-4)
    }

    @Test(
        "a segmenter on it is the same on both engines, for sizes that 32 does not divide too",
        arguments: BackboneGolden.all)
    func segmenter(_ golden: BackboneGolden) throws {
        let backbone = try Backbone(golden.model())
        for (height, width) in [(64, 64), (72, 100)] {
            let graph = try backbone.segmenterGraph(height: height, width: width, decoderWidth: 2, seed: 1)
            let values = try onBothEngines(
                graph, BackboneGolden.picture([1, height, width]), ["logits", "probability", "embedding"])
            #expect(values[0].shape == [1, 1, height, width])
            #expect(values[1].shape == [1, 1, height, width])
            #expect(values[2].shape == [1, backbone.features.channels])
        }
    }

    private func onBothEngines(_ graph: Graph, _ picture: NDArray, _ names: [String]) throws -> [NDArray] {
        let network = try CompiledNetwork(
            ModelFile(graph: graph), engine: BothEnginesTests.engine.get(), options: .init(precision: .f32, threads: 1))
        let served = try InferenceSession(network).run(["picture": picture], fetch: names)
        let trained = try GraphExecutor(graph).run(["picture": Tensor(picture)], training: false, fetch: names)
        for (name, value) in zip(names, served) {
            #expect(relativeDistance(try #require(trained[name]).floats(), value.asFloats) <= 1e-4, "\(name)")
        }
        return served
    }
}
