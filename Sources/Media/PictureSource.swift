import Glibc
import InspectionTypes

/// A file's bytes, or those of an upload, on their way to the decoder that fits.
struct PictureSource {
    let bytes: [UInt8]
    let name: String
    let limits: PictureLimits
    /// `nil` for bytes that came without a file.
    private let path: String?

    init(bytes: [UInt8], name: String, limits: PictureLimits) throws {
        guard !bytes.isEmpty else {
            throw MediaError(.emptyFile, path: name, "the picture is empty (0 bytes): take or send it again")
        }
        try limits.check(byteCount: bytes.count, name: name)
        (self.bytes, self.name, self.limits, path) = (bytes, name, limits, nil)
    }

    init(path: String, limits: PictureLimits) throws {
        let probe = try FileProbe(path, expecting: .picture)
        try limits.check(byteCount: probe.size, name: path)
        bytes = try Self.read(path, size: probe.size)
        (name, self.limits, self.path) = (path, limits, path)
    }

    private static func read(_ path: String, size: Int) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileProbe.error(path, errno) }
        defer { close(descriptor) }
        var problem: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size, let base = buffer.baseAddress {
                let more = Glibc.read(descriptor, base + count, size - count)
                if more < 0, errno == EINTR { continue }
                if more < 0 { problem = errno }
                guard more > 0 else { break }
                count += more
            }
        }
        guard problem == 0 else { throw FileProbe.error(path, problem) }
        return bytes
    }

    func header(ffmpeg: () -> String?) throws -> PictureHeader {
        try withDecoder(ffmpeg) { decoder, format in
            let stored = try checkedHeader(decoder)
            let size = stored.orientation.size(width: stored.width, height: stored.height)
            return PictureHeader(
                format: format, width: size.width, height: size.height, colour: stored.colour,
                orientation: stored.orientation, warnings: warnings)
        }
    }

    func picture(ffmpeg: () -> String?) throws -> Picture {
        try image(keepsAlpha: false, ffmpeg: ffmpeg).picture
    }

    /// The pixels, upright.
    func image(keepsAlpha: Bool, ffmpeg: () -> String?) throws -> RasterImage {
        try withDecoder(ffmpeg) { decoder, format in
            // ffmpeg would be started twice; its answer's header is checked on the way.
            let orientation = format.needsFFmpeg ? .upright : try checkedHeader(decoder).orientation
            return try decoder.decode(keepsAlpha: keepsAlpha).upright(orientation)
        }
    }

    private func checkedHeader(_ decoder: any PictureDecoder) throws -> StoredHeader {
        let stored = try decoder.header()
        try limits.check(width: stored.width, height: stored.height, name: name)
        return stored
    }

    private func withDecoder<Result>(
        _ ffmpeg: () -> String?, _ body: (any PictureDecoder, PictureFormat) throws -> Result
    ) throws -> Result {
        guard let format = PictureFormat(opening: bytes) else { throw unknown() }
        switch format {
        case .jpeg: return try body(JPEGDecoder(bytes: bytes, name: name), format)
        case .png: return try body(PNGDecoder(bytes: bytes, name: name, limits: limits), format)
        case .bmp, .tiff, .webp, .gif, .netpbm:
            guard let program = ffmpeg() else {
                throw MediaError(
                    .decoderMissing, path: name,
                    "holds a \(format.rawValue), which is read through ffmpeg, and that is not on the PATH: install ffmpeg, or save "
                        + "the picture as PNG or JPEG"
                )
            }
            return try withFile {
                try body(FFmpegPictureDecoder(path: $0, name: name, executable: program, limits: limits), format)
            }
        }
    }

    /// The bytes as a file, for a child process.
    private func withFile<Result>(_ body: (String) throws -> Result) throws -> Result {
        if let path { return try body(path) }
        var template = Array("/tmp/wheeltapper-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        let temporary = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        guard descriptor >= 0 else {
            throw MediaError(
                .readingFailed, path: name, "cannot be put into /tmp for ffmpeg: \(String(cString: strerror(errno)))")
        }
        close(descriptor)
        defer { unlink(temporary) }
        do {
            try AtomicFile.write(bytes, to: temporary)
        } catch let failure as AtomicFile.Failure {
            throw MediaError(.readingFailed, path: name, "cannot be put into /tmp for ffmpeg: \(failure)")
        }
        return try body(temporary)
    }

    /// What a user should know though the file can be read.
    var warnings: [String] {
        guard let format = PictureFormat(opening: bytes), let promised = PictureFormat(nameOf: name), promised != format
        else { return [] }
        return [
            "\(name) holds a \(format.rawValue), not a \(promised.rawValue); rename it to end in .\(format.extensions[0])"
        ]
    }

    private func unknown() -> MediaError {
        let probe = FileProbe(size: bytes.count, opening: Array(bytes.prefix(512)))
        guard probe.looksLikeText else {
            return MediaError(
                .notPicture, path: name,
                "its first bytes are those of no picture that we know (JPEG, PNG, BMP, TIFF, WebP, GIF, Netpbm): check what it is, or "
                    + "copy it again")
        }
        return MediaError(
            .notPicture, path: name, "is no picture but text: check what it is, and its name's ending")
    }
}
