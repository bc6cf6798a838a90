import Glibc
import InspectionTypes

/// Reads the first picture of a file through `ffmpeg` as a child process: BMP, TIFF, WebP, GIF, Netpbm.
///
/// The file is the child's standard input, so that no name is taken for a pattern, and it may open nothing else; it answers with one
/// binary PPM, always RGB: alpha is left out. Damage that it would conceal with grey is an error, and so is an answer that it does not end well.
/// It is ended when it has been silent for half a minute.
struct FFmpegPictureDecoder: PictureDecoder {
    /// The file to be read.
    let path: String
    /// The name for messages.
    let name: String
    let executable: String
    let limits: PictureLimits
    private static let patience: Int32 = 30

    func header() throws -> StoredHeader {
        let child = try start()
        return try openAnswer(child).header
    }

    func decode(keepsAlpha: Bool) throws -> RasterImage {
        let child = try start()
        let (header, rest) = try openAnswer(child)
        try limits.check(width: header.width, height: header.height, name: name)
        let size = header.width * header.height * 3
        var count = min(rest.count, size)
        var failure: MediaError?
        let pixels = [UInt8](unsafeUninitializedCapacity: size) { out, written in
            _ = out.update(fromContentsOf: rest.prefix(size))
            while count < size, let base = out.baseAddress {
                guard let more = child.read(into: base + count, capacity: size - count, within: Self.patience) else {
                    failure = silent(child)
                    break
                }
                guard more > 0 else { break }
                count += more
            }
            written = count
        }
        if let failure { throw failure }
        try checkEnd(child, isWhole: count == size, hasMore: rest.count > size)
        return RasterImage(width: header.width, height: header.height, channels: 3, pixels: pixels)
    }

    /// All pixels may have come and still be made up: only the end tells.
    private func checkEnd(_ child: ChildProcess, isWhole: Bool, hasMore: Bool) throws {
        var byte: UInt8 = 0
        let extra = isWhole && !hasMore ? child.read(into: &byte, capacity: 1, within: Self.patience) : 0
        guard let extra else { throw silent(child) }
        // One that still writes waits for a reader: it would never end by itself.
        if hasMore || extra > 0 { child.end() }
        let status = child.waited(within: Int(Self.patience))
        guard isWhole, !hasMore, extra == 0, status == 0 else {
            throw MediaError(
                .decodingFailed, path: name,
                "ffmpeg \(isWhole ? "did not end well with it" : "stopped in the middle of it") (\(child.lastComplaint)): copy or save it again"
            )
        }
    }

    private func start() throws -> ChildProcess {
        do {
            return try ChildProcess(
                executable: executable,
                arguments: [
                    "-nostdin", "-v", "error", "-xerror", "-protocol_whitelist", "pipe", "-err_detect", "explode",
                    "-max_pixels", String(limits.maxPixels),
                    "-i", "pipe:0", "-map", "0:v:0", "-an", "-frames:v", "1", "-pix_fmt", "rgb24", "-c:v", "ppm", "-f",
                    "image2pipe", "pipe:1",
                ], input: path
            )
        } catch let failure as ChildProcess.SpawnFailure {
            throw MediaError(.decodingFailed, path: name, "\(executable) cannot be started: \(failure.reason)")
        }
    }

    /// The answer's header, and the bytes read behind it.
    private func openAnswer(_ child: ChildProcess) throws -> (header: StoredHeader, rest: [UInt8]) {
        var bytes: [UInt8] = []
        var isAtEnd = false
        while bytes.count < 4096, !isAtEnd {
            var count: Int?
            bytes += [UInt8](unsafeUninitializedCapacity: 4096) { buffer, written in
                count = buffer.baseAddress.flatMap { child.read(into: $0, capacity: 4096, within: Self.patience) }
                written = count ?? 0
            }
            guard let count else { throw silent(child) }
            isAtEnd = count == 0
            guard let (header, length) = Self.header(bytes) else { continue }
            return (header, Array(bytes[length...]))
        }
        // One that still writes waits for a reader: it would never end by itself.
        if !isAtEnd { child.end() }
        _ = child.waited()
        throw MediaError(
            .decodingFailed, path: name,
            "ffmpeg cannot read it (\(child.lastComplaint)): copy it again, or save it as PNG or JPEG")
    }

    private func silent(_ child: ChildProcess) -> MediaError {
        child.end()
        return MediaError(
            .decodingFailed, path: name,
            "ffmpeg gave nothing for \(Self.patience) s and was ended: save the picture as PNG or JPEG first")
    }

    /// `P6`, width, height and 255 between white space, one white space, then the pixels. `nil` where that is not all there.
    private static func header(_ bytes: [UInt8]) -> (StoredHeader, length: Int)? {
        var words: [String] = [""]
        for (index, byte) in bytes.prefix(64).enumerated() {
            guard [9, 10, 13, 32].contains(byte) else {
                words[words.count - 1].append(Character(Unicode.Scalar(byte)))
                continue
            }
            if words.count == 4 {
                guard words[0] == "P6", words[3] == "255", let width = Int(words[1]), let height = Int(words[2]) else {
                    return nil
                }
                return (StoredHeader(width: width, height: height, colour: .rgb), index + 1)
            }
            words.append("")
        }
        return nil
    }
}
