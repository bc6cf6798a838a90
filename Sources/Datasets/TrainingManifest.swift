import FoundationEssentials
import InspectionTypes

/// What a model has heard or seen in training, so that an evaluation can refuse to test it on the same.
///
/// Hash and an excerpt of the fingerprint for each file: about 1.2 kB of JSON a recording, whatever its length, and 0.8 kB a picture.
public struct TrainingManifest: Sendable, Equatable, Codable {
    /// The key in a model file's metadata.
    public static let metadataKey = "wheeltapper.training"
    /// A reader passes over a manifest of a higher version.
    public static let formatVersion = 1

    /// One file that was trained on.
    public struct Entry<Fingerprint: Sendable & Hashable & Codable>: Sendable, Equatable, Codable {
        /// From the data's root.
        public var path: String
        /// SHA-256 of the file.
        public var hash: String
        /// SHA-256 of what it holds, where that is another: of a picture's pixels.
        public var content: String?
        public var fingerprint: Fingerprint

        public init(path: String, hash: String, content: String? = nil, fingerprint: Fingerprint) {
            self.path = path
            self.hash = hash
            self.content = content
            self.fingerprint = fingerprint
        }
    }

    public typealias Recording = Entry<AcousticFingerprint>

    public var version = Self.formatVersion
    public var recordings: [Entry<AcousticFingerprint>]
    /// `nil` for a model of sounds.
    public var pictures: [Entry<PictureFingerprint>]?
    /// For detection: what was taken for a copy when the data was split; `nil` where nobody says.
    public var copies: CopyRule?

    public init(recordings: [Entry<AcousticFingerprint>] = [], pictures: [Entry<PictureFingerprint>]? = nil) {
        self.recordings = recordings
        self.pictures = pictures
    }

    /// Everything that shaped the model: the files of the training and the validation part.
    public init<Identity: ContentIdentity>(_ split: Split, identities: [String: Identity]) {
        let paths = Set(split.items.filter { $0.part != .test }.map(\.path)).sorted()
        self = Identity.manifest(
            of: paths.compactMap { path in
                identities[path].map { identity in
                    Entry(
                        path: path, hash: identity.hash,
                        content: identity.contentHash == identity.hash ? nil : identity.contentHash,
                        fingerprint: identity.excerpt)
                }
            }
        )
        copies = split.copies
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
