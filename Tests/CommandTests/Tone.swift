import Foundation
import InspectionTypes
import Media

/// Tones, as simple sounds whose contents do not matter.
enum Tone {
    static func write(
        to path: String, seconds: Double, rate: Double = 16_000, channels: Int = 1, frequency: Double = 440,
        format: AudioFileWriter.Format = .wav16
    ) throws {
        let url = URL(filePath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        var samples: [Float] = []
        for n in 0..<Int(seconds * rate) {
            let time = Double(n) / rate
            let tone = 0.3 * sin(2 * Double.pi * frequency * time)
            // Something that never repeats, so that stretches of one tone are not taken for copies.
            let drift = 0.05 * sin(2 * Double.pi * (200 + 40 * time) * time)
            samples.append(Float(tone + drift))
        }
        try AudioFileWriter.write(
            AudioSignal(channels: Array(repeating: samples, count: channels), sampleRate: rate), to: path,
            format: format
        )
    }
}
