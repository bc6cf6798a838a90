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

    /// Lends the frames, `[frame, mel]`, `frameCount · bandCount` numbers, for as long as the body runs.
    public func withValues<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(file) { try body(values) }
    }

    /// As ``withValues(_:)``, for callers that keep this value, or a copy of it, beyond the last use of the pointer.
    ///
    /// Swift may let a value go right after its last mention: `Array(store.features(of: item)[0].values)` reads freed memory.
    public var values: UnsafeBufferPointer<Float> {
        let all = file.values(channel: channel)
        return UnsafeBufferPointer(rebasing: all[firstFrame * bandCount..<(firstFrame + frameCount) * bandCount])
    }
}
