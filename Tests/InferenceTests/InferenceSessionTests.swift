import FoundationEssentials
import Inference
import NeuralNetworks
import Testing

@Suite struct InferenceSessionTests {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/neuralnetworks")
    static let probe = NDArray((0..<40).map { Float($0) / 40 }, shape: [1, 2, 5, 4])

    @Test func aForeignModelScoresAsItsReferenceDoes() throws {
        let file = try ModelFile(contentsOf: Self.fixtures.appending(path: "mixed_storage.onnx").path)
        let session = try InferenceSession(CompiledNetwork(file, engine: InferenceEngine()))
        let y = try session.run(["x": Self.probe], fetch: ["y"])[0]
        // onnx.reference, see make_models.py
        let expected: [Float] = [-1.611964464187622, -2.7183241844177246, 1.2895554304122925]
        #expect(y.shape == [1, 3])
        for (a, b) in zip(try #require(y.floats), expected) { #expect(abs(a - b) < 1e-5) }
    }

    @Test(arguments: [1, 3])
    func theBatchIsFixedOrOpen(_ count: Int) throws {
        let graph = ResidualNetwork(width: 4, stages: 2).graph(
            frames: 12, mean: [0, 0, 0, 0], deviation: [1, 1, 1, 1], classes: 3, seed: 1)
        let engine = try InferenceEngine()
        let input = NDArray((0..<(count * 48)).map { Float($0 % 17) / 7 }, shape: [count, 1, 12, 4])
        let open = try InferenceSession(CompiledNetwork(ModelFile(graph: graph), engine: engine))
        let fixed = try InferenceSession(
            CompiledNetwork(ModelFile(graph: graph), engine: engine, options: .init(batch: count))
        )
        let names = [ResidualNetwork.Names.probabilities, ResidualNetwork.Names.embedding]
        let a = try open.run(["features": input], fetch: names)
        let b = try fixed.run(["features": input], fetch: names)
        #expect(a[0].shape == [count, 3])
        #expect(a[1].shape == [count, 16])
        for (x, y) in zip(a, b) {
            for (p, q) in zip(try #require(x.floats), try #require(y.floats)) { #expect(abs(p - q) < 1e-5) }
        }
        for row in 0..<count {
            let sum = try #require(a[0].floats)[(row * 3)..<(row * 3 + 3)].reduce(0, +)
            #expect(abs(sum - 1) < 1e-5)
        }
    }

    @Test func precisionIsWhatWasSetAndNeverInherited() throws {
        let graph = ResidualNetwork(width: 4, stages: 1).graph(
            frames: 12, mean: [0, 0], deviation: [1, 1], classes: 2, seed: 1)
        let network = try CompiledNetwork(ModelFile(graph: graph), engine: InferenceEngine())
        #expect(network.property("INFERENCE_PRECISION_HINT") == "f32")
    }

    @Test func anInputOfTheWrongShapeIsAnError() throws {
        let graph = ResidualNetwork(width: 4, stages: 1).graph(
            frames: 12, mean: [0, 0], deviation: [1, 1], classes: 2, seed: 1)
        let session = try InferenceSession(
            CompiledNetwork(ModelFile(graph: graph), engine: InferenceEngine(), options: .init(batch: 1))
        )
        #expect(throws: InferenceError.self) {
            try session.run(
                ["features": NDArray([Float](repeating: 0, count: 20), shape: [1, 1, 10, 2])], fetch: ["logits"])
        }
        #expect(throws: InferenceError.self) {
            try session.run(
                ["features": NDArray([Float](repeating: 0, count: 24), shape: [1, 1, 12, 2])], fetch: ["nothing"])
        }
    }

    @Test func bytesThatAreNoModelAreAnErrorInTheEnginesWords() throws {
        let engine = try InferenceEngine()
        let error = #expect(throws: InferenceError.self) {
            try CompiledNetwork(onnx: Array("no model".utf8), outputs: [], engine: engine)
        }
        #expect(error?.code == .model)
        #expect(error?.message.hasPrefix("OpenVINO: ") == true)
    }

    @Test func theEngineNamesItsVersionAndDevices() throws {
        #expect(InferenceEngine.version?.isEmpty == false)
        #expect(try InferenceEngine().devices.contains("CPU"))
    }
}
