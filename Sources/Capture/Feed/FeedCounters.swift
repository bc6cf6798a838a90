/// What a feed has taken in and given out so far, in frames: of sound, or pictures. `captured == delivered + queued + lost + passedOver`
/// at any moment.
public struct FeedCounters: Sendable, Equatable {
    /// Frames that the source gave.
    public var captured: Int64 = 0
    /// Frames handed over by ``SoundFeed/next(maxFrames:)``.
    public var delivered: Int64 = 0
    /// Frames that wait to be handed over.
    public var queued: Int64 = 0
    /// Frames that the source gave and for which there was no room; of a camera, those skipped because inspecting was slower.
    public var lost: Int64 = 0
    /// Pictures left out because fewer were asked for.
    public var passedOver: Int64 = 0
    /// Pictures that broke off on their way; they were never captured.
    public var damaged: Int64 = 0
    /// How often the device said that it had samples which the machine did not fetch in time. Their number is not known.
    public var deviceOverflows = 0
    /// How often the source was lost.
    public var disconnections = 0
    /// How often it came back.
    public var reconnections = 0
    /// Frames that were not heard because the source was away, by the clock.
    public var missed: Int64 = 0
    /// Recordings read to their end.
    public var recordings = 0
    /// Recordings that could not be read.
    public var unreadable = 0

    public init() {}
}
