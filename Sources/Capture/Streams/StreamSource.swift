import InspectionTypes
import Media

/// A stream that `ffmpeg` hears, sought again whenever it is lost.
///
/// It is live: nothing waits for us, and what does not fit into the queue is lost and counted. Only what comes faster than real time (the
/// burst with which a server greets, a recording) can wait, and does.
struct StreamSource: SoundSource {
    let isLive = true
    let address: StreamAddress
    let name: String
    let ffmpeg: String
    let backOff: BackOff
    /// Seconds without a byte after which it is taken for lost; twice as many before the first.
    let silenceLimit: Double

    func run(_ queue: FeedQueue) {
        var link = LiveLink(queue, backOff: backOff, isPaced: false)
        var format: RawSoundFormat?
        while true {
            let reason = hear(&link, &format, queue)
            guard let wait = link.lost("\(name): \(address.masked(reason))"), queue.pause(seconds: wait) else { return }
        }
    }

    /// - format: what came before: the stream is to come in the same rate and channels for ever.
    private func arguments(_ format: RawSoundFormat?) -> [String] {
        var words = ["-nostdin", "-nostats", "-hide_banner", "-v", "error"]
        if address.scheme.hasPrefix("rtsp") { words += ["-rtsp_transport", "tcp"] }
        words += ["-i", address.text, "-map", "0:a:0", "-vn", "-map_metadata", "-1", "-fflags", "+bitexact"]
        if let format { words += ["-ar", String(Int(format.rate)), "-ac", String(format.channels)] }
        return words + ["-c:a", "pcm_f32le", "-f", "wav", "-flush_packets", "1", "pipe:1"]
    }

    /// One session; returns why it ended.
    private func hear(_ link: inout LiveLink, _ format: inout RawSoundFormat?, _ queue: FeedQueue) -> String {
        let child: StreamChild
        do {
            child = try StreamChild(executable: ffmpeg, arguments: arguments(format))
        } catch {
            return "\(error)"
        }
        var decoder = StreamDecoder(expected: format)
        var buffer = [UInt8](repeating: 0, count: 1 << 15)
        var lastByte = monotonicSeconds()
        var firstSound: Double?
        var heard = 0.0
        while !queue.isStopping {
            switch child.read(into: &buffer, milliseconds: 100) {
            case .ended: return "ffmpeg " + child.farewell()
            case .nothing:
                let limit = link.isHeard ? silenceLimit : 2 * silenceLimit
                guard monotonicSeconds() - lastByte > limit else { continue }
                child.end()
                return "gave nothing for \(brief(limit)) s and was ended"
                    + (child.lastComplaint.map { " (ffmpeg: \($0))" } ?? "")
            case .bytes(let count):
                let sound: AudioSignal?
                do {
                    sound = try buffer.withUnsafeBytes { try decoder.sound(.init(rebasing: $0.prefix(count))) }
                } catch {
                    return "\(error)"
                }
                if let sound, sound.frameCount > 0 {
                    format = decoder.format
                    heard += sound.duration
                    let now = monotonicSeconds()
                    let start = firstSound ?? now
                    firstSound = start
                    guard waitIfAhead(sound, heard - (now - start), queue) else { break }
                    link.hear(sound, described(sound))
                }
                lastByte = monotonicSeconds()
            }
        }
        return "no longer wanted"
    }

    /// What is ahead of the clock by more than a second need not be lost; `false` once the stream is no longer wanted.
    private func waitIfAhead(_ sound: AudioSignal, _ ahead: Double, _ queue: FeedQueue) -> Bool {
        while ahead > 1, !queue.hasRoom(frames: sound.frameCount, sampleRate: sound.sampleRate) {
            guard queue.pause(seconds: 0.02) else { return false }
        }
        return true
    }

    private func described(_ sound: AudioSignal) -> SourceFormat {
        SourceFormat(
            sampleRate: sound.sampleRate, channelCount: sound.channelCount,
            description: "\(address.shown): \(hertz(sound.sampleRate)), \(channelWords(sound.channelCount))")
    }
}

/// `0.5`, `10`: seconds for people.
func brief(_ seconds: Double) -> String {
    let rounded = (seconds * 100).rounded() / 100
    return rounded == rounded.rounded() && rounded < 1e9 ? String(Int(rounded)) : String(rounded)
}
