public import InspectionTypes
import Signals

/// The ``AcousticFingerprint`` of a recording as its samples come in, in chunks of any size. One owner.
public struct FingerprintStream {
    /// 256 ms windows every 32 ms at 8 kHz, in 33 bands: their 32 differences give a word.
    static let settings = LogMelSettings(
        sampleRate: 8000, fftLength: 2048, windowLength: 2048, hopLength: 256, bandCount: 33, lowestFrequency: 250,
        highestFrequency: 3600, scale: .htk, normalization: .none, compression: .decibel(floor: 1e-9)
    )
    /// A frame whose loudest band is softer than this has no bits: below it lies the rounding noise of 16 bits. In decibels of a band's power;
    /// a sine at full scale has 54.
    static let silence: Float = -20
    /// So far below the loudest frame of the recording a codec keeps nothing that could be compared, in decibels.
    static let dynamicRange: Float = 60

    private let mixer: ChannelMixer
    private let resampler: Resampler
    private var stream: LogMelStream
    private var previous: [Float] = []
    private var words: [UInt32] = []
    /// The loudest band of each frame that has a word, in decibels.
    private var levels: [Float] = []

    /// - Throws: `SignalError` for a sample rate that cannot be resampled.
    public init(sampleRate: Double, channelCount: Int, extractor: FingerprintExtractor) throws {
        mixer = try ChannelMixer(.mean, channelCount: channelCount)
        resampler = try Resampler(from: sampleRate, to: Self.settings.sampleRate)
        stream = LogMelStream(extractor.logMel)
    }

    public mutating func push(_ signal: AudioSignal) throws {
        take(stream.push(try resampler.push(mixer(signal)[0])))
    }

    /// Says that the recording has ended. Call it once.
    public mutating func finish() throws -> AcousticFingerprint {
        take(stream.push(try resampler.finish()) + stream.finish())
        let threshold = max(Self.silence, (levels.max() ?? 0) - Self.dynamicRange)
        var runs: [AcousticFingerprint.Run] = []
        var isOpen = false
        for (index, word) in words.enumerated() {
            guard levels[index] > threshold else {
                isOpen = false
                continue
            }
            // Word n tells of frames n and n + 1.
            if isOpen {
                runs[runs.count - 1].words.append(word)
            } else {
                runs.append(.init(start: index, words: [word]))
            }
            isOpen = true
        }
        return AcousticFingerprint(runs: runs)
    }

    private mutating func take(_ frames: [Float]) {
        let bands = Self.settings.bandCount
        for start in stride(from: 0, to: frames.count, by: bands) {
            let frame = Array(frames[start..<start + bands])
            if !previous.isEmpty {
                words.append(Self.word(frame, previous))
                levels.append(min(frame.max() ?? 0, previous.max() ?? 0))
            }
            previous = frame
        }
    }

    private static func word(_ frame: [Float], _ previous: [Float]) -> UInt32 {
        var word: UInt32 = 0
        for band in 0..<32 where (frame[band] - frame[band + 1]) - (previous[band] - previous[band + 1]) > 0 {
            word |= 1 << UInt32(band)
        }
        return word
    }

    /// The fingerprint of a whole recording.
    public static func fingerprint(of signal: AudioSignal, extractor: FingerprintExtractor) throws
        -> AcousticFingerprint
    {
        var stream = try FingerprintStream(
            sampleRate: signal.sampleRate, channelCount: signal.channelCount, extractor: extractor)
        try stream.push(signal)
        return try stream.finish()
    }
}

/// The tables that all fingerprints share; made once, used from any thread.
public struct FingerprintExtractor: Sendable {
    let logMel: LogMelExtractor

    public init() throws {
        logMel = try LogMelExtractor(FingerprintStream.settings)
    }
}
