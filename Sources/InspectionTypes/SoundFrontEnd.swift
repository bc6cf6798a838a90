/// All that stands between a recording and a sound model's input; the same in training and in service.
///
/// A recording is mixed to one channel, resampled, turned into log-mel frames, and cut into windows of
/// `[frame, mel]`, one every `windowHop` seconds.
public struct SoundFrontEnd: Sendable, Hashable, Codable {
    /// `nil`: one or two channels are averaged, a recording with more is refused until someone says which.
    public var channels: ChannelChoice?
    public var logMel: LogMelSettings
    /// Length of the stretch that one verdict rests on, in seconds.
    public var windowSeconds: Double
    /// From one window's start to the next, in seconds.
    public var hopSeconds: Double

    public init(channels: ChannelChoice? = nil, logMel: LogMelSettings, windowSeconds: Double, hopSeconds: Double) {
        self.channels = channels
        self.logMel = logMel
        self.windowSeconds = windowSeconds
        self.hopSeconds = hopSeconds
    }

    /// Samples in a window, at the front end's rate.
    public var windowSamples: Int { Int((windowSeconds * logMel.sampleRate).rounded()) }
    /// Log-mel frames in a window.
    public var windowFrames: Int { logMel.frameCount(sampleCount: windowSamples) }
    /// Log-mel frames from one window's start to the next; at least 1.
    public var hopFrames: Int {
        max(1, Int((hopSeconds * logMel.sampleRate / Double(logMel.hopLength)).rounded()))
    }
}
