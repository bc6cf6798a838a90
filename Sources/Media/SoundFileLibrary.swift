import CSndfile

/// The library that reads sound files: which one it is, and what it was built to read.
public enum SoundFileLibrary {
    /// What it calls itself, such as `libsndfile-1.2.0`.
    public static var version: String { String(cString: sf_version_string()) }

    /// Formats that depend on how and when the library was built.
    public enum OptionalFormat: String, Sendable, CaseIterable {
        case flac = "FLAC"
        case vorbis = "Ogg Vorbis"
        /// Since libsndfile 1.0.29.
        case opus = "Ogg Opus"
        /// Since libsndfile 1.1.
        case mp3 = "MP3"

        /// libsndfile's number; written out because an older header lacks the newer names.
        var code: Int32 {
            switch self {
            case .flac: 0x17_0000
            case .vorbis: 0x0060
            case .opus: 0x0064
            case .mp3: 0x23_0000
            }
        }
    }

    public static func reads(_ format: OptionalFormat) -> Bool {
        switch format {
        case .flac, .mp3: listed(format.code, count: SFC_GET_FORMAT_MAJOR_COUNT, entry: SFC_GET_FORMAT_MAJOR)
        case .vorbis, .opus: listed(format.code, count: SFC_GET_FORMAT_SUBTYPE_COUNT, entry: SFC_GET_FORMAT_SUBTYPE)
        }
    }

    /// Whether a number stands in one of the library's lists of formats.
    private static func listed(_ code: Int32, count countCommand: Int, entry entryCommand: Int) -> Bool {
        var count: Int32 = 0
        sf_command(nil, Int32(countCommand), &count, Int32(MemoryLayout<Int32>.size))
        return (0..<max(0, count)).contains { place in
            var info = SF_FORMAT_INFO()
            info.format = place
            let status = sf_command(nil, Int32(entryCommand), &info, Int32(MemoryLayout<SF_FORMAT_INFO>.size))
            return status == 0 && info.format == code
        }
    }
}
