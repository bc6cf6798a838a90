/// What a source sends.
public struct SourceFormat: Sendable, Equatable {
    /// Samples a second and channel, in hertz.
    public var sampleRate: Double
    public var channelCount: Int
    /// For people: `USB Audio: 48000 Hz, 2 channels`.
    public var description: String
    /// The file, where what follows is a recording of its own: each file of a folder, or the one file asked for. `nil` for what goes on
    /// without end.
    public var recording: String?

    public init(sampleRate: Double, channelCount: Int, description: String, recording: String? = nil) {
        precondition(
            sampleRate > 0 && channelCount > 0, "SourceFormat: \(sampleRate) Hz and \(channelCount) channels")
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.description = description
        self.recording = recording
    }
}
