import Capture
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
        ] + microphoneChecks(loaded)
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

    private static func microphoneChecks(_ loaded: LoadedLibraries) -> [Check] {
        let library = [SoundDevices.version, loaded.path(of: "libportaudio")].compactMap { $0 }.joined(separator: ", ")
        do {
            let devices = try SoundDevices.list()
            return [.ok("sound devices", library), deviceCheck(devices.map(\.name), folder: SoundFolder.current)]
        } catch {
            return [
                .warning(
                    "sound devices", "\(library): \(error)",
                    mend: "apt-get install --reinstall libportaudio2 libasound2 libasound2-data")
            ]
        }
    }

    /// - Parameter names: of the devices that hear.
    static func deviceCheck(_ names: [String], folder: SoundFolder) -> Check {
        guard !names.isEmpty else {
            return .warning(
                "microphones", "none: files, folders and streams can be judged, nothing can be heard live",
                mend: folder.mend
            )
        }
        return .ok("microphones", names.joined(separator: "; "))
    }
}
