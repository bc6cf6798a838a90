public import InspectionTypes

/// What is known of a data set's recordings: who they are, and their log-mel features.
///
/// Computed once, in parallel on threads of its own, and kept in a ``FeatureCache``; a second run maps the files and is done in milliseconds.
/// A recording that cannot be read stands in ``failures`` and stops nothing, unless none can be read.
///
/// ```swift
/// let store = try FeatureStore.prepare(dataset, frontEnd: frontEnd) { done, total in … }
/// let split = try Split.make(of: dataset, identities: store.identities)
/// for item in split.items(of: .train) {
///     for recording in store.features(of: item) { recording.withValues { … } }
/// }
/// ```
public struct FeatureStore: Sendable {
    /// A recording that could not be read.
    public struct Failure: Sendable, Hashable {
        public var path: String
        public var message: String
    }

    public let frontEnd: SoundFrontEnd?
    /// By path, of all recordings that could be read.
    public let identities: [String: RecordingIdentity]
    /// Sorted by path.
    public let failures: [Failure]
    /// Recordings that had to be decoded; the others came from the cache.
    public let decodedCount: Int
    /// What a reader should look at, such as a cache that cannot be written.
    public let warnings: [String]
    private let files: [String: FeatureFile]

    public struct Options: Sendable {
        /// `nil` for none: all is kept in memory.
        public var cache: FeatureCache?
        public var threads: Int
        /// Asked before each recording; `true` stops with ``DatasetError`` of code `cancelled`.
        public var isCancelled: @Sendable () -> Bool

        public init(
            cache: FeatureCache? = FeatureCache(), threads: Int = WorkerThreads.processorCount,
            isCancelled: @escaping @Sendable () -> Bool = { false }
        ) {
            self.cache = cache
            self.threads = threads
            self.isCancelled = isCancelled
        }
    }

    init(
        frontEnd: SoundFrontEnd?, identities: [String: RecordingIdentity], files: [String: FeatureFile],
        failures: [Failure],
        decodedCount: Int, warnings: [String]
    ) {
        self.frontEnd = frontEnd
        self.identities = identities
        self.files = files
        self.failures = failures
        self.decodedCount = decodedCount
        self.warnings = warnings
    }

    /// The features of an item, one for each channel listened to; empty where the recording could not be read or the stretch holds no frame.
    public func features(of item: DataItem) -> [RecordingFeatures] {
        guard let file = files[item.path], let settings = frontEnd?.logMel else { return [] }
        let frames = Self.frames(of: item.range, in: file.frameCount, settings)
        return frames.isEmpty
            ? [] : (0..<file.channelCount).map { RecordingFeatures(file, channel: $0, frames: frames) }
    }

    /// Those frames that look at no sample outside of `range`.
    static func frames(of range: TimeRange?, in frameCount: Int, _ settings: LogMelSettings) -> Range<Int> {
        guard let range else { return 0..<frameCount }
        let hop = Double(settings.hopLength)
        // Where the signal is padded, frame t starts half a transform before sample t · hop.
        let lead = settings.padding == .none ? 0 : Double(settings.fftLength / 2)
        let first = Int(((range.start * settings.sampleRate + lead) / hop - 1e-6).rounded(.up))
        guard let end = range.end else { return min(max(0, first), frameCount)..<frameCount }
        let last = Int(((end * settings.sampleRate + lead - Double(settings.span)) / hop + 1e-6).rounded(.down))
        let from = range.start == 0 ? 0 : min(max(0, first), frameCount)
        return from..<max(from, min(frameCount, last + 1))
    }
}
