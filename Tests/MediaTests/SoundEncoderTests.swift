import Foundation
import InspectionTypes
import Media
import Testing

@Suite("Sounds packed in memory")
struct SoundEncoderTests {
    private func tone(_ channels: Int = 1) -> AudioSignal {
        let samples = (0..<24_000).map { Float(0.5 * sin(2 * Double.pi * 440 * Double($0) / 16_000)) }
        return AudioSignal(channels: Array(repeating: samples, count: channels), sampleRate: 16_000)
    }

    @Test("are files that can be read again", arguments: SoundEncoder.Format.allCases)
    func roundTrip(format: SoundEncoder.Format) throws {
        for channels in [1, 2] {
            let signal = tone(channels)
            let bytes = try SoundEncoder.encode(signal, as: format)
            let path = FileManager.default.temporaryDirectory.appending(path: "packed-\(UUID())").path
            defer { try? FileManager.default.removeItem(atPath: path) }
            try Data(bytes).write(to: URL(filePath: path))
            let read = try AudioFile.read(path)
            #expect(read.sampleRate == 16_000 && read.channelCount == channels && read.frameCount == 24_000)
            let tolerance: Float = format == .vorbis ? 0.1 : 1e-4
            for (mine, theirs) in zip(signal.channels[0], read.channels[0]) where abs(mine - theirs) > tolerance {
                Issue.record("\(mine) became \(theirs)")
                break
            }
        }
    }

    @Test("Vorbis is a fraction of what WAV takes")
    func size() throws {
        let (vorbis, wav) = (try SoundEncoder.encode(tone(), as: .vorbis), try SoundEncoder.encode(tone(), as: .wav))
        #expect(wav.count == 44 + 48_000 && vorbis.count * 4 < wav.count, "\(vorbis.count)")
    }
}
