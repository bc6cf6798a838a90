public import InspectionTypes

/// Reads a sound file stretch by stretch: WAV of any kind, RF64, W64, AIFF, CAF, FLAC, Ogg Vorbis and Opus, MP3, and what `ffmpeg` reads where
/// it is installed.
///
/// Integer samples become fractions of full scale. A file whose header promises more than is there is read as far as it goes;
/// ``warnings`` says so then. One owner.
///
/// ```swift
/// let reader = try AudioFileReader(path: "pump.flac")
/// while let stretch = try reader.read(maxFrames: 65_536) { … }
/// ```
public final class AudioFileReader {
    /// The file as the caller named it.
    public let path: String
    public let sampleRate: Double
    public let channelCount: Int
    /// Samples in each channel, where the file says; that many can be read unless it is damaged.
    public let frameCount: Int?
    /// Container and coding, for people: `WAV (Microsoft), Signed 16 bit PCM`.
    public let format: String
    /// What a user should know though the file can be read, one sentence each.
    public private(set) var warnings: [String] = []
    /// Samples read from each channel so far.
    public private(set) var position = 0
    private let decoder: any AudioDecoder
    /// Whether the end has been reached and looked at.
    private var isAtEnd = false

    /// - Parameters:
    ///   - path: the file.
    ///   - ffmpeg: the program for what libsndfile does not read; `nil` for none. Looked for on the `PATH` by default.
    /// - Throws: ``MediaError``, one code for each way in which a file can be unfit.
    public init(path: String, ffmpeg: String? = AudioFile.ffmpeg) throws {
        self.path = path
        let probe = try FileProbe(path)
        decoder = try Self.decoder(path, probe, ffmpeg)
        sampleRate = decoder.sampleRate
        channelCount = decoder.channelCount
        frameCount = decoder.frameCount
        format = decoder.format
        guard frameCount != 0 else { throw Self.noSamples(path) }
        if let promised = decoder.promisedFrameCount, let frameCount, promised > frameCount {
            warn(promised, frameCount)
        }
    }

    private static func decoder(_ path: String, _ probe: FileProbe, _ ffmpeg: String?) throws -> any AudioDecoder {
        let refusal: String
        switch SndfileDecoder.open(path, probe) {
        case .success(let decoder): return decoder
        case .failure(let reason): refusal = reason.text
        }
        guard !probe.looksLikeText else {
            throw MediaError(
                .notSound, path: path, "is no sound file but text: check what it is, and its name's ending"
            )
        }
        guard let ffmpeg else {
            throw MediaError(
                probe.looksLikeSound ? .decodingFailed : .decoderMissing, path: path,
                "libsndfile cannot read it (\(refusal)), and ffmpeg, which reads more formats, is not on the PATH: install ffmpeg, or "
                    + "convert the file to WAV or FLAC"
            )
        }
        return try FFmpegDecoder(path: path, executable: ffmpeg)
    }

    private static func noSamples(_ path: String) -> MediaError {
        MediaError(.noSamples, path: path, "has a header but not one sample: record or copy it again")
    }

    /// Length in seconds, where the file says.
    public var duration: Double? { frameCount.map { Double($0) / sampleRate } }

    /// The next stretch, of `maxFrames` samples a channel at most; `nil` at the end.
    ///
    /// - Throws: ``MediaError`` with code `notFinite` where a sample is not a number or infinite, `noSamples` where there is none at all,
    ///   `decodingFailed` where the file is damaged beyond reading.
    public func read(maxFrames: Int) throws -> AudioSignal? {
        precondition(maxFrames > 0, "AudioFileReader.read: \(maxFrames) frames asked for")
        let channels = try decoder.read(maxFrames: maxFrames)
        let count = channels.first?.count ?? 0
        guard count > 0 else {
            try lookAtEnd()
            return nil
        }
        if decoder.mayHoldNonFinite { try checkFinite(channels) }
        position += count
        return AudioSignal(channels: channels, sampleRate: sampleRate)
    }

    /// Goes to a sample, counted from 0 in each channel.
    public func seek(toFrame frame: Int) throws {
        precondition(frame >= 0, "AudioFileReader.seek: frame \(frame) is negative")
        try decoder.seek(toFrame: frame)
        position = frame
        isAtEnd = false
    }

    private func lookAtEnd() throws {
        guard !isAtEnd else { return }
        isAtEnd = true
        guard position > 0 else { throw Self.noSamples(path) }
        if let frameCount, position < frameCount { warn(frameCount, position) }
    }

    private func warn(_ promised: Int, _ found: Int) {
        let seconds = { (frames: Int) in "\((Double(frames) / self.sampleRate * 1000).rounded() / 1000) s" }
        warnings.append(
            "\(path): is cut short: its header promises \(seconds(promised)) and \(seconds(found)) are there; what is there is used"
        )
    }

    private func checkFinite(_ channels: [[Float]]) throws {
        for (number, samples) in channels.enumerated() where samples.hasNonFinite {
            let index = samples.firstIndex { !$0.isFinite } ?? 0
            let what = samples[index].isNaN ? "a sample that is not a number (NaN)" : "an infinite sample"
            let seconds = (Double(position + index) / sampleRate * 10_000).rounded() / 10_000
            throw MediaError(
                .notFinite, path: path,
                "holds \(what) at \(seconds) s in channel \(number): record it again, or cut it before that place"
            )
        }
    }
}

extension [Float] {
    /// Whether one is not a number or infinite, in a loop that the compiler turns into SIMD.
    var hasNonFinite: Bool {
        withUnsafeBufferPointer { samples in
            var worst: UInt32 = 0
            for sample in samples { worst = Swift.max(worst, sample.bitPattern & 0x7FFF_FFFF) }
            return worst >= 0x7F80_0000
        }
    }
}
