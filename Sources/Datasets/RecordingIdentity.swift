/// By what a recording is known again: its bytes, its length and what it sounds like.
public struct RecordingIdentity: Sendable, Hashable, Codable {
    /// SHA-256 of the file, in hexadecimal digits.
    public var hash: String
    /// Length in seconds.
    public var seconds: Double
    /// Samples a second, as the file has it.
    public var sampleRate: Double
    public var channelCount: Int
    public var fingerprint: AcousticFingerprint

    public init(
        hash: String, seconds: Double, sampleRate: Double = 16_000, channelCount: Int = 1,
        fingerprint: AcousticFingerprint
    ) {
        self.hash = hash
        self.seconds = seconds
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.fingerprint = fingerprint
    }
}
