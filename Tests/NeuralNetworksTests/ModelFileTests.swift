import FoundationEssentials
import NeuralNetworks
import Testing

@Suite struct ModelFileTests {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/neuralnetworks")

    @Test func whatOthersWriteIsRead() throws {
        let file = try ModelFile(contentsOf: Self.fixtures.appending(path: "mixed_storage.onnx").path)
        #expect(file.producer == "foreign")
        #expect(file.metadata == ["note": "kept"])
        #expect(file.graph.opset == 17)
        #expect(file.graph.nodes.map(\.operatorType) == ["Conv", "Cast", "GlobalAveragePool", "Reshape", "Add"])
        #expect(file.graph.inputs == [ValueInfo(name: "x", shape: ["batch", 2, 5, 4])])
        #expect(abs(try #require(file.graph[initializer: "w"]?.floats?.first) - 0.0012301534) < 1e-9)
        #expect(file.graph[initializer: "half"]?.floats == [-0.1888427734375, 0.68310546875, -0.0665283203125])
        #expect(try ShapeInference(file.graph, symbols: ["batch": 3]).shapes["y"] == [3, 3])
    }

    @Test func aModelSurvivesWritingAndReading() throws {
        var file = ModelFile(
            graph: ResidualNetwork(width: 4, stages: 2).graph(
                frames: 12, mean: [0.5, 1, 2, 3], deviation: [1, 2, 3, 4], classes: 3, seed: 1
            ),
            metadata: ["a": "ä\u{0}\"", "b": ""]
        )
        file.trainingState = [Initializer(name: "moment", value: NDArray([1, 2, 3] as [Float], shape: [3]))]
        let path = FileManager.default.temporaryDirectory.appending(path: "model-\(UInt64.random(in: 0 ... .max)).onnx")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try file.write(to: path)
        #expect(try ModelFile(contentsOf: path) == file)
    }

    @Test func theSameSeedGivesTheSameFile() throws {
        func bytes(_ seed: UInt64) throws -> [UInt8] {
            let graph = ResidualNetwork(width: 4, stages: 2).graph(
                frames: 12, mean: [0, 0], deviation: [1, 1], classes: 2, seed: seed
            )
            return try ModelFile(graph: graph, metadata: ["x": "1", "y": "2", "z": "3"]).encoded()
        }
        #expect(try bytes(5) == bytes(5))
        #expect(try bytes(5) != bytes(6))
    }

    struct BadFile: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var message: String
        var testDescription: String { name }
    }

    static let badFiles = [
        BadFile(name: "empty", bytes: [], message: "the file is empty"),
        BadFile(name: "text", bytes: Array("RIFF this is no model".utf8), message: "not an ONNX model"),
        BadFile(name: "zeros", bytes: Array(repeating: 0, count: 64), message: "not an ONNX model"),
    ]

    @Test(arguments: badFiles)
    func badFilesAreNamed(_ bad: BadFile) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "bad-\(UInt64.random(in: 0 ... .max)).onnx")
            .path
        try Data(bad.bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = #expect(throws: NetworkError.self) { try ModelFile(contentsOf: path) }
        #expect(error?.message.contains(bad.message) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains(path) == true)
    }

    @Test func everyTruncationIsAnErrorAndNeverATrap() throws {
        let graph = ResidualNetwork(width: 2, stages: 1).graph(
            frames: 6, mean: [0, 0], deviation: [1, 1], classes: 2, seed: 1)
        let bytes = try ModelFile(graph: graph).encoded()
        var read = 0
        for length in stride(from: 0, to: bytes.count, by: 37) {
            do {
                _ = try ModelFile(bytes: Array(bytes[..<length]))
                read += 1
            } catch is NetworkError {
            }
        }
        #expect(read == 0)
    }

    @Test func aDamagedByteIsAnErrorOrAModelButNeverATrap() throws {
        let graph = ResidualNetwork(width: 2, stages: 1).graph(
            frames: 6, mean: [0, 0], deviation: [1, 1], classes: 2, seed: 1)
        let bytes = try ModelFile(graph: graph).encoded()
        for place in stride(from: 0, to: bytes.count, by: 3) {
            var damaged = bytes
            damaged[place] ^= 0xFF
            if let file = try? ModelFile(bytes: damaged) { _ = try? GraphSummary(file.graph) }
        }
    }

    /// Weights whose lowest bits are flipped pass every other test.
    @Test func everyFlippedBitOfAWrittenFileIsNoticed() throws {
        let graph = ResidualNetwork(width: 2, stages: 1).graph(
            frames: 6, mean: [0, 0], deviation: [1, 1], classes: 2, seed: 1)
        let path = FileManager.default.temporaryDirectory.appending(
            path: "sealed-\(UInt64.random(in: 0 ... .max)).onnx"
        ).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = ModelFile(graph: graph, metadata: ["a": "1"])
        try file.write(to: path)
        #expect(try ModelFile(contentsOf: path) == file)
        let written = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let length = try file.encoded().count
        #expect(written.count > length)
        for place in Array(stride(from: 0, to: length, by: 101)) + Array(length..<written.count) {
            var damaged = written
            damaged[place] ^= 1
            let error = #expect(throws: NetworkError.self) { try ModelFile(bytes: damaged) }
            #expect(error?.code == .damaged, "byte \(place)")
        }
        for count in [1, 9, 40, length / 3, length / 2] {
            let error = #expect(throws: NetworkError.self) { try ModelFile(bytes: Array(written[..<count])) }
            #expect(error?.code == .damaged, "cut after \(count) bytes")
        }
        var damaged = written
        damaged[length / 2] ^= 1
        try Data(damaged).write(to: URL(filePath: path))
        let error = #expect(throws: NetworkError.self) { try ModelFile(contentsOf: path) }
        #expect(error?.message.contains(path) == true && error?.message.contains("Copy it again") == true)
        // What was written before there were seals, or by others, is taken as it is.
        #expect(try ModelFile(bytes: Array(written[..<length])) == file)
    }

    @Test func aMissingFileIsNamed() {
        let error = #expect(throws: NetworkError.self) { try ModelFile(contentsOf: "/nowhere/model.onnx") }
        #expect(error?.message.contains("/nowhere/model.onnx") == true)
    }

    @Test func nothingIsLeftWhereTheFolderIsMissing() throws {
        let graph = ResidualNetwork(width: 2, stages: 1).graph(
            frames: 6, mean: [0, 0], deviation: [1, 1], classes: 2, seed: 1)
        #expect(throws: (any Error).self) { try ModelFile(graph: graph).write(to: "/nowhere/model.onnx") }
        #expect(!FileManager.default.fileExists(atPath: "/nowhere/model.onnx"))
    }
}
