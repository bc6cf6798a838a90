import NeuralNetworks
import Testing

@Suite("Embedding graphs")
struct EmbeddingNetworkTests {
    @Test("classes are numbered machines first, and invented ones fold into their machine where they are its own")
    func classes() {
        let shared = EmbeddingClasses(machines: 3, inventions: 2)
        #expect(shared.count == 5)
        #expect(shared.index(machine: 2) == 2)
        #expect(shared.index(machine: 2, invention: 1) == 4)
        #expect(shared.ownClasses(ofMachine: 1) == [1])
        #expect(shared.inventedClasses(ofMachine: 1) == [3, 4])
        let own = EmbeddingClasses(machines: 3, inventions: 2, keepsMachineOfInvention: true)
        #expect(own.count == 9)
        #expect(own.index(machine: 2, invention: 1) == 8)
        #expect(own.ownClasses(ofMachine: 1) == [1, 5, 6])
        let together = EmbeddingClasses(machines: 3, inventions: 2, tellsMachines: false)
        #expect(together.count == 3)
        #expect(together.index(machine: 2) == 0)
        #expect(together.index(machine: 2, invention: 1) == 2)
    }

    struct GraphCase: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let network: EmbeddingNetwork
        let classes: EmbeddingClasses
        let outputs: [String]
    }

    private static let everything = EmbeddingNetwork(
        branches: [
            .profile(ProfileBranch(smoothing: 5, layers: .convolutions(channels: 4))),
            .spectrogram(SpectrogramBranch(width: 4, stages: 2)),
            .spectrum(SpectrumBranch(channels: 4, kernels: [5, 3], strides: [2, 2])),
        ], length: 6, centres: 2)
    static let all = [
        GraphCase(
            testDescription: "all branches, several machines, inventions", network: everything,
            classes: EmbeddingClasses(machines: 3, inventions: 2),
            outputs: ["embedding", "cosines", "probabilities", "odds"]),
        GraphCase(
            testDescription: "one machine that stands alone",
            network: EmbeddingNetwork(branches: [.profile(ProfileBranch(smoothing: nil, layers: .linear))], length: 6),
            classes: EmbeddingClasses(machines: 1, inventions: 4), outputs: ["embedding", "cosines", "odds"]),
        GraphCase(
            testDescription: "machines without inventions",
            network: EmbeddingNetwork(branches: [.spectrogram(SpectrogramBranch(width: 4, stages: 1))], length: 6),
            classes: EmbeddingClasses(machines: 2), outputs: ["embedding", "cosines", "probabilities"]),
    ]

    @Test("inputs, outputs and their shapes", arguments: all)
    func shapes(_ test: GraphCase) throws {
        let graph = test.graph()
        #expect(graph.inputs.map(\.name) == ["features"])
        #expect(graph.outputs.map(\.name) == test.outputs)
        let shapes = try ShapeInference(graph, symbols: ["batch": 2, "frame": 12]).shapes
        let expected = [
            "embedding": [2, 6 * test.network.branches.count],
            "cosines": [2, test.classes.count * test.network.centres],
            "probabilities": [2, test.classes.machines], "odds": [2, test.classes.machines],
        ]
        for name in test.outputs { #expect(shapes[name] == expected[name], "\(name)") }
    }

    @Test("what serves is for windows of a fixed length, without what only training reads", arguments: all)
    func serving(_ test: GraphCase) throws {
        let graph = try EmbeddingNetwork.detectorGraph(test.graph(), frames: 12)
        #expect(graph.inputs[0].shape == ["batch", 1, 12, 8])
        #expect(graph.outputs.map(\.name) == test.outputs.filter { $0 != "cosines" })
        #expect(graph.nodes.allSatisfy { $0.operatorType != "Dropout" })
        let error = #expect(throws: NetworkError.self) { try EmbeddingNetwork.detectorGraph(graph, frames: 13) }
        #expect(error?.message.contains("12 frames") == true)
    }

    @Test("a graph of another make is refused")
    func foreign() {
        let graph = AutoencoderNetwork().graph(seed: 1)
        #expect(throws: NetworkError.self) { try EmbeddingNetwork.detectorGraph(graph, frames: 12) }
    }
}

extension EmbeddingNetworkTests.GraphCase {
    func graph(seed: UInt64 = 1) -> Graph {
        network.graph(
            frames: "frame",
            features: .init(mean: .init(repeating: 0, count: 8), deviation: .init(repeating: 1, count: 8)),
            classes: classes, scale: 4, seed: seed)
    }
}
