public import InspectionTypes

/// The stretch of a recording that one verdict rests on.
public struct SoundWindow: Sendable, Equatable {
    /// The channel, among those listened to, from 0.
    public var channel: Int
    /// First log-mel frame, counted from the recording's first.
    public var firstFrame: Int
    /// Seconds from the recording's start.
    public var start: Double
    /// `windowFrames · bandCount` numbers, `[frame, mel]`.
    public var values: [Float]

    public init(channel: Int, firstFrame: Int, start: Double, values: [Float]) {
        self.channel = channel
        self.firstFrame = firstFrame
        self.start = start
        self.values = values
    }
}

/// Where windows lie in a recording.
public enum WindowPlan {
    /// First frames of the windows in a recording of `frameCount` frames.
    ///
    /// Window *k* starts at `k · hop`; a remaining tail of at least half a window is judged as one more, which ends with the recording.
    public static func starts(frameCount: Int, window: Int, hop: Int) -> [Int] {
        guard frameCount >= window else { return [] }
        let starts = Array(stride(from: 0, through: frameCount - window, by: hop))
        return starts
            + (tailStart(frameCount: frameCount, window: window, hop: hop, regular: starts.count).map { [$0] } ?? [])
    }

    /// First frames of the windows that `frontEnd` cuts from a recording of `frameCount` frames.
    public static func starts(frameCount: Int, frontEnd: SoundFrontEnd) -> [Int] {
        starts(frameCount: frameCount, window: frontEnd.windowFrames, hop: frontEnd.hopFrames)
    }

    /// First frame of the one window more, where the tail behind `regular` windows is long enough.
    static func tailStart(frameCount: Int, window: Int, hop: Int, regular: Int) -> Int? {
        guard regular > 0 else { return nil }
        let unheard = frameCount - ((regular - 1) * hop + max(window, hop))
        return 2 * unheard >= window ? frameCount - window : nil
    }
}

/// A sound model's front end from recording to windows, as chunks come in; memory stays flat however long the recording.
///
/// The windows' values are bit for bit the rows `firstFrame ..< firstFrame + windowFrames` of the recording's
/// ``SoundFeatureExtractor/spectrograms(of:frontEnd:name:extractor:)``; where they lie says ``WindowPlan``. One owner.
public struct SoundWindowStream {
    public let frontEnd: SoundFrontEnd
    private var features: SoundFeatureExtractor
    private var channels: [Channel]

    /// What is kept of one channel's frames.
    private struct Channel {
        /// `[frame, mel]`; the first is frame ``firstFrame`` of the recording.
        var frames: [Float] = []
        var firstFrame = 0
        /// Regular windows given out so far.
        var windowCount = 0
    }

    /// Parameters and errors as ``SoundFeatureExtractor/init(_:sampleRate:channelCount:name:extractor:)``.
    public init(
        _ frontEnd: SoundFrontEnd, sampleRate: Double, channelCount: Int, name: String = "the recording",
        extractor: LogMelExtractor? = nil
    ) throws {
        self.frontEnd = frontEnd
        self.features = try SoundFeatureExtractor(
            frontEnd, sampleRate: sampleRate, channelCount: channelCount, name: name, extractor: extractor
        )
        self.channels = Array(repeating: Channel(), count: features.channelCount)
    }

    /// Channels that windows come from.
    public var channelCount: Int { channels.count }

    /// Frames kept of the longest channel at this moment.
    var heldFrameCount: Int { channels.map { $0.frames.count / frontEnd.logMel.bandCount }.max() ?? 0 }

    /// Takes the next stretch; returns the windows it completes, channel by channel.
    public mutating func push(_ signal: AudioSignal) throws -> [SoundWindow] {
        let frames = try features.push(signal)
        return channels.indices.flatMap { take(frames[$0], channel: $0) }
    }

    /// Says that the recording has ended; returns the last windows. Call it once.
    public mutating func finish() throws -> [SoundWindow] {
        let frames = try features.finish()
        return channels.indices.flatMap { index in
            var windows = take(frames[index], channel: index)
            let channel = channels[index]
            let start = WindowPlan.tailStart(
                frameCount: channel.firstFrame + channel.frames.count / frontEnd.logMel.bandCount,
                window: frontEnd.windowFrames, hop: frontEnd.hopFrames, regular: channel.windowCount
            )
            if let start { windows.append(window(index, at: start)) }
            return windows
        }
    }

    /// All windows of a whole recording.
    public static func windows(
        of signal: AudioSignal, frontEnd: SoundFrontEnd, name: String = "the recording",
        extractor: LogMelExtractor? = nil
    ) throws -> [SoundWindow] {
        var stream = try SoundWindowStream(
            frontEnd, sampleRate: signal.sampleRate, channelCount: signal.channelCount, name: name, extractor: extractor
        )
        let most = try stream.push(signal)
        return try (most + stream.finish()).sorted { ($0.channel, $0.firstFrame) < ($1.channel, $1.firstFrame) }
    }

    private mutating func take(_ frames: [Float], channel index: Int) -> [SoundWindow] {
        channels[index].frames += frames
        let bands = frontEnd.logMel.bandCount
        let frameCount = channels[index].firstFrame + channels[index].frames.count / bands
        var windows: [SoundWindow] = []
        while channels[index].windowCount * frontEnd.hopFrames + frontEnd.windowFrames <= frameCount {
            windows.append(window(index, at: channels[index].windowCount * frontEnd.hopFrames))
            channels[index].windowCount += 1
        }
        // The window that ends with the recording may yet ask for the last frames.
        let needed = min(channels[index].windowCount * frontEnd.hopFrames, frameCount - frontEnd.windowFrames)
        let surplus = needed - channels[index].firstFrame
        if surplus > 0 {
            channels[index].frames.removeFirst(surplus * bands)
            channels[index].firstFrame += surplus
        }
        return windows
    }

    private func window(_ channel: Int, at firstFrame: Int) -> SoundWindow {
        let bands = frontEnd.logMel.bandCount
        let start = (firstFrame - channels[channel].firstFrame) * bands
        return SoundWindow(
            channel: channel, firstFrame: firstFrame,
            start: Double(firstFrame * frontEnd.logMel.hopLength) / frontEnd.logMel.sampleRate,
            values: Array(channels[channel].frames[start..<start + frontEnd.windowFrames * bands])
        )
    }
}
