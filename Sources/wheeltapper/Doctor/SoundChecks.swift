import Media
import Signals

/// What reads, resamples and hears sound.
enum SoundChecks {
    static func run() -> [Check] {
        let loaded = LoadedLibraries.current
        let formats = SoundFileLibrary.OptionalFormat.allCases
        return [
            soundFileCheck(
                version: SoundFileLibrary.version, path: loaded.path(of: "libsndfile"),
                unread: formats.filter { !SoundFileLibrary.reads($0) }.map(\.rawValue), ffmpeg: AudioFile.ffmpeg
            ),
            .ok(
                "resampling",
                [ResamplingLibrary.version, loaded.path(of: "libsoxr")].compactMap { $0 }.joined(separator: ", ")),
            ffmpegCheck(AudioFile.ffmpeg),
            deviceCheck(pcm: TextFile.read("/proc/asound/pcm")),
        ]
    }

    static func soundFileCheck(version: String, path: String?, unread: [String], ffmpeg: String?) -> Check {
        let detail = [version, path].compactMap { $0 }.joined(separator: ", ")
        guard !unread.isEmpty else { return .ok("sound files", detail + ": WAV, FLAC, Ogg Vorbis, Ogg Opus, MP3") }
        let list = unread.joined(separator: ", ")
        guard ffmpeg == nil else { return .ok("sound files", detail + ": without \(list), which ffmpeg reads") }
        return .warning(
            "sound files", detail + ": without \(list)", mend: "apt-get install ffmpeg, or libsndfile 1.1 or later"
        )
    }

    static func ffmpegCheck(_ path: String?) -> Check {
        guard let path else {
            return .warning(
                "ffmpeg",
                "not found: AAC, WMA and the sound of films cannot be read, nor BMP, TIFF and WebP pictures",
                mend: "apt-get install ffmpeg"
            )
        }
        return .ok("ffmpeg", path + ": AAC, WMA, films; BMP, TIFF, WebP")
    }

    /// - Parameter pcm: the text of `/proc/asound/pcm`, a line a device such as
    ///   `00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1`; `nil` where the kernel has no sound.
    static func deviceCheck(pcm: String?) -> Check {
        let inputs = (pcm ?? "").split(separator: "\n").filter { $0.contains("capture") }
            .compactMap { $0.split(separator: ":").dropFirst().first.map { $0.drop { $0 == " " } } }
            .map { String($0.last == " " ? $0.dropLast() : $0) }
        guard !inputs.isEmpty else {
            return .warning(
                "microphones", "none: files and folders can be judged, nothing can be heard live",
                mend: "plug one in; in a container, hand in the device (--device /dev/snd)"
            )
        }
        return .ok("microphones", inputs.joined(separator: "; "))
    }
}
