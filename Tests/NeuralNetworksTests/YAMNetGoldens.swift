import Foundation
import NeuralNetworks

/// What `Tests/Fixtures/yamnet/make_goldens.py` made.
enum YAMNetGoldens {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/yamnet")

    static func path(_ name: String) -> String { folder.appending(path: name).path }

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    /// The small network's lengths.
    static let network = YAMNetNetwork(
        frameCount: 12, bandCount: 10, stem: 4,
        blocks: [.init(channels: 6), .init(channels: 8, stride: 2), .init(channels: 8)], classCount: 5)
}
