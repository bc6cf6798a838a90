public import InspectionTypes

/// By what a picture is known again: its bytes, its pixels and what it shows.
public struct PictureIdentity: Sendable, Hashable, Codable {
    /// SHA-256 of the file, in hexadecimal digits.
    public var hash: String
    /// SHA-256 of size, colour and pixels once decoded: the same for the same picture in PNG with other compression or other metadata.
    public var contentHash: String
    /// In pixels.
    public var width: Int
    /// In pixels.
    public var height: Int
    public var fingerprint: PictureFingerprint

    public init(hash: String, contentHash: String, width: Int, height: Int, fingerprint: PictureFingerprint) {
        self.hash = hash
        self.contentHash = contentHash
        self.width = width
        self.height = height
        self.fingerprint = fingerprint
    }

    /// Of a decoded picture.
    ///
    /// - Parameter hash: SHA-256 of its file.
    public init(of picture: Picture, hash: String) {
        self.init(
            hash: hash, contentHash: Self.contentHash(of: picture), width: picture.width, height: picture.height,
            fingerprint: PictureFingerprint(of: picture))
    }

    /// Whether the picture itself, before it is brought to a model's size, is as wide as high.
    public var isSquare: Bool { width == height }

    static func contentHash(of picture: Picture) -> String {
        var content = ContentHash()
        content.update(Array("\(picture.width)x\(picture.height) \(picture.colour.rawValue)\n".utf8))
        content.update(picture.pixels)
        return content.finalized()
    }
}

extension PictureIdentity: ContentIdentity {
    public static var medium: ModelCard.Medium { .picture }

    public var seconds: Double { 0 }
    public var excerpt: PictureFingerprint { fingerprint.excerpt }

    public static func copies(
        of queries: [PictureFingerprint], among known: [PictureFingerprint]
    ) -> [[FingerprintMatch]] {
        PictureFingerprintIndex(known).matches(of: queries)
    }

    public static func copies(among fingerprints: [PictureFingerprint]) -> [[FingerprintMatch]] {
        PictureFingerprintIndex(fingerprints).matchesAmongThemselves(fingerprints)
    }

    public static func entries(in manifest: TrainingManifest) -> [TrainingManifest.Entry<PictureFingerprint>] {
        manifest.pictures ?? []
    }

    public static func manifest(of entries: [TrainingManifest.Entry<PictureFingerprint>]) -> TrainingManifest {
        TrainingManifest(pictures: entries)
    }
}
