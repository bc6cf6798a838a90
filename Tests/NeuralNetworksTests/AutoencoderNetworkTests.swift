import NeuralNetworks
import Testing

@Suite("Autoencoder graphs")
struct AutoencoderNetworkTests {
    private static let small = AutoencoderNetwork(frameCount: 3, bandCount: 4, width: 6, depth: 2, bottleneck: 2)

    @Test("the challenge's network has its 269 992 numbers: 267 928 learned, 2 064 running statistics")
    func size() {
        let graph = AutoencoderNetwork().graph(seed: 1)
        let counts = graph.initializers.map { (name: $0.name, count: $0.value.elementCount) }
        #expect(counts.reduce(0) { $0 + $1.count } == 269_992)
        let statistics = counts.filter { $0.name.hasSuffix(".mean") || $0.name.hasSuffix(".variance") }
        #expect(statistics.reduce(0) { $0 + $1.count } == 2_064)
    }

    @Test("weights begin Glorot-uniform, biases at 0, norms as Keras has them")
    func beginning() throws {
        let graph = AutoencoderNetwork().graph(seed: 1)
        let first = try #require(graph[initializer: "linear0.weight"]?.floats)
        let bound = (6.0 / (640 + 128)).squareRoot()
        #expect(try abs(Double(#require(first.map(abs).max())) - bound) <= 1e-3 * bound)
        #expect(graph[initializer: "linear0.bias"]?.floats?.allSatisfy { $0 == 0 } == true)
        let norms = graph.nodes.filter { $0.operatorType == "BatchNormalization" }
        #expect(norms.count == 9)
        #expect(norms.allSatisfy { $0.float("momentum") == 0.99 && $0.float("epsilon") == 1e-3 })
    }

    @Test("the serving graph's shapes are inferred, for a fixed and for an open number of frames", arguments: [9, nil])
    func shapes(frames: Int?) throws {
        let trained = [1, 2].map { Self.small.graph(seed: $0) }
        let graph = try Self.small.detectorGraph(
            trained, columns: [0, 0, 1], frames: frames.map { .fixed($0) } ?? "frame")
        #expect(graph.outputs.map(\.name) == [AutoencoderNetwork.Names.errors])
        #expect(graph.outputs[0].shape == ["batch", 3])
        let shapes = try ShapeInference(graph, symbols: ["batch": 2, "frame": 9]).shapes
        #expect(shapes[AutoencoderNetwork.Names.errors] == [2, 3])
    }

    @Test("windows shorter than a vector and weights of another network are refused")
    func refusals() throws {
        let trained = [Self.small.graph(seed: 1)]
        let short = #expect(throws: NetworkError.self) {
            try Self.small.detectorGraph(trained, columns: [0], frames: 2)
        }
        #expect(short?.message.contains("2 frames") == true)
        var other = Self.small
        other.width = 7
        let wrong = #expect(throws: NetworkError.self) {
            try Self.small.detectorGraph([other.graph(seed: 1)], columns: [0], frames: 9)
        }
        #expect(wrong?.message.contains("linear0.weight") == true)
    }
}
