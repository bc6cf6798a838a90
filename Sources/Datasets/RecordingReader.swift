import InspectionTypes
import Media
import Signals

/// Decodes a recording once for all that is wanted of it.
struct RecordingReader: Sendable {
    struct Result {
        var seconds: Double
        var sampleRate: Double
        var channelCount: Int
        /// ``RecordingIdentity/amplitude``.
        var amplitude: Double
        /// `[channel][frame, mel]`; empty where no features were asked for.
        var features: [[Float]]
        var fingerprint: AcousticFingerprint?
    }

    let frontEnd: SoundFrontEnd?
    private let logMel: LogMelExtractor?
    private let fingerprints: FingerprintExtractor

    private static let chunkFrames = 65_536

    /// - Throws: `SignalError` where the front end's settings contradict each other.
    init(frontEnd: SoundFrontEnd?) throws {
        self.frontEnd = frontEnd
        logMel = try frontEnd.map { try LogMelExtractor($0.logMel) }
        fingerprints = try FingerprintExtractor()
    }

    /// - Throws: `MediaError` or `SignalError` for a file that cannot be read.
    func read(_ path: String, wantsFeatures: Bool, wantsFingerprint: Bool) throws -> Result {
        let reader = try AudioFileReader(path: path)
        var features: SoundFeatureExtractor?
        if wantsFeatures, let frontEnd {
            features = try SoundFeatureExtractor(
                frontEnd, sampleRate: reader.sampleRate, channelCount: reader.channelCount, name: path,
                extractor: logMel
            )
        }
        var fingerprint: FingerprintStream?
        if wantsFingerprint {
            fingerprint = try FingerprintStream(
                sampleRate: reader.sampleRate, channelCount: reader.channelCount, extractor: fingerprints
            )
        }
        var frames: [[Float]] = Array(repeating: [], count: features?.channelCount ?? 0)
        var swing = Swing(channelCount: reader.channelCount)
        while let chunk = try reader.read(maxFrames: Self.chunkFrames) {
            swing.push(chunk)
            if let values = try features?.push(chunk) { Self.append(values, to: &frames) }
            try fingerprint?.push(chunk)
        }
        if let values = try features?.finish() { Self.append(values, to: &frames) }
        return Result(
            seconds: Double(reader.position) / reader.sampleRate, sampleRate: reader.sampleRate,
            channelCount: reader.channelCount, amplitude: swing.amplitude,
            features: frames, fingerprint: try fingerprint?.finish()
        )
    }

    private static func append(_ values: [[Float]], to frames: inout [[Float]]) {
        for channel in frames.indices { frames[channel] += values[channel] }
    }
}
