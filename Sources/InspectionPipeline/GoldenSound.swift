import FoundationEssentials
public import InspectionTypes

/// One window of sound at its recorder's rate, 16 bits a sample.
public struct GoldenSound: Sendable, Equatable {
    public var sampleRate: Double
    public var channelCount: Int
    /// Interleaved 16-bit little-endian samples, base 64.
    public var samples: String

    public init(sampleRate: Double, channelCount: Int, samples: String) {
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.samples = samples
    }

    /// Rounds the signal to 16 bits.
    public init(_ signal: AudioSignal) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(signal.frameCount * signal.channelCount * 2)
        for frame in 0..<signal.frameCount {
            for channel in signal.channels {
                let bits = UInt16(bitPattern: Int16(max(-32768, min(32767, (channel[frame] * 32768).rounded()))))
                bytes.append(UInt8(truncatingIfNeeded: bits))
                bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
            }
        }
        self.init(
            sampleRate: signal.sampleRate, channelCount: signal.channelCount,
            samples: Data(bytes).base64EncodedString())
    }

    /// The sound.
    ///
    /// - Throws: ``PipelineError`` when the text is damaged.
    public var signal: AudioSignal {
        get throws {
            guard let data = Data(base64Encoded: samples), (1...1024).contains(channelCount),
                (100...1e6).contains(sampleRate), data.count % (2 * channelCount) == 0
            else { throw GoldenInput.damaged }
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
