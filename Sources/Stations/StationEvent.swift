public import Capture
public import FoundationEssentials
public import InspectionTypes

/// Something that happened at a source.
public struct StationEvent: Sendable {
    public enum Kind: Sendable {
        /// Sound or pictures come, or come again; what kind, in words.
        case opened(String)
        /// A window was judged, or found to be no good.
        case window(Station.Window, quality: SignalQuality, latency: Double)
        /// A frame was judged, or found to be no good.
        case frame(Station.Window, SeenFrame)
        /// What that changed. A defect that is kept has the path of its clip or picture.
        case change(Station.Change, clip: String?)
        /// Sound or pictures are missing: seconds, 0 where nobody knows.
        case gap(seconds: Double, frames: Int64?, reason: GapReason)
        case disconnected(reason: String, retryIn: Double)
        /// A file of a folder was heard, or a film seen, to its end.
        case recordingEnded(String)
        case unreadable(String, reason: String)
        case notice(String)
        /// Nothing more will come.
        case ended
    }

    public var source: String
    /// The file that is heard, where the source is a file or a folder.
    public var recording: String?
    /// In seconds of the source, or of the recording.
    public var position: Double
    /// When that was, where it is known.
    public var time: Date?
    public var kind: Kind
}

/// What is known of a frame beside its verdict.
public struct SeenFrame: Sendable, Equatable {
    /// Counted from the source's first, those that were skipped included; from 0.
    public var number: Int64
    /// Frames of the source that were skipped so far, because judging was slower.
    public var skipped: Int64
    /// Frames judged in a second, of late; `nil` before half a second is known.
    public var framesPerSecond: Double?
    /// `nil` where the picture could not be read.
    public var quality: PictureQuality?
    /// Of a segmenter or a detector that outlines: what was found.
    public var regions: [Region]
    /// From the frame's arrival to its verdict, in seconds.
    public var latency: Double
}

/// How a source stands: for a view, and for the summary at the end.
public struct SourceReport: Sendable {
    public var name: String
    public var isLive: Bool
    /// What is heard or seen, in words; `nil` before it was opened.
    public var description: String?
    public var recording: String?
    public var state = StationState.waiting
    /// Why nothing is heard at the moment.
    public var disconnected: String?
    public var isEnded = false
    /// Where the last window ends, in seconds.
    public var position = 0.0
    /// Of the last half second.
    public var quality: SignalQuality?
    /// Of pictures: frames judged in a second, of late.
    public var framesPerSecond: Double?
    /// Pictures that came whole and could not be unpacked.
    public var undecodable = 0
    public var last: Station.Window?
    /// What the last windows spoke for a defect, the newest last.
    public var alarms: [Double] = []
    /// The mean of the last window's log-mel frames, a number a band.
    public var bands: [Float] = []
    /// Windows, or frames.
    public var windows = 0
    /// Of these, those whose sound or picture was no good.
    public var unusable = 0
    public var defects = 0
    /// Frames that waited to be judged when listening was ended.
    public var unjudgedFrames: Int64 = 0
    /// Sounds or pictures that came and that the model cannot judge.
    public var refusals = 0
    /// From the arrival of a window's last sound, or of a frame, to its verdict.
    public var latency = LatencyHistogram()
    public var counters = FeedCounters()

    public init(name: String, isLive: Bool) {
        self.name = name
        self.isLive = isLive
    }
}
