public import InspectionTypes

/// By what a recording is known again: its bytes, its length and what it sounds like.
public struct RecordingIdentity: Sendable, Hashable, Codable {
    /// SHA-256 of the file, in hexadecimal digits.
    public var hash: String
    /// Length in seconds.
    public var seconds: Double
    /// Samples a second, as the file has it.
    public var sampleRate: Double
    public var channelCount: Int
    /// Half the distance between the highest and the lowest sample, in the channel where it is largest; 1 at full scale. A constant voltage has none.
    public var amplitude: Double
    public var fingerprint: AcousticFingerprint

    public init(
        hash: String, seconds: Double, sampleRate: Double = 16_000, channelCount: Int = 1, amplitude: Double = 1,
        fingerprint: AcousticFingerprint
    ) {
        self.hash = hash
        self.seconds = seconds
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.amplitude = amplitude
        self.fingerprint = fingerprint
    }

    /// Two steps of 16 bits: what moves no more holds nothing but rounding, or the noise that was added to hide it.
    public static let silentAmplitude = 2.0 / 32_768

    /// Whether nothing is heard from beginning to end: a dead microphone, or a channel that was muted.
    public var isSilent: Bool { amplitude <= Self.silentAmplitude }
}

extension RecordingIdentity: ContentIdentity {
    public static var medium: ModelCard.Medium { .sound }

    public var contentHash: String { hash }
    public var excerpt: AcousticFingerprint { fingerprint.excerpt() }

    public static func copies(
        of queries: [AcousticFingerprint], among known: [AcousticFingerprint]
    ) -> [[FingerprintMatch]] {
        let index = FingerprintIndex(known)
        return queries.map { query in index.matches(of: query, where: { _ in true }).map(match) }
    }

    public static func copies(among fingerprints: [AcousticFingerprint]) -> [[FingerprintMatch]] {
        let index = FingerprintIndex(fingerprints)
        return fingerprints.enumerated().map { number, fingerprint in
            index.matches(of: fingerprint, where: { $0 < number }).map(match)
        }
    }

    private static func match(_ match: FingerprintIndex.Match) -> FingerprintMatch {
        FingerprintMatch(index: match.index, agreement: 1 - match.bitErrorRate, seconds: match.seconds)
    }

    public static func entries(in manifest: TrainingManifest) -> [TrainingManifest.Entry<AcousticFingerprint>] {
        manifest.recordings
    }

    public static func manifest(of entries: [TrainingManifest.Entry<AcousticFingerprint>]) -> TrainingManifest {
        TrainingManifest(recordings: entries)
    }
}
