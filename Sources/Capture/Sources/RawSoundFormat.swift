/// How raw samples lie in a stream of bytes: interleaved, little endian, no header.
public struct RawSoundFormat: Sendable, Equatable {
    /// The coding of one sample.
    public enum Coding: String, Sendable, CaseIterable {
        case int16 = "s16le"
        /// Three bytes a sample.
        case int24 = "s24le"
        case int32 = "s32le"
        case float32 = "f32le"

        /// `s16le`, `s24le`, `s32le`, `f32le`; also without `le`, in capitals, and as ALSA writes them: `S16_LE`, `S24_3LE`, `FLOAT_LE`.
        public init?(_ text: String) {
            switch text.lowercased() {
            case "s16", "s16le", "s16_le": self = .int16
            case "s24", "s24le", "s24_3le": self = .int24
            case "s32", "s32le", "s32_le": self = .int32
            case "f32", "f32le", "float_le", "float": self = .float32
            default: return nil
            }
        }

        public var bytesPerSample: Int {
            switch self {
            case .int16: 2
            case .int24: 3
            case .int32, .float32: 4
            }
        }
    }

    /// Samples a second and channel, in hertz.
    public var rate: Double
    public var channels: Int
    public var coding: Coding

    public init(rate: Double, channels: Int = 1, coding: Coding = .int16) {
        precondition(rate > 0 && channels > 0, "RawSoundFormat: \(rate) Hz and \(channels) channels")
        self.rate = rate
        self.channels = channels
        self.coding = coding
    }

    var bytesPerFrame: Int { channels * coding.bytesPerSample }
}
