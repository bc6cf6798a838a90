import InspectionTypes
import Media

/// Sends one sound file into a queue, from its opening to its end.
struct RecordingReader {
    let reader: AudioFileReader
    /// Whether it takes as long as the sound.
    var realTime = false
    /// Frames read at once where it goes as fast as it is listened to.
    private static let stretch = 16_384

    var format: SourceFormat {
        SourceFormat(
            sampleRate: reader.sampleRate, channelCount: reader.channelCount,
            description: "\(reader.path): \(hertz(reader.sampleRate)), \(channelWords(reader.channelCount))",
            recording: reader.path
        )
    }

    /// `false` once it is no longer wanted.
    func send(to queue: FeedQueue) -> Bool {
        queue.opened(format)
        let start = monotonicSeconds()
        let count = realTime ? max(1, Int(reader.sampleRate / 50)) : Self.stretch
        do {
            while let sound = try reader.read(maxFrames: count) {
                if realTime {
                    let due = start + Double(reader.position) / reader.sampleRate
                    guard queue.pause(seconds: due - monotonicSeconds()) else { return false }
                }
                guard queue.deliver(sound) else { return false }
            }
            reader.warnings.forEach(queue.notice)
            queue.recordingEnded(reader.path)
        } catch {
            queue.unreadable(reader.path, reason: "\(error)")
        }
        return !queue.isStopping
    }
}

/// `44100 Hz`, `11025.5 Hz`.
func hertz(_ rate: Double) -> String {
    rate == rate.rounded() && rate < 1e9 ? "\(Int(rate)) Hz" : "\(rate) Hz"
}
