public import Datasets
import FoundationEssentials
import InspectionTypes
import Media
public import NeuralNetworks

/// Finds the normal recordings and pictures again that a detector names, to be shown beside what was judged.
///
/// A model file comes from elsewhere, and so do the names in it. Only what lies under one of some folders is looked at, and only what has
/// the very content that the model says it learnt from is shown: another data set has a `normal/1.wav`, too.
struct NormalExamples {
    private let folders: [String]
    /// SHA-256 of a file's bytes by its path in the training's data.
    private let hashes: [String: String]

    /// - Parameters:
    ///   - manifest: what the model learnt from; without one nothing is found.
    ///   - folders: where to look, the first one first.
    init(_ manifest: TrainingManifest?, in folders: [String]) {
        self.folders = folders
        let sounds = manifest?.recordings.map { ($0.path, $0.hash) } ?? []
        let pictures = manifest?.pictures?.map { ($0.path, $0.hash) } ?? []
        hashes = Dictionary(sounds + pictures, uniquingKeysWith: { first, _ in first })
    }

    /// Where the example lies; `nil` where it is not found, or is not what was learnt from.
    ///
    /// - Parameter name: as the training's data names it.
    func path(of name: String) -> String? {
        guard let hash = hashes[name], Self.staysWithin(name) else { return nil }
        return folders.lazy.map { $0 + "/" + name }.first { path in
            Self.isFile(path) && (try? AudioFile.contentHash(path)) == hash
        }
    }

    /// Neither absolute nor leading out of its folder.
    static func staysWithin(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("/") && !name.utf8.contains(0)
            && !name.split(separator: "/").contains("..")
    }

    /// A device or a pipe would never end.
    private static func isFile(_ path: String) -> Bool {
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path
        let type = try? FileManager.default.attributesOfItem(atPath: resolved)[.type] as? FileAttributeType
        return type == .typeRegular
    }
}

extension ModelFile {
    /// What the model says it learnt from; `nil` where it says nothing that can be read.
    public var trainingManifest: TrainingManifest? {
        metadata[TrainingManifest.metadataKey].flatMap { try? TrainingManifest(encoded: $0) }
    }
}
