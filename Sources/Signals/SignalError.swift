/// What went wrong with a signal, and how to mend it.
public struct SignalError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// More than two channels, and nobody said which.
        case channelsUnspecified = "channels_unspecified"
        /// A channel was asked for that the recording does not have.
        case channelMissing = "channel_missing"
        /// A sample rate that cannot be worked with.
        case sampleRate = "sample_rate"
        /// Settings that contradict each other.
        case settings
        /// The resampler gave up.
        case resampling
        /// A signal whose channels or rate changed on the way.
        case signalChanged = "signal_changed"
    }

    public var code: Code
    /// What happened and how to mend it.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
