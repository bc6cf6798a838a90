/// Which file names are taken for recordings.
enum SoundFileNames {
    static let extensions: Set<String> = [
        "wav", "wave", "flac", "ogg", "oga", "opus", "mp3", "aif", "aiff", "aifc", "w64", "rf64", "caf", "au", "snd",
    ]

    static func isSound(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return false }
        return extensions.contains(name[name.index(after: dot)...].lowercased())
    }

    static func isHidden(_ name: String) -> Bool { name.hasPrefix(".") || name == "__MACOSX" }
}
