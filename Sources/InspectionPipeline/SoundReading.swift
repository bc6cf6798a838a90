import InspectionTypes
import Media
import Signals

/// A recording as an inspection of sounds reads it: chunk by chunk, cut into windows as it comes, so that memory does not grow with it.
struct SoundReading: Sendable {
    /// Samples a channel read at a time: large enough to cost nothing, small enough to stay in the cache, and below the size (128 KiB) from
    /// which on memory is asked of the system anew each time.
    private static let chunk = 16_384

    let frontEnd: SoundFrontEnd
    let extractor: LogMelExtractor

    /// A file, put to where its stretch begins, and the way to read it to the stretch's end.
    ///
    /// - Returns: `start` is where the stretch begins, in seconds.
    static func open(_ order: InspectionOrder) throws -> (
        reader: AudioFileReader, start: Double, next: () throws -> AudioSignal?
    ) {
        if PictureFile.isPicture(order.path) {
            throw PipelineError(
                .input, "\(order.path) is a picture, and this model listens to sounds: give it a recording")
        }
        let reader = try AudioFileReader(path: order.path)
        let first = Int(((order.start ?? 0) * reader.sampleRate).rounded())
        if first > 0 { try reader.seek(toFrame: first) }
        var left = order.end.map { max(0, Int(($0 * reader.sampleRate).rounded()) - first) } ?? Int.max
        return (
            reader, Double(max(0, first)) / reader.sampleRate,
            {
                guard left > 0, let signal = try reader.read(maxFrames: min(Self.chunk, left)) else { return nil }
                left -= signal.frameCount
                return signal
            }
        )
    }

    /// Cuts a recording into windows as it comes; those of a channel in the order of their starts.
    func windows(
        _ name: String, sampleRate: Double, channelCount: Int, read: () throws -> AudioSignal?,
        _ body: (_ window: SoundWindow, _ channels: Int) throws -> Void
    ) throws {
        var stream = try SoundWindowStream(
            frontEnd, sampleRate: sampleRate, channelCount: channelCount, name: name, extractor: extractor
        )
        let channels = stream.channelCount
        while let chunk = try read() {
            for window in try stream.push(chunk) { try body(window, channels) }
        }
        for window in try stream.finish() { try body(window, channels) }
    }

    /// The windows of a short signal's first channel listened to.
    func windows(of signal: AudioSignal) throws -> [SoundWindow] {
        let windows = try SoundWindowStream.windows(of: signal, frontEnd: frontEnd, extractor: extractor)
            .filter { $0.channel == 0 }
        guard !windows.isEmpty else { throw PipelineError(.input, "the signal holds no window") }
        return windows
    }

    static func silent(_ name: String) -> PipelineError {
        PipelineError(.input, "\(name): there is no sound in it; record it again")
    }
}
