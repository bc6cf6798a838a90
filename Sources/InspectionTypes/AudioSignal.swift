public import FoundationEssentials

/// What one unit of an ``AudioSignal``'s samples stands for.
public enum SignalUnit: String, Sendable, Codable, Hashable {
    /// Fraction of full scale: ±1 is the largest value the recorder can write.
    case fullScale = "full_scale"
    case pascal
    case metrePerSecondSquared = "metre_per_second_squared"
}

/// A stretch of sound (or vibration): one array of samples a channel, all of one length.
public struct AudioSignal: Sendable, Equatable {
    /// Samples, `[channel][sample]`; every channel has the same count.
    public var channels: [[Float]]
    /// Samples a second and channel, in hertz.
    public var sampleRate: Double
    /// When the first sample was taken, where it is known.
    public var startTime: Date?
    /// What one unit of a sample stands for.
    public var unit: SignalUnit

    public init(channels: [[Float]], sampleRate: Double, startTime: Date? = nil, unit: SignalUnit = .fullScale) {
        precondition(sampleRate > 0, "AudioSignal: the sample rate \(sampleRate) Hz is not positive")
        precondition(
            channels.allSatisfy { $0.count == channels.first?.count },
            "AudioSignal: channels differ in length: \(channels.map(\.count))"
        )
        self.channels = channels
        self.sampleRate = sampleRate
        self.startTime = startTime
        self.unit = unit
    }

    /// A signal of one channel.
    public init(mono samples: [Float], sampleRate: Double) {
        self.init(channels: [samples], sampleRate: sampleRate)
    }

    public var channelCount: Int { channels.count }
    /// Samples in each channel.
    public var frameCount: Int { channels.first?.count ?? 0 }
    /// Length in seconds.
    public var duration: Double { Double(frameCount) / sampleRate }
}
