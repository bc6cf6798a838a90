import InspectionTypes
import Media
import Plotting
import Reports
import Signals

/// A recording, or a stretch of one, as a page shows and plays it: one channel, no longer than a listener has patience for.
struct PageSound {
    /// Longest sound that is drawn and played, in seconds.
    static let longest = 20.0
    /// What is shown before a deviation begins, in seconds.
    private static let leadIn = 2.0

    let samples: [Float]
    let sampleRate: Double

    var duration: Double { Double(samples.count) / sampleRate }

    /// - Parameters:
    ///   - start: Seconds from the recording's start.
    ///   - end: Seconds from the recording's start; `nil` for its end.
    /// - Returns: `nil` where it cannot be read or is empty.
    init?(path: String, start: Double = 0, end: Double? = nil) {
        guard let signal = try? Self.read(path, start, end), signal.frameCount > 0 else { return nil }
        samples = Self.mono(signal)
        sampleRate = signal.sampleRate
    }

    var audio: Mistake.Audio { Mistake.Audio(bytes: WaveBytes.wav16(samples, sampleRate: sampleRate)) }

    /// What the model's front end makes of it; `nil` where it is too short for that.
    func spectrogram(_ settings: LogMelSettings, title: String) -> SpectrogramChart? {
        guard let extractor = try? LogMelExtractor(settings),
            let heard = try? Resampler.resample(samples, from: sampleRate, to: settings.sampleRate)
        else { return nil }
        let mel = extractor.extract(heard)
        guard mel.frameCount > 0 else { return nil }
        let rows = (0..<mel.frameCount).map { Array(mel.values[$0 * mel.bandCount..<($0 + 1) * mel.bandCount]) }
        return SpectrogramChart(
            title: title, values: rows, duration: duration, bandFrequencies: settings.bandCentres)
    }

    /// Where to begin so that a deviation is seen and heard, in seconds from the recording's start.
    ///
    /// - Parameters:
    ///   - start: of the stretch that was judged.
    ///   - end: of that stretch; `nil` where nobody knows.
    static func start(showing deviation: BandDeviation?, from start: Double, to end: Double?) -> Double {
        guard let deviation, deviation.start > start else { return start }
        let latest = end.map { max(start, $0 - longest) } ?? .infinity
        // What is over before the sound is cut off is shown from the beginning.
        guard deviation.end > start + longest else { return start }
        return min(max(start, deviation.start - leadIn), latest)
    }

    /// Of a recording, in seconds; `nil` where its file does not tell.
    static func duration(of path: String) -> Double? { (try? AudioFileReader(path: path))?.duration }

    private static func read(_ path: String, _ start: Double, _ end: Double?) throws -> AudioSignal? {
        let reader = try AudioFileReader(path: path)
        if start > 0 { try reader.seek(toFrame: Int(start * reader.sampleRate)) }
        let length = min(longest, (end ?? .infinity) - start)
        return try reader.read(maxFrames: max(1, Int(length * reader.sampleRate)))
    }

    private static func mono(_ signal: AudioSignal) -> [Float] {
        guard signal.channelCount > 1 else { return signal.channels.first ?? [] }
        return (0..<signal.frameCount).map { frame in
            signal.channels.reduce(0) { $0 + $1[frame] } / Float(signal.channelCount)
        }
    }
}
