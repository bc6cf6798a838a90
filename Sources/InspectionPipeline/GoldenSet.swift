import FoundationEssentials
public import InspectionTypes

/// Raw inputs with their scores, kept inside the model file, by which an engine proves that it still says the same.
public struct GoldenSet: Sendable, Codable, Equatable {
    /// The key in `metadata_props`.
    public static let metadataKey = "wheeltapper.golden"

    /// Where golden inputs come from.
    public enum Origin: String, Sendable, Codable, CaseIterable {
        /// Cut from the validation recordings.
        case real
        /// Noise and tones, so that a shared file carries nobody's recordings.
        case synthetic
    }

    public var origin: Origin
    public var inputs: [GoldenInput]
    /// Spread (standard deviation) of the winning probability over the validation windows.
    public var spread: Double

    public init(origin: Origin, inputs: [GoldenInput], spread: Double) {
        self.origin = origin
        self.inputs = inputs
        self.spread = spread
    }
}

/// One window of sound at its recorder's rate, 16 bits a sample, and what the model said of it.
public struct GoldenInput: Sendable, Codable, Equatable {
    public var sampleRate: Double
    public var channelCount: Int
    /// Interleaved 16-bit little-endian samples, base 64.
    public var samples: String
    /// Probability a class, in f32.
    public var probabilities: [Double]

    /// Rounds the signal to 16 bits; ``signal`` gives back what was kept, and that is what has to be scored.
    public init(_ signal: AudioSignal, probabilities: [Double] = []) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(signal.frameCount * signal.channelCount * 2)
        for frame in 0..<signal.frameCount {
            for channel in signal.channels {
                let bits = UInt16(bitPattern: Int16(max(-32768, min(32767, (channel[frame] * 32768).rounded()))))
                bytes.append(UInt8(truncatingIfNeeded: bits))
                bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
            }
        }
        self.sampleRate = signal.sampleRate
        self.channelCount = signal.channelCount
        self.samples = Data(bytes).base64EncodedString()
        self.probabilities = probabilities
    }

    /// The sound.
    ///
    /// - Throws: ``PipelineError`` when the text is damaged.
    public var signal: AudioSignal {
        get throws {
            guard let data = Data(base64Encoded: samples), (1...1024).contains(channelCount),
                (100...1e6).contains(sampleRate),
                data.count % (2 * channelCount) == 0
            else {
                throw PipelineError(.card, "a golden input is damaged: copy the model again from where it was made")
            }
            let bytes = [UInt8](data)
            var channels = [[Float]](repeating: [], count: channelCount)
            for position in stride(from: 0, to: bytes.count, by: 2) {
                let bits = UInt16(bytes[position]) | UInt16(bytes[position + 1]) << 8
                channels[position / 2 % channelCount].append(Float(Int16(bitPattern: bits)) / 32768)
            }
            return AudioSignal(channels: channels, sampleRate: sampleRate)
        }
    }
}
