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
        let samples = (0..<Int(seconds * rate)).map { n in
            Float(0.3 * sin(2 * .pi * frequency * Double(n) / rate) + 0.05 * sin(2 * .pi * 0.7 * Double(n) / rate + Double(n % 97)))
        }
        try AudioFileWriter.write(
            AudioSignal(channels: Array(repeating: samples, count: channels), sampleRate: rate), to: path, format: format
        )
    }
}
