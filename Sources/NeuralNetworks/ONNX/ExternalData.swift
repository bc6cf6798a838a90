import FoundationEssentials

/// Weights that an ONNX file keeps in a file beside it, as PyTorch's newer exporter writes them.
///
/// An array names its file (`location`, relative to the model's folder), the place of its first byte (`offset`) and how many
/// there are (`length`). Source: https://onnx.ai/onnx/repo-docs/ExternalData.html
struct ExternalData {
    let folder: URL

    /// Puts every such array's bytes inside.
    ///
    /// - Throws: ``NetworkError`` naming the array and the file where it is missing, too short, or outside the model's folder.
    func fill(_ graph: inout Wheeltapper_Onnx_GraphProto) throws {
        var files: [String: Data] = [:]
        for place in graph.initializer.indices where graph.initializer[place].dataLocation == .external {
            let array = graph.initializer[place]
            let fields = Dictionary(array.externalData.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
            let location = fields["location"] ?? ""
            let content = try files[location] ?? read(location, for: array.name)
            files[location] = content
            let offset = Int(fields["offset"] ?? "0") ?? -1
            let length = fields["length"].map { Int($0) ?? -1 } ?? content.count - offset
            guard offset >= 0, length >= 0, offset <= content.count, length <= content.count - offset else {
                throw NetworkError(
                    .malformed,
                    "the array '\(array.name)' should lie at byte \(offset) of \(location), \(length) long, but that file has \(content.count): copy both files again"
                )
            }
            graph.initializer[place].rawData = content.subdata(in: offset..<offset + length)
            graph.initializer[place].dataLocation = .default
            graph.initializer[place].externalData = []
        }
    }

    private func read(_ location: String, for array: String) throws -> Data {
        let parts = location.split(separator: "/", omittingEmptySubsequences: false)
        guard !location.isEmpty, !location.hasPrefix("/"), !parts.contains("..") else {
            throw NetworkError(
                .unsupported,
                "the array '\(array)' lies in '\(location)', which is not a file in the model's own folder: write the model with its weights inside"
            )
        }
        do {
            return try Data(contentsOf: folder.appending(path: location))
        } catch {
            throw NetworkError(
                .file,
                "the array '\(array)' lies in '\(location)', which cannot be read: put that file beside the model")
        }
    }
}
