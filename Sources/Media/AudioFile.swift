import Glibc
public import InspectionTypes

/// Sound files as a whole.
public enum AudioFile {
    /// Endings of sound files' names, in lower case. Those that libsndfile may not read are left to ffmpeg.
    public static let extensions: Set<String> = [
        "wav", "wave", "rf64", "w64", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff", "aifc", "au", "snd", "caf",
        "m4a", "aac", "wma",
        "mp4", "mkv", "webm", "mka",
    ]

    /// Whether a file is to be listened to: its name ends like a sound file's, or its first bytes are those of one.
    ///
    /// A damaged file with a sound file's name counts, so that reading it can say what is wrong.
    public static func isSound(_ path: String) -> Bool {
        isNamedSound(path) || (try? FileProbe(path))?.looksLikeSound ?? false
    }

    /// Whether a file's name ends like a sound file's; it is not opened.
    public static func isNamedSound(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return false }
        return extensions.contains(name[name.index(after: dot)...].lowercased())
    }

    /// The whole of a file. Long recordings are better read in stretches, through ``AudioFileReader``.
    ///
    /// - Throws: ``MediaError``.
    public static func read(_ path: String) throws -> AudioSignal {
        let reader = try AudioFileReader(path: path)
        var channels = [[Float]](repeating: [], count: reader.channelCount)
        // One stretch more than there should be, to come upon the end.
        while let stretch = try reader.read(maxFrames: min(max(reader.frameCount ?? 1 << 20, 1), 1 << 24)) {
            for (index, samples) in stretch.channels.enumerated() {
                channels[index] = channels[index].isEmpty ? samples : channels[index] + samples
            }
        }
        return AudioSignal(channels: channels, sampleRate: reader.sampleRate)
    }

    /// The SHA-256 of a file's bytes, as 64 hexadecimal digits, read in blocks.
    ///
    /// - Throws: ``MediaError`` where it cannot be read; an empty file has a hash.
    public static func contentHash(_ path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileProbe.error(path, errno) }
        defer { close(descriptor) }
        var hash = ContentHash()
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = block.withUnsafeMutableBytes { buffer -> Int in
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 { hash.update(UnsafeRawBufferPointer(rebasing: buffer.prefix(count))) }
                return count
            }
            if count == 0 { return hash.finalized() }
            guard count > 0 || errno == EINTR else { throw FileProbe.error(path, errno) }
        }
    }

    /// The `ffmpeg` on the environment's `PATH`; `nil` where there is none.
    public static var ffmpeg: String? {
        getenv("PATH").flatMap { FFmpegDecoder.executable(searchPath: String(cString: $0)) }
    }
}
