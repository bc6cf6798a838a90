import ClassifierFitting
import Inference
import NeuralNetworks
import Testing

@Suite struct HeadGraphTests {
    private let head = Head(layers: [
        LinearLayer(inputs: 2, outputs: 3, weights: [1, 0, 0, 1, -1, 1], bias: [0, 0.5, 0]),
        LinearLayer(inputs: 3, outputs: 2, weights: [1, 2, 0, -1, 0, 1], bias: [0.1, -0.1]),
    ])

    private var backbone: Graph {
        Graph(
            name: "means", inputs: [ValueInfo(name: "features", shape: ["batch", 1, 2, 2])],
            outputs: [ValueInfo(name: "embedding", shape: ["batch", 2])],
            nodes: [
                Node(
                    name: "mean", operatorType: "ReduceMean", inputs: ["features"], outputs: ["embedding"],
                    attributes: ["axes": .integers([1, 2]), "keepdims": .integer(0)])
            ])
    }

    @Test(arguments: [0, 0.5] as [Float])
    func theServingEngineSaysWhatTheHeadSays(dropout: Float) throws {
        let graph = head.classifierGraph(on: backbone, dropout: dropout)
        let network = try CompiledNetwork(ModelFile(graph: graph), engine: InferenceEngine(), options: .init(batch: 1))
        let found = try InferenceSession(network).run(
            ["features": NDArray([1, 2, 3, 6] as [Float], shape: [1, 1, 2, 2])], fetch: ["embedding", "probabilities"])
        #expect(found[0].floats == [2, 4])
        for (served, wanted) in zip(found[1].floats ?? [], head.probabilities(of: [2, 4])) {
            #expect(abs(Double(served) - wanted) < 1e-6)
        }
    }

    @Test func allOfTheHeadAndNothingElseBearsItsName() {
        let arrays = head.classifierGraph(on: backbone).initializers.map(\.name)
        #expect(arrays.count == 4 && arrays.allSatisfy(Head.isHead))
    }
}
