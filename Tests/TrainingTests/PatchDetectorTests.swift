import InspectionTypes
import FoundationEssentials
import Inference
import NeuralNetworks
import Testing
import Training

/// What `Tests/Fixtures/neuralnetworks/make_patch_detectors.py` wrote.
struct PatchDetectorGolden: Decodable, Sendable, CustomTestStringConvertible {
    struct Result: Decodable, Sendable {
        var map: [Float]
        var scores: [Float]
        var nearest: [Float]?
        var embedding: [Float]
    }

    var file: String
    var dimension: Int
    var channels: Int
    var batch: Int
    var neighbours: Int
    /// `[dimension, channels]`; empty where all channels are kept.
    var projection: [Float]
    var centre: [Float]
    var bank: [Float]
    var patches: [Float]
    var patchcore: Result
    var means: [Float]
    var whitening: [Float]
    var padim: Result

    var testDescription: String { file }

    static let all: [PatchDetectorGolden] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/neuralnetworks/patch_detectors.json")
        return (try? JSONDecoder().decode([PatchDetectorGolden].self, from: Data(contentsOf: file))) ?? []
    }()

    /// The features with the generator's projection in place of a drawn one.
    func features() throws -> PatchFeatures {
        let backbone = try Backbone(BackboneGolden.named(file))
        let features = try PatchFeatures(on: backbone, height: 64, width: 64, dimension: { _ in dimension }, seed: 1)
        guard !projection.isEmpty else { return features }
        var first = 0
        var weights: [String: NDArray] = [:]
        for name in ["patches.conv0.weight", "patches.conv1.weight"] {
            let shape = try #require(features.graph[initializer: name]?.shape)
            let columns = first..<first + shape[1]
            let values = (0..<dimension).flatMap { row in columns.map { projection[row * channels + $0] } }
            weights[name] = NDArray(values, shape: shape)
            first += shape[1]
        }
        return features.replacing(weights)
    }
}

@Suite("Detectors on patches of a backbone's maps")
struct PatchDetectorTests {
    private static let goldens = PatchDetectorGolden.all

    /// What both engines make of a picture.
    private func run(_ graph: Graph, _ picture: NDArray, _ names: [String]) throws -> [(name: String, NDArray, NDArray)]
    {
        let network = try CompiledNetwork(
            ModelFile(graph: graph), engine: BothEnginesTests.engine.get(), options: .init(precision: .f32, threads: 1))
        let served = try InferenceSession(network).run([PictureNames.picture: picture], fetch: names)
        let trained = try GraphExecutor(graph).run(
            [PictureNames.picture: Tensor(picture)], training: false, fetch: names)
        return try zip(names, served).map { ($0, $1, try #require(trained[$0]).array()) }
    }

    @Test("the generator's file is there")
    func found() { #expect(Self.goldens.count == 4) }

    @Test("patches are numpy's: averaged, enlarged, joined, projected", arguments: goldens)
    func patches(_ golden: PatchDetectorGolden) throws {
        let features = try golden.features()
        #expect([features.rows, features.columns, features.dimension] == [8, 8, golden.dimension])
        #expect(features.strides == [8, 16])
        let found = try run(features.graph, BackboneGolden.picture([1, 64, 64]), [PatchFeatures.name])
        for value in [found[0].1, found[0].2] {
            #expect(value.shape == [1, golden.dimension, 8, 8])
            #expect(relativeDistance(value.asFloats, golden.patches) <= 1e-4)
        }
        #expect(!features.graph.nodes.contains { $0.outputs.contains { $0.hasPrefix("backbone.layer4") } })
    }

    @Test("PatchCore's graph is numpy's, on both engines, in blocks or whole", arguments: goldens, [4, 512])
    func patchCore(_ golden: PatchDetectorGolden, blockRows: Int) throws {
        let core = PatchCore(
            features: try golden.features(), centre: golden.centre, bank: golden.bank, neighbours: golden.neighbours,
            blockRows: blockRows)
        try check(core.graph(), golden.patchcore, golden)
    }

    @Test("PaDiM's graph is numpy's, on both engines", arguments: goldens)
    func padim(_ golden: PatchDetectorGolden) throws {
        let padim = PaDiM(features: try golden.features(), means: golden.means, whitening: golden.whitening)
        try check(padim.graph(), golden.padim, golden)
    }

    private func check(_ graph: Graph, _ wanted: PatchDetectorGolden.Result, _ golden: PatchDetectorGolden) throws {
        var expected = [
            DetectorNames.scores: wanted.scores, DetectorNames.anomalyMap: wanted.map,
            DetectorNames.embedding: wanted.embedding,
        ]
        expected[DetectorNames.nearest] = wanted.nearest
        #expect(Set(graph.outputs.map(\.name)) == Set(expected.keys))
        let picture = BackboneGolden.picture([golden.batch, 64, 64])
        // The largest of the map is the size that its error is measured by.
        let scale = wanted.map.map(abs).max() ?? 1
        for (name, served, trained) in try run(graph, picture, expected.keys.sorted()) {
            let numbers = try #require(expected[name])
            for value in [served, trained] {
                #expect(value.asFloats.count == numbers.count, "\(name)")
                let error = zip(value.asFloats, numbers).map { abs($0 - $1) }.max() ?? .infinity
                #expect(error <= 2e-4 * max(1, scale), "\(name): \(error)")
            }
        }
    }

    @Test("scores and map are put on the scale of normal examples")
    func scaled() throws {
        let golden = try #require(Self.goldens.first)
        let core = PatchCore(features: try golden.features(), centre: golden.centre, bank: golden.bank)
        let scale = ScoreScale(of: golden.patchcore.scores.map(Double.init))
        let found = try run(
            core.graph(scale: scale), BackboneGolden.picture([golden.batch, 64, 64]),
            [DetectorNames.scores, DetectorNames.anomalyMap])
        let scores = found[0].1.asFloats
        #expect(abs(scores.reduce(0, +)) < 1e-2, "their mean is 0")
        #expect(
            abs(scores[0]) > 0.5 && abs(scores[0] * scores[0] - 0.5) < 0.02, "two scores lie half a root of two away")
        #expect(
            abs((found[1].1.asFloats.max() ?? 0) - (scores.max() ?? 1)) < 1e-3, "a score is its map's largest value")
    }

    @Test("a byte budget decides on PaDiM's channels")
    func budget() {
        #expect(PaDiM.dimension(places: 784, bytes: 16 << 20) == 73)
        #expect(784 * 73 * 73 * 4 <= 16 << 20)
        #expect(PaDiM.dimension(places: 1 << 20, bytes: 16) == 1)
    }
}
