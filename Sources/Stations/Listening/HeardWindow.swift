public import Signals

/// A window cut from a source's sound, with all that the verdict on it needs beside the network.
public struct HeardWindow: Sendable {
    /// Its ``SoundWindow/start`` counts from the last gap.
    public var window: SoundWindow
    /// In seconds of the source, gaps included.
    public var start: Double
    public var end: Double
    /// When the sound that completed it came in.
    public var arrived: ContinuousClock.Instant
    public var quality: SignalQuality
    /// Of ``window``.
    var bandCount: Int
}
