/// What is kept of a defect, and how much room that may take.
public struct ClipRules: Sendable, Equatable {
    /// Holds a folder a source, and in it one a day.
    public var folder: String
    /// Sound kept before a defect's first window and after its last one, in seconds.
    public var before: Double
    public var after: Double
    /// A clip is no longer than this, in seconds; a defect that goes on is not recorded further.
    public var longest: Double
    /// When clips take more than this, in bytes, the oldest go.
    public var limit: Int64
    /// Nothing is kept while the disk has less room than this, in bytes.
    public var leastFree: Int64

    public init(
        folder: String, before: Double = 5, after: Double = 5, longest: Double = 300, limit: Int64 = 2_000_000_000,
        leastFree: Int64 = 200_000_000
    ) {
        precondition(before >= 0 && after >= 0 && longest > 0, "ClipRules: \(before), \(after), \(longest) s")
        self.folder = folder
        self.before = before
        self.after = after
        self.longest = longest
        self.limit = limit
        self.leastFree = leastFree
    }
}

/// What became of clips so far.
public struct ClipCounters: Sendable, Equatable, Codable {
    /// Clips that stand complete in the folder.
    public var kept = 0
    /// Of those, clips with frames missing, because the disk did not keep up or the source broke off.
    public var incomplete = 0
    /// Frames that were not written because the disk did not keep up.
    public var lostFrames: Int64 = 0
    /// Old clips that made room.
    public var removed = 0
    /// Clips that could not be written at all.
    public var failed = 0

    public init() {}
}

/// What stands beside a clip of sound, as JSON.
public struct ClipRecord: Sendable, Equatable, Codable {
    public struct Defect: Sendable, Equatable, Codable {
        public var label: String
        public var machine: String?
        /// In seconds of the clip.
        public var start: Double
        public var end: Double
        public var peakScore: Double
        public var threshold: Double?
        public var windows: Int
    }

    public var source: String
    /// The file it was heard in, where the source is a folder or a file.
    public var recording: String?
    public var model: String
    /// When its first frame was heard, in ISO 8601.
    public var time: String?
    /// Where it begins in the source, in seconds.
    public var position: Double
    public var seconds: Double
    public var sampleRate: Double
    public var defects: [Defect]
    /// Frames that should be in it and are not.
    public var lostFrames: Int64
    /// Why it ends before its time, if it does.
    public var brokenOff: String?
}
