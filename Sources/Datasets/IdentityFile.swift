/// A ``RecordingIdentity`` without its hash, as the ``FeatureCache`` keeps it: 32-bit little-endian words
/// `WTID, version, channels, seconds (2), sample rate (2), amplitude (2), fingerprint…`.
enum IdentityFile {
    private static let magic: UInt32 = 0x4449_5457
    /// To be raised whenever the fingerprint or the order of the words changes.
    private static let version: UInt32 = 2
    private static let headerCount = 9

    static func bytes(of identity: RecordingIdentity) -> [UInt8] {
        let words =
            [magic, version, UInt32(truncatingIfNeeded: identity.channelCount)] + halves(of: identity.seconds)
            + halves(of: identity.sampleRate) + halves(of: identity.amplitude) + identity.fingerprint.words
        return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
    }

    /// `nil` where there is no such file, or a damaged one, or one of another version.
    static func read(_ path: String, hash: String) -> RecordingIdentity? {
        guard let block = MemoryBlock(path: path), block.bytes.count.isMultiple(of: 4) else { return nil }
        let words = (0..<block.bytes.count / 4).map {
            block.bytes.load(fromByteOffset: 4 * $0, as: UInt32.self).littleEndian
        }
        guard words.count >= headerCount, words[0] == magic, words[1] == version,
            let runs = AcousticFingerprint.runs(of: Array(words[headerCount...]))
        else { return nil }
        return RecordingIdentity(
            hash: hash, seconds: number(words[3], words[4]), sampleRate: number(words[5], words[6]),
            channelCount: Int(words[2]), amplitude: number(words[7], words[8]),
            fingerprint: AcousticFingerprint(runs: runs)
        )
    }

    private static func halves(of value: Double) -> [UInt32] {
        [UInt32(truncatingIfNeeded: value.bitPattern), UInt32(truncatingIfNeeded: value.bitPattern >> 32)]
    }

    private static func number(_ low: UInt32, _ high: UInt32) -> Double {
        Double(bitPattern: UInt64(high) << 32 | UInt64(low))
    }
}
