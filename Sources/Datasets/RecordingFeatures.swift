/// The log-mel frames of one channel of a recording, or of the stretch of it that an item means.
public struct RecordingFeatures: Sendable {
    /// Frames from the recording's start to the first of these.
    public let firstFrame: Int
    public let frameCount: Int
    public let bandCount: Int
    /// The channel, among those listened to, from 0.
    public let channel: Int
    private let file: FeatureFile

    init(_ file: FeatureFile, channel: Int, frames: Range<Int>) {
        self.file = file
        self.channel = channel
        firstFrame = frames.lowerBound
        frameCount = frames.count
        bandCount = file.bandCount
    }

    /// `[frame, mel]`, `frameCount · bandCount` numbers; valid as long as this value, or a copy of it, lives.
    public var values: UnsafeBufferPointer<Float> {
        let all = file.values(channel: channel)
        return UnsafeBufferPointer(rebasing: all[firstFrame * bandCount..<(firstFrame + frameCount) * bandCount])
    }
}
