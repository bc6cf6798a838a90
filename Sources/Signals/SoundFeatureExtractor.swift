public import InspectionTypes

/// A sound model's front end as one stream: channels chosen, resampled, log-mel frames out.
///
/// The same object serves training, which keeps all frames of a recording, and service, which cuts them into windows as they come
/// (``SoundWindowStream``). A recording shorter than one window is repeated from its start until it fills one: zeros would be a silence
/// that nobody recorded. One owner.
///
/// ```swift
/// var extractor = try SoundFeatureExtractor(frontEnd, sampleRate: 44_100, channelCount: 2)
/// while let chunk = try reader.read(maxFrames: 65_536) { frames += try extractor.push(chunk)[0] }
/// frames += try extractor.finish()[0]
/// ```
public struct SoundFeatureExtractor {
    public let frontEnd: SoundFrontEnd
    public let sampleRate: Double
    private let mixer: ChannelMixer
    private var channels: [Channel]

    /// - Parameters:
    ///   - sampleRate: of the signals that will be pushed.
    ///   - channelCount: of the signals that will be pushed.
    ///   - name: the recording's name, for messages.
    ///   - extractor: one made for `frontEnd.logMel` before, to spare the making of its tables.
    /// - Throws: ``SignalError`` where the settings, the rate or the channels do not fit.
    public init(
        _ frontEnd: SoundFrontEnd, sampleRate: Double, channelCount: Int, name: String = "the recording",
        extractor: LogMelExtractor? = nil
    ) throws {
        let extractor = try extractor ?? LogMelExtractor(frontEnd.logMel)
        precondition(
            extractor.settings == frontEnd.logMel,
            "SoundFeatureExtractor: the extractor was made for other log-mel settings"
        )
        guard frontEnd.windowFrames > 0 else {
            throw SignalError(
                .settings,
                "a window of \(frontEnd.windowSeconds) s holds no log-mel frame, which looks at \(frontEnd.logMel.span) samples: "
                    + "take a longer window"
            )
        }
        self.frontEnd = frontEnd
        self.sampleRate = sampleRate
        let mixer = try ChannelMixer(frontEnd.channels, channelCount: channelCount, name: name)
        self.mixer = mixer
        self.channels = try (0..<mixer.outputCount).map { _ in
            Channel(
                resampler: try Resampler(from: sampleRate, to: frontEnd.logMel.sampleRate),
                stream: LogMelStream(extractor),
                windowSamples: frontEnd.windowSamples
            )
        }
    }

    /// Channels out: as many as in where each is listened to, else one.
    public var channelCount: Int { channels.count }

    /// Takes the next stretch; returns the frames it completes, `[channel][frame, mel]`.
    ///
    /// - Throws: ``SignalError`` where its rate or channels differ from what was announced.
    public mutating func push(_ signal: AudioSignal) throws -> [[Float]] {
        guard signal.sampleRate == sampleRate, signal.channelCount == mixer.channelCount else {
            throw SignalError(
                .signalChanged,
                "the signal changed on the way: \(signal.channelCount) channels at \(signal.sampleRate) Hz after "
                    + "\(mixer.channelCount) at \(sampleRate) Hz"
            )
        }
        let heard = mixer(signal)
        return try channels.indices.map { try channels[$0].push(heard[$0]) }
    }

    /// Says that the recording has ended; returns the last frames, `[channel][frame, mel]`. Call it once.
    public mutating func finish() throws -> [[Float]] {
        try channels.indices.map { try channels[$0].finish() }
    }

    /// The spectrograms of a whole recording, one for each channel listened to.
    public static func spectrograms(
        of signal: AudioSignal, frontEnd: SoundFrontEnd, name: String = "the recording",
        extractor: LogMelExtractor? = nil
    ) throws -> [LogMelSpectrogram] {
        var stream = try SoundFeatureExtractor(
            frontEnd, sampleRate: signal.sampleRate, channelCount: signal.channelCount, name: name, extractor: extractor
        )
        let most = try stream.push(signal)
        return try zip(most, stream.finish()).map { LogMelSpectrogram(values: $0 + $1, settings: frontEnd.logMel) }
    }

    /// What is kept of one channel from chunk to chunk.
    private struct Channel {
        let resampler: Resampler
        var stream: LogMelStream
        let windowSamples: Int
        var sampleCount = 0
        /// The recording so far, while it is shorter than a window.
        var opening: [Float] = []

        init(resampler: Resampler, stream: LogMelStream, windowSamples: Int) {
            self.resampler = resampler
            self.stream = stream
            self.windowSamples = windowSamples
        }

        mutating func push(_ samples: [Float]) throws -> [Float] {
            frames(of: try resampler.push(samples))
        }

        mutating func finish() throws -> [Float] {
            var values = frames(of: try resampler.finish())
            if sampleCount > 0, sampleCount < windowSamples {
                values += stream.push((sampleCount..<windowSamples).map { opening[$0 % sampleCount] })
            }
            return values + stream.finish()
        }

        private mutating func frames(of samples: [Float]) -> [Float] {
            sampleCount += samples.count
            opening = sampleCount < windowSamples ? opening + samples : []
            return stream.push(samples)
        }
    }
}
