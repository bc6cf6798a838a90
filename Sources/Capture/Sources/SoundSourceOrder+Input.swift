import Glibc

extension SoundSourceOrder {
    /// The source that a user names in one word, as `--input` takes it:
    /// - `-`: raw samples on standard input, for which a rate must be given;
    /// - what has `://` in it: a stream (`file://…`: that file or folder);
    /// - the path of a folder or of a file: these;
    /// - `mic:NAME`, or anything else without a `/`: a microphone.
    ///
    /// - Parameters:
    ///   - rate: samples a second, for a microphone or standard input.
    ///   - channels: for a microphone (its own by default) or standard input (one by default).
    ///   - coding: of standard input.
    ///   - realTime: a file is heard at the speed of its sound.
    ///   - existing: a folder's files are heard as well that are there already.
    /// - Throws: ``CaptureError`` where nothing can be meant by it.
    public static func named(
        _ input: String, rate: Double? = nil, channels: Int? = nil, coding: RawSoundFormat.Coding = .int16,
        realTime: Bool = false, existing: Bool = false
    ) throws -> SoundSourceOrder {
        if let rate, !(rate > 0 && rate < 1e7) {
            throw CaptureError(.notUnderstood, "a rate of \(rate) Hz: a sample rate is a number such as 16000")
        }
        if let channels, !(1...1024).contains(channels) {
            throw CaptureError(.notUnderstood, "\(channels) channels: a source has one or more")
        }
        if input == "-" {
            guard let rate else {
                throw CaptureError(
                    .notUnderstood,
                    "standard input holds raw samples, which do not say how fast they are: give their rate as well, such as 16000"
                )
            }
            return .rawInput(RawSoundFormat(rate: rate, channels: channels ?? 1, coding: coding))
        }
        if input.hasPrefix("mic:") {
            return .microphone(name: String(input.dropFirst(4)), rate: rate, channels: channels)
        }
        if input.hasPrefix("file://") {
            return try path(String(input.dropFirst(7)), realTime, existing)
        }
        if input.firstRange(of: "://") != nil {
            _ = try StreamAddress(input)
            return .stream(input)
        }
        var status = stat()
        if input.contains("/") || stat(input, &status) == 0 { return try path(input, realTime, existing) }
        return .microphone(name: input, rate: rate, channels: channels)
    }

    private static func path(_ path: String, _ realTime: Bool, _ existing: Bool) throws -> SoundSourceOrder {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw CaptureError(
                .sourceMissing,
                "\(path): there is no such file or folder: check the name; a microphone whose name has a '/' in it is mic:NAME"
            )
        }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder(path, existing: existing) : .file(path, realTime: realTime)
    }
}
