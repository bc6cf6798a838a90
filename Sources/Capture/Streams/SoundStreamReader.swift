import InspectionTypes

/// A stream's sound. Only what comes faster than real time (the burst with which a server greets, a recording) can wait, and does.
struct SoundStreamReader: StreamReader {
    let address: StreamAddress
    /// What came before: the stream is to come in the same rate and channels for ever.
    private var format: RawSoundFormat?
    private var decoder = StreamDecoder(expected: nil)
    /// Of this session, in seconds: what was heard, and when the first of it came.
    private var heard = 0.0
    private var firstSound: Double?

    init(_ address: StreamAddress) { self.address = address }

    mutating func begin() -> [String] {
        decoder = StreamDecoder(expected: format)
        (heard, firstSound) = (0, nil)
        var words = address.ffmpegInput + ["-map", "0:a:0", "-vn", "-map_metadata", "-1", "-fflags", "+bitexact"]
        if let format { words += ["-ar", String(Int(format.rate)), "-ac", String(format.channels)] }
        return words + ["-c:a", "pcm_f32le", "-f", "wav", "-flush_packets", "1", "pipe:1"]
    }

    mutating func take(
        _ bytes: UnsafeRawBufferPointer, _ link: inout LiveLink<FeedQueue>, _ queue: FeedQueue
    ) throws -> Bool {
        guard let sound = try decoder.sound(bytes), sound.frameCount > 0 else { return true }
        format = decoder.format
        heard += sound.duration
        let now = monotonicSeconds()
        let start = firstSound ?? now
        firstSound = start
        guard waitIfAhead(sound, heard - (now - start), queue) else { return false }
        link.hear(sound, described(sound))
        return true
    }

    func masked(_ words: String) -> String { address.masked(words) }

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

extension StreamAddress {
    /// What is said to ffmpeg before what is made of the stream.
    var ffmpegInput: [String] {
        var words = ffmpegManners
        if scheme.hasPrefix("rtsp") { words += ["-rtsp_transport", "tcp"] }
        return words + ["-i", text]
    }
}

/// No questions, no progress, and complaints only.
let ffmpegManners = ["-nostdin", "-nostats", "-hide_banner", "-v", "error"]
