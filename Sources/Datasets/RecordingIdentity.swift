/// By what a recording is known again: its bytes, its length and what it sounds like.
public struct RecordingIdentity: Sendable, Hashable, Codable {
    /// SHA-256 of the file, in hexadecimal digits.
    public var hash: String
    /// Length in seconds.
    public var seconds: Double
    public var fingerprint: AcousticFingerprint

    public init(hash: String, seconds: Double, fingerprint: AcousticFingerprint) {
        self.hash = hash
        self.seconds = seconds
        self.fingerprint = fingerprint
    }
}
