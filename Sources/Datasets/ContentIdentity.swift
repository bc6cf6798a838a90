public import InspectionTypes

/// By what the content of a file is known again: a recording or a picture.
///
/// Splits, the leakage guard and the manifest of a training mean the same for both and are written against this.
public protocol ContentIdentity: Sendable, Hashable {
    associatedtype Fingerprint: Sendable, Hashable, Codable

    static var medium: ModelCard.Medium { get }

    /// SHA-256 of the file, in hexadecimal digits.
    var hash: String { get }
    /// SHA-256 of what the file holds however it is stored, in hexadecimal digits; ``hash`` where only the file itself is known.
    var contentHash: String { get }
    /// Length in seconds; 0 for what has none.
    var seconds: Double { get }
    var fingerprint: Fingerprint { get }
    /// What of the ``fingerprint`` a manifest keeps.
    var excerpt: Fingerprint { get }

    /// For each of `queries` its copies among `known`.
    static func copies(of queries: [Fingerprint], among known: [Fingerprint]) -> [[FingerprintMatch]]
    /// For each of `fingerprints` its copies among those before it.
    static func copies(among fingerprints: [Fingerprint]) -> [[FingerprintMatch]]
    /// The manifest's entries of this kind.
    static func entries(in manifest: TrainingManifest) -> [TrainingManifest.Entry<Fingerprint>]
    /// A manifest with these entries and no others.
    static func manifest(of entries: [TrainingManifest.Entry<Fingerprint>]) -> TrainingManifest
}

/// A file that shows or sounds like another.
public struct FingerprintMatch: Sendable, Hashable {
    /// Place of the other in the array that was searched.
    public var index: Int
    /// 1 for the same.
    public var agreement: Double
    /// Seconds of sound that both hold; `nil` for pictures.
    public var seconds: Double?

    public init(index: Int, agreement: Double, seconds: Double? = nil) {
        self.index = index
        self.agreement = agreement
        self.seconds = seconds
    }
}
