public import Media

/// How patiently sources are sought and heard.
public struct SourceOptions: Sendable {
    /// How long to wait before a lost source is tried again.
    public var backOff: BackOff
    /// A microphone or a stream that gives nothing for so long, in seconds, is taken for lost.
    public var silenceLimit: Double
    /// A microphone that is not there at the start is waited for; otherwise that is an error.
    public var waitsForDevice: Bool
    /// How often a folder is looked through, in seconds, beside what the system reports of it.
    public var scanInterval: Double
    /// A file whose size has not changed for so long, in seconds, is complete, if nobody said so before.
    public var settleTime: Double
    /// The program that hears streams, `nil` for none.
    public var ffmpeg: String?

    public init(
        backOff: BackOff = BackOff(), silenceLimit: Double = 10, waitsForDevice: Bool = false, scanInterval: Double = 1,
        settleTime: Double = 2, ffmpeg: String? = AudioFile.ffmpeg
    ) {
        self.backOff = backOff
        self.silenceLimit = silenceLimit
        self.waitsForDevice = waitsForDevice
        self.scanInterval = scanInterval
        self.settleTime = settleTime
        self.ffmpeg = ffmpeg
    }

    /// The program, or why it is missed: `subject` can only be had through it.
    func ffmpeg(for subject: String) throws -> String {
        guard let ffmpeg else {
            throw CaptureError(
                .decoderMissing, "\(subject) through ffmpeg, which is not on the PATH: apt-get install ffmpeg")
        }
        return ffmpeg
    }
}
