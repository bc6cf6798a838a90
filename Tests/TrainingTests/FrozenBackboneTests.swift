import Inference
import NeuralNetworks
import Testing
import Training

@Suite("Frozen backbones")
struct FrozenBackboneTests {
    /// OpenVINO knows `ThresholdedRelu`, our trainer does not; from 0 on it is `Relu`.
    private func unknown(_ file: String) throws -> ModelFile {
        var model = try BackboneGolden.named(file)
        let place = try #require(model.graph.nodes.firstIndex { $0.operatorType == "Relu" })
        model.graph.nodes[place].operatorType = "ThresholdedRelu"
        model.graph.nodes[place].attributes["alpha"] = .float(0)
        // Our own names inside are none of our business.
        let output = model.graph.nodes[place].outputs[0]
        model.graph = rename(output, to: "embedding", in: model.graph)
        return model
    }

    private func rename(_ name: String, to other: String, in graph: Graph) -> Graph {
        var graph = graph
        for place in graph.nodes.indices {
            graph.nodes[place].inputs = graph.nodes[place].inputs.map { $0 == name ? other : $0 }
            graph.nodes[place].outputs = graph.nodes[place].outputs.map { $0 == name ? other : $0 }
        }
        return graph
    }

    private func serve(_ graph: Graph, _ picture: NDArray, _ names: [String]) throws -> [NDArray] {
        let network = try CompiledNetwork(
            ModelFile(graph: graph), engine: BothEnginesTests.engine.get(), options: .init(precision: .f32, threads: 1))
        return try InferenceSession(network).run([PictureNames.picture: picture], fetch: names)
    }

    @Test(
        "what we cannot tune still gives its embeddings, and a head trained on them serves with it",
        arguments: ["torch_resnet18_kept_13", "zoo_resnet_v2_7", "zoo_resnet_caffe2_9"])
    func frozen(_ file: String) throws {
        let model = try unknown(file)
        let refusal = #expect(throws: NetworkError.self) { try Backbone(model) }
        #expect(refusal?.message.contains("ThresholdedRelu") == true)
        let frozen = try FrozenBackbone(model, height: 64, width: 64)
        let picture = BackboneGolden.picture([1, 64, 64])
        let embedding = try serve(frozen.graph, picture, [PictureNames.embedding])[0]
        let tuned = try Backbone(BackboneGolden.named(file)).classifierGraph(
            classes: 2, height: 64, width: 64, seed: 1)
        let expected = try serve(tuned, picture, [PictureNames.embedding])[0]
        #expect(relativeDistance(embedding.asFloats, expected.asFloats) <= 1e-4)

        let head = FrozenBackbone.headGraph(features: embedding.shape[1], classes: 3, seed: 2)
        #expect(try GraphExecutor(head).parameters.map(\.name) == ["head.linear0.weight", "head.linear0.bias"])
        let names = [PictureNames.embedding, PictureNames.logits, PictureNames.probabilities]
        let joined = frozen.classifierGraph(head: head)
        #expect(joined.outputs.map(\.name) == names)
        let served = try serve(joined, picture, names)
        let trained = try GraphExecutor(head).run(
            [PictureNames.embedding: Tensor(embedding)], training: false, fetch: names)
        for (name, value) in zip(names, served) {
            #expect(relativeDistance(value.asFloats, try #require(trained[name]).floats()) <= 1e-4, "\(name)")
        }
    }
}
