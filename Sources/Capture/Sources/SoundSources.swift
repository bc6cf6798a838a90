import Media

/// Opens sources of sound.
public enum SoundSources {
    /// Opens a source and begins to take sound from it.
    ///
    /// - Parameters:
    ///   - order: which.
    ///   - name: what the user calls it, for messages.
    ///   - queueSeconds: sound that the queue holds, at the source's rate.
    ///   - wake: rung whenever there is something to fetch.
    ///   - options: how patiently the source is sought and heard.
    /// - Throws: ``CaptureError`` or `MediaError` where it cannot be had at all: there is no such file, folder or microphone, the
    ///   microphone does not do what is asked, there is no ffmpeg. A stream that is not there yet is no error but `disconnected`.
    public static func open(
        _ order: SoundSourceOrder, name: String, queueSeconds: Double = 10, wake: Doorbell,
        options: SourceOptions = SourceOptions()
    ) throws -> SoundFeed {
        let queue = FeedQueue(queueSeconds: queueSeconds, wake: wake)
        if case .simulated(let sound, let clock) = order {
            let player = SimulationPlayer(sound, name: name, queue: queue)
            try clock.add(player, name: name)
            return SoundFeed(name: name, isLive: true, queue: queue) { clock.remove(player) }
        }
        let source = try source(order, name, queueSeconds, options)
        let end = try SourceThread.serve(source, queue, name: name)
        return SoundFeed(name: name, isLive: source.isLive, queue: queue, end: end)
    }

    private static func source(
        _ order: SoundSourceOrder, _ name: String, _ queueSeconds: Double, _ options: SourceOptions
    ) throws -> any CaptureSource<FeedQueue> {
        switch order {
        case .file(let path, let realTime):
            return try FileSource(path: path, realTime: realTime, ffmpeg: options.ffmpeg)
        case .folder(let path, let existing):
            return try FolderSource<FeedItem, FeedQueue>(
                path: path, name: name, existing: existing, options: options, wants: AudioFile.isNamedSound
            ) { file, queue in
                try RecordingReader(reader: AudioFileReader(path: file, ffmpeg: options.ffmpeg)).send(to: queue)
            }
        case .rawInput(let format, let descriptor):
            return RawInputSource(format: format, descriptor: descriptor, name: name)
        case .stream(let text):
            return try stream(text, name, options)
        case .microphone(let wish, let rate, let channels):
            return try MicrophoneSource(
                wish: wish, rate: rate, channels: channels, name: name, queueSeconds: queueSeconds, options: options)
        case .simulated:
            preconditionFailure("SoundSources: a simulated source has no thread of its own")
        }
    }

    private static func stream(
        _ text: String, _ name: String, _ options: SourceOptions
    ) throws -> StreamSource<SoundStreamReader> {
        let address = try StreamAddress(text)
        return StreamSource(
            reader: SoundStreamReader(address), name: name,
            ffmpeg: try options.ffmpeg(for: "\(name): \(address.shown) can only be heard"), backOff: options.backOff,
            silenceLimit: options.silenceLimit)
    }
}
