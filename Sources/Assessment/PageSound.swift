import InspectionTypes
import Media
import Plotting
import Reports
import Signals

/// A recording, or a stretch of one, as a page shows and plays it: one channel, no longer than a listener has patience for.
struct PageSound {
    /// Longest sound that is drawn and played, in seconds.
    private static let longest = 20.0

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
