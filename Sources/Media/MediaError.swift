/// What went wrong with a file of sound or a picture, and how to mend it.
public struct MediaError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case fileMissing = "file_missing"
        case isFolder = "is_folder"
        /// A pipe, a socket or a device.
        case notRegular = "not_regular"
        case notPermitted = "not_permitted"
        /// Not one byte.
        case emptyFile = "empty_file"
        /// No format that can be read.
        case notSound = "not_sound"
        /// No picture that can be read.
        case notPicture = "not_picture"
        /// More pixels, or bytes, than the caller allows.
        case tooLarge = "too_large"
        /// A format that only ffmpeg reads, and no ffmpeg.
        case decoderMissing = "decoder_missing"
        case decodingFailed = "decoding_failed"
        /// A good header and nothing behind it.
        case noSamples = "no_samples"
        /// A sample that is not a number, or infinite.
        case notFinite = "not_finite"
        case writingFailed = "writing_failed"
        case readingFailed = "reading_failed"
    }

    public var code: Code
    /// Names the file, says what happened and how to mend it.
    public var message: String
    /// The file as the caller named it.
    public var path: String

    public init(_ code: Code, path: String, _ message: String) {
        self.code = code
        self.path = path
        self.message = "\(path): \(message)"
    }

    public var description: String { message }
}
