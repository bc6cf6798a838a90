import Glibc
public import InspectionTypes

/// What can be said of a picture without unpacking it.
public struct PictureHeader: Sendable, Hashable {
    /// By the first bytes, whatever the name says.
    public var format: PictureFormat
    /// Of the upright picture, in pixels.
    public var width: Int
    /// Of the upright picture, in pixels.
    public var height: Int
    public var colour: Picture.Colour
    /// How the pixels are stored.
    public var orientation: PictureOrientation
    /// What a user should know though the file can be read, one sentence each.
    public var warnings: [String]
}

/// A picture with what else its file says, from one reading of the file.
public struct PictureContents: Sendable, Equatable {
    public var picture: Picture
    /// SHA-256 of the file's bytes, in hexadecimal digits.
    public var hash: String
    /// What a user should know though the file can be read, one sentence each.
    public var warnings: [String]
}

/// Picture files as a whole: JPEG and PNG by themselves; BMP, TIFF, WebP, GIF and Netpbm where `ffmpeg` is installed.
///
/// Pixels come upright (EXIF), 8 bits a channel, grey where the file is grey, else RGB. Alpha is left out and not blended, as Pillow's
/// `convert("RGB")` does, so that a network sees what it saw elsewhere. A file that is cut short or damaged is an error: no half grey
/// picture is judged.
public enum PictureFile {
    /// Whether a file is to be looked at: its name ends like a picture's, or its first bytes are those of one.
    ///
    /// A damaged file with a picture's name counts, so that reading it can say what is wrong.
    public static func isPicture(_ path: String) -> Bool {
        if PictureFormat(nameOf: path) != nil { return true }
        return (try? FileProbe(path, expecting: .picture)).flatMap { PictureFormat(opening: $0.opening) } != nil
    }

    /// The picture in a file.
    ///
    /// - Parameter ffmpeg: the program for what we do not read ourselves; `nil` for none. Looked for on the `PATH` by default.
    /// - Throws: ``MediaError``, one code for each way in which a file can be unfit.
    public static func read(
        _ path: String, limits: PictureLimits = .default, ffmpeg: @autoclosure () -> String? = AudioFile.ffmpeg
    ) throws -> Picture {
        try PictureSource(path: path, limits: limits).picture(ffmpeg: ffmpeg)
    }

    /// The picture in a file, with the file's hash and warnings: as ``read(_:limits:ffmpeg:)``, `AudioFile.contentHash` and
    /// ``header(of:limits:ffmpeg:)`` have them, but read once.
    ///
    /// - Throws: ``MediaError``.
    public static func contents(
        of path: String, limits: PictureLimits = .default, ffmpeg: @autoclosure () -> String? = AudioFile.ffmpeg
    ) throws -> PictureContents {
        let source = try PictureSource(path: path, limits: limits)
        return PictureContents(
            picture: try source.picture(ffmpeg: ffmpeg), hash: ContentHash.hexadecimal(of: source.bytes),
            warnings: source.warnings)
    }

    /// A file's bytes, to be decoded later.
    ///
    /// - Throws: ``MediaError`` for a file that cannot be read, is empty, or larger than the limits.
    public static func bytes(of path: String, limits: PictureLimits = .default) throws -> [UInt8] {
        try PictureSource(path: path, limits: limits).bytes
    }

    /// The picture in a file's bytes.
    ///
    /// - Parameter name: the file's name, for messages.
    /// - Throws: ``MediaError``.
    public static func decode(
        _ bytes: [UInt8], name: String, limits: PictureLimits = .default,
        ffmpeg: @autoclosure () -> String? = AudioFile.ffmpeg
    ) throws -> Picture {
        try PictureSource(bytes: bytes, name: name, limits: limits).picture(ffmpeg: ffmpeg)
    }

    /// What a file's header says, and warnings: of a name that speaks of another format, for one.
    ///
    /// - Throws: ``MediaError``; a picture beyond the limits counts.
    public static func header(
        of path: String, limits: PictureLimits = .default, ffmpeg: @autoclosure () -> String? = AudioFile.ffmpeg
    ) throws -> PictureHeader {
        try PictureSource(path: path, limits: limits).header(ffmpeg: ffmpeg)
    }

    /// What the header in a file's bytes says.
    ///
    /// - Throws: ``MediaError``.
    public static func header(
        of bytes: [UInt8], name: String, limits: PictureLimits = .default,
        ffmpeg: @autoclosure () -> String? = AudioFile.ffmpeg
    ) throws -> PictureHeader {
        try PictureSource(bytes: bytes, name: name, limits: limits).header(ffmpeg: ffmpeg)
    }
}
