import FoundationEssentials
import NeuralNetworks
import Testing

/// What `Tests/Fixtures/neuralnetworks/make_backbones.py` wrote beside a file: its maps, and features of pictures.
struct BackboneGolden: Decodable, Sendable, CustomTestStringConvertible {
    struct Array: Decodable, Sendable {
        var shape: [Int]
        var values: [Float]
    }
    struct Run: Decodable, Sendable {
        /// Batch, height, width.
        var shape: [Int]
        var features: Array
    }

    var file: String
    /// Channels of the deepest map, by stride.
    var strides: [String: Int]
    var runs: [Run]
    var folder: String?

    var testDescription: String { file }

    static let all: [BackboneGolden] = read(
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/neuralnetworks"))

    /// Full-size ones are made outside: `make_backbones.py --full FOLDER`.
    static let fullSize: [BackboneGolden] =
        ProcessInfo.processInfo.environment["WHEELTAPPER_BACKBONES"]
        .map { read(URL(filePath: $0)) } ?? []

    private static func read(_ folder: URL) -> [BackboneGolden] {
        guard let data = try? Data(contentsOf: folder.appending(path: "backbones.json")),
            let found = try? JSONDecoder().decode([BackboneGolden].self, from: data)
        else { return [] }
        return found.map { golden in
            var golden = golden
            golden.folder = folder.path
            return golden
        }
    }

    func model() throws -> ModelFile { try ModelFile(contentsOf: "\(folder ?? "")/\(file).onnx") }

    static func named(_ file: String) throws -> ModelFile {
        guard let golden = all.first(where: { $0.file == file }) else {
            throw NetworkError(.file, "no fixture \(file)")
        }
        return try golden.model()
    }

    /// The generator's picture, `[batch, 3, height, width]` of 0…1.
    static func picture(_ shape: [Int]) -> NDArray {
        var values: [Float] = []
        for b in 0..<shape[0] {
            for c in 0..<3 {
                for y in 0..<shape[1] {
                    for x in 0..<shape[2] {
                        let (b, c, y, x) = (Double(b), Double(c), Double(y), Double(x))
                        let sum = 0.37 * b + 0.11 * c + 0.013 * y * (c + 1) + 0.029 * x + 0.0007 * x * y
                        values.append(Float(sum - sum.rounded(.down)))
                    }
                }
            }
        }
        return NDArray(values, shape: [shape[0], 3, shape[1], shape[2]])
    }

    /// As the backbone's own input takes it.
    static func standardized(_ picture: NDArray) -> NDArray {
        let usual = PictureNormalization.imageNet
        let area = picture.shape[2] * picture.shape[3]
        let values = (picture.floats ?? []).enumerated().map { place, value in
            let channel = place / area % 3
            return (value - usual.mean[channel]) / usual.deviation[channel]
        }
        return NDArray(values, shape: picture.shape)
    }
}
