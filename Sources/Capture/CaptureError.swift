/// What went wrong with a source of sound or of pictures, and how to mend it.
public struct CaptureError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// No such file or folder.
        case sourceMissing = "source_missing"
        /// No microphone at all, or none of that name.
        case deviceMissing = "device_missing"
        /// More than one device bears the name.
        case deviceAmbiguous = "device_ambiguous"
        /// The device does not do the rate or the channels that were asked for.
        case formatRefused = "format_refused"
        /// The device is there and cannot be opened: another program holds it, or this user may not.
        case deviceBusy = "device_busy"
        /// The sound system itself could not be started.
        case soundSystemMissing = "sound_system_missing"
        /// A stream was asked for, and there is no ffmpeg.
        case decoderMissing = "decoder_missing"
        /// The words that name a source are not understood.
        case notUnderstood = "not_understood"
        /// A source that was there and stopped giving anything.
        case disconnected
        /// Bytes that are no sound.
        case notSound = "not_sound"
        /// Bytes that are no pictures.
        case notPictures = "not_pictures"
    }

    public var code: Code
    /// Names the source, says what happened and how to mend it.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
