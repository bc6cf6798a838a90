import InspectionTypes
import Media
import Reports
import Signals

/// A sound or picture made small enough for hundreds of them to stand in a page.
struct ItemPreview: Sendable {
    /// Longest sound, in seconds.
    private static let longest = 10.0
    /// Highest rate; what is above half of it is not needed to know a sound again.
    private static let highestRate = 22_050.0
    /// Of one sound, in bytes.
    private static let soundLimit = 64_000
    /// Of a picture's longer side, in pixels.
    private static let pictureSide = 96
    /// Of a spectrogram, in pixels.
    private static let spectrogram = (width: 160, height: 72)

    /// Of sounds: what the model hears.
    let logMel: LogMelSettings?

    /// A thumbnail; nothing where the file cannot be read.
    func picture(_ path: String) -> ExplorationReport.Preview {
        guard let picture = try? PictureFile.read(path) else { return .init() }
        let scale = min(1, Double(Self.pictureSide) / Double(max(picture.width, picture.height)))
        let small =
            scale < 1
            ? PictureResizer.resize(
                picture, width: max(1, Int((Double(picture.width) * scale).rounded())),
                height: max(1, Int((Double(picture.height) * scale).rounded()))) : picture
        return .init(picture: try? PictureEncoder.jpeg(small, quality: 75))
    }

    /// The beginning of a sound and its spectrogram.
    ///
    /// - Parameter end: seconds from the recording's start; `nil` for its end.
    func sound(_ path: String, start: Double, end: Double?) -> ExplorationReport.Preview {
        let last = min(end ?? .infinity, start + Self.longest)
        guard let sound = PageSound(path: path, start: start, end: last) else { return .init() }
        let (samples, rate) = Self.lowered(sound)
        let signal = AudioSignal(mono: samples, sampleRate: rate)
        var preview = ExplorationReport.Preview(picture: thumbnail(sound))
        for format in [SoundEncoder.Format.vorbis, .flac, .wav] {
            guard let bytes = try? SoundEncoder.encode(signal, as: format) else { continue }
            if bytes.count <= Self.soundLimit { (preview.sound, preview.soundType) = (bytes, format.mediaType) }
            break
        }
        return preview
    }

    private static func lowered(_ sound: PageSound) -> ([Float], Double) {
        guard sound.sampleRate > highestRate * 1.1,
            let samples = try? Resampler.resample(sound.samples, from: sound.sampleRate, to: highestRate)
        else { return (sound.samples, sound.sampleRate) }
        return (samples, highestRate)
    }

    /// The log-mel spectrogram, low at the bottom, the loudest bright.
    private func thumbnail(_ sound: PageSound) -> [UInt8]? {
        guard let logMel, let extractor = try? LogMelExtractor(logMel),
            let heard = try? Resampler.resample(sound.samples, from: sound.sampleRate, to: logMel.sampleRate)
        else { return nil }
        let mel = extractor.extract(heard)
        guard mel.frameCount > 1 else { return nil }
        let sorted = mel.values.sorted()
        // The quietest half is shown as dark as the rest allows.
        let (low, high) = (sorted[sorted.count / 5], sorted[sorted.count - 1 - sorted.count / 500])
        var pixels: [UInt8] = []
        pixels.reserveCapacity(3 * mel.values.count)
        for band in (0..<mel.bandCount).reversed() {
            for frame in 0..<mel.frameCount {
                let value = mel.values[frame * mel.bandCount + band]
                let colour = ColorMap.ember(high > low ? (value - low) / (high - low) : 0)
                pixels += [colour.red, colour.green, colour.blue]
            }
        }
        let picture = Picture(width: mel.frameCount, height: mel.bandCount, colour: .rgb, pixels: pixels)
        let small = PictureResizer.resize(picture, width: Self.spectrogram.width, height: Self.spectrogram.height)
        return try? PictureEncoder.jpeg(small, quality: 72)
    }
}
