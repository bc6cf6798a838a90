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

    struct Published: Decodable {
        var litert: [Float]
        var scores: [Float]
        var embedding: [Float]
    }

    /// The real weights on the patch that the file's own front end made.
    @Test(.enabled(if: hasPublishedFile, "the published yamnet.tflite is not here"))
    func thePublishedFileScoresAsItsOwnRuntimeDoes() throws {
        let goldens = try JSONDecoder().decode(
            Published.self, from: Data(contentsOf: Self.folder.appending(path: "published.json")))
        let patch = try Data(contentsOf: Self.folder.appending(path: "../signals/yamnet_patch_int8.f32"))
        let values = patch.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map {
                Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
            }
        }
        let network = YAMNetNetwork.published
        let graph = try network.graph(network.weights(contentsOf: publishedFile.path).weights)
        let session = try InferenceSession(CompiledNetwork(ModelFile(graph: graph), engine: InferenceEngine()))
        let names = YAMNetNetwork.Names.self
        let found = try session.run(
            [names.features: NDArray(values, shape: [1, 1, 96, 64])], fetch: [names.probabilities, names.embedding])
        let (scores, embedding) = (try #require(found[0].floats), try #require(found[1].floats))
        #expect(scores.count == 521 && embedding.count == 1024)
        for (a, b) in zip(scores, goldens.scores) { #expect(abs(a - b) < 1e-5) }
        for (a, b) in zip(embedding, goldens.embedding) { #expect(abs(a - b) < 1e-4 * max(1, abs(b))) }
        // LiteRT rounds what goes into layers with weights of 8 bits: its own scores are near, not equal.
        #expect(zip(scores, goldens.litert).reduce(0) { $0 + abs($1.0 - $1.1) } / 521 < 5e-4)
        #expect(
            scores.indices.max { scores[$0] < scores[$1] }
                == goldens.litert.indices.max { goldens.litert[$0] < goldens.litert[$1] })
    }
}

private let publishedFile = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "../shared/data/yamnet/yamnet.tflite").standardizedFileURL

/// Whether the published file is here; says loudly where it is not.
private let hasPublishedFile: Bool = {
    let isHere = FileManager.default.fileExists(atPath: publishedFile.path)
    if !isHere { print("SKIPPED: there is no \(publishedFile.path), so the test on the published YAMNet does not run") }
    return isHere
}()
