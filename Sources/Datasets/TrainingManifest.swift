import FoundationEssentials
import InspectionTypes

/// What a model has heard in training, so that an evaluation can refuse to test it on the same.
///
/// Hash and an excerpt of the fingerprint for each recording: about 1.2 kB of JSON a recording, whatever its length.
public struct TrainingManifest: Sendable, Equatable, Codable {
    /// The key in a model file's metadata.
    public static let metadataKey = "wheeltapper.training"
    /// A reader passes over a manifest of a higher version.
    public static let formatVersion = 1

    public struct Recording: Sendable, Equatable, Codable {
        /// From the data's root.
        public var path: String
        /// SHA-256 of the file.
        public var hash: String
        public var fingerprint: AcousticFingerprint

        public init(path: String, hash: String, fingerprint: AcousticFingerprint) {
            self.path = path
            self.hash = hash
            self.fingerprint = fingerprint
        }
    }

    public var version = Self.formatVersion
    public var recordings: [Recording]

    public init(recordings: [Recording]) {
        self.recordings = recordings
    }

    /// Everything that shaped the model: the recordings of the training and the validation part.
    public init(_ split: Split, identities: [String: RecordingIdentity]) {
        let paths = Set(split.items.filter { $0.part != .test }.map(\.path)).sorted()
        self.init(
            recordings: paths.compactMap { path in
                identities[path].map { Recording(path: path, hash: $0.hash, fingerprint: $0.fingerprint.excerpt()) }
            }
        )
    }

    /// As JSON on one line.
    public func encoded() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// - Throws: ``DatasetError`` for text that is no manifest, or one of a later version.
    public init(encoded text: String) throws {
        do {
            self = try JSONDecoder().decode(TrainingManifest.self, from: Data(text.utf8))
        } catch {
            throw DatasetError(.leakage, "The list of what the model was trained on is damaged: \(error)")
        }
        guard version <= Self.formatVersion else {
            throw DatasetError(
                .leakage,
                "The list of what the model was trained on has format \(version), newer than \(Self.formatVersion): update Wheeltapper."
            )
        }
    }
}
