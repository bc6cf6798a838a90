import FoundationEssentials
import NeuralNetworks
import Testing

/// What files of others hold beside what we use: it is read from where it lies, and handed on as it is.
@Suite("Files of others")
struct ForeignFileTests {
    private func fixture(_ name: String) -> URL { ModelFileTests.fixtures.appending(path: name) }

    @Test("weights in a file beside the model are read")
    func outside() throws {
        let file = try ModelFile(contentsOf: fixture("outside.onnx").path)
        #expect(file.graph[initializer: "first"]?.floats == [0, 1, 2])
        #expect(file.graph[initializer: "second"]?.floats == [0, 10, 20])
    }

    @Test("a missing, shortened or escaping weights file is named")
    func outsideDamaged() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "outside-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let model = try Data(contentsOf: fixture("outside.onnx"))
        let path = folder.appending(path: "outside.onnx").path
        try model.write(to: URL(filePath: path))
        let missing = #expect(throws: NetworkError.self) { try ModelFile(contentsOf: path) }
        #expect(missing?.message.contains("outside.bin") == true, "\(missing?.message ?? "")")
        try Data([1, 2, 3]).write(to: folder.appending(path: "outside.bin"))
        let short = #expect(throws: NetworkError.self) { try ModelFile(contentsOf: path) }
        #expect(short?.message.contains("that file has 3") == true, "\(short?.message ?? "")")
        var escaping = Array(model)
        let name = Array("outside.bin".utf8)
        let starts = escaping.indices.filter { escaping[$0...].starts(with: name) }
        for start in starts { escaping.replaceSubrange(start..<start + name.count, with: Array("../side.bin".utf8)) }
        #expect(!starts.isEmpty)
        try Data(escaping).write(to: URL(filePath: path))
        let outside = #expect(throws: NetworkError.self) { try ModelFile(contentsOf: path) }
        #expect(outside?.message.contains("own folder") == true, "\(outside?.message ?? "")")
    }

    @Test("without a folder, weights beside the model are an error that says so")
    func outsideBytes() throws {
        let bytes = [UInt8](try Data(contentsOf: fixture("outside.onnx")))
        let error = #expect(throws: NetworkError.self) { try ModelFile(bytes: bytes) }
        #expect(error?.message.contains("another file") == true)
    }

    @Test("subgraphs and operator sets of other domains survive writing")
    func handedOn() throws {
        let file = try ModelFile(contentsOf: fixture("branches.onnx").path)
        #expect(file.graph.furtherOpsets == ["org.example": 3])
        let node = try #require(file.graph.nodes.first)
        #expect(node.operatorType == "If")
        guard case .other(let bytes) = node.attributes["then_branch"] else {
            Issue.record("the branch is \(String(describing: node.attributes["then_branch"]))")
            return
        }
        #expect(bytes.count > 10)
        #expect(try ModelFile(bytes: file.encoded()) == file)
    }
}
