import CPNG
import CTurboJPEG
public import InspectionTypes

/// Pictures and masks as files' bytes.
public enum PictureEncoder {
    /// A PNG of 8 bits a channel.
    ///
    /// - Parameter level: zlib's effort, 1…9.
    /// - Throws: ``MediaError`` with code `writingFailed`.
    public static func png(_ picture: Picture, level: Int = 6) throws -> [UInt8] {
        try png(picture.pixels, picture.width, picture.height, channels: picture.channelCount, level: level)
    }

    /// A grey PNG, 255 where the defect is.
    ///
    /// - Throws: ``MediaError`` with code `writingFailed`.
    public static func png(_ mask: Mask) throws -> [UInt8] {
        try png(mask.values.map { $0 == 0 ? 0 : 255 }, mask.width, mask.height, channels: 1, level: 6)
    }

    private static func png(
        _ pixels: [UInt8], _ width: Int, _ height: Int, channels: Int, level: Int
    ) throws -> [UInt8] {
        precondition((1...9).contains(level), "PictureEncoder.png: level \(level) is none of 1…9")
        var message = [CChar](repeating: 0, count: Int(WT_PNG_MESSAGE_SIZE))
        var file: UnsafeMutablePointer<UInt8>?
        var size = 0
        let status = pixels.withUnsafeBufferPointer { pixels -> Int32 in
            guard let pixels = pixels.baseAddress else { return 1 }
            return wt_png_encode(
                pixels, UInt32(width), UInt32(height), Int32(channels), Int32(level), &file, &size, &message)
        }
        defer { wt_png_free(file) }
        guard status == 0, let file else {
            let reason = message.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
            throw MediaError(
                .writingFailed, path: "PNG",
                "\(width)×\(height) pixels cannot be packed (\(reason)): make the picture smaller")
        }
        return Array(UnsafeBufferPointer(start: file, count: size))
    }

    /// A JPEG, grey or YCbCr with halved chroma.
    ///
    /// - Parameter quality: 1…100, on libjpeg's scale.
    /// - Throws: ``MediaError`` with code `writingFailed`.
    public static func jpeg(_ picture: Picture, quality: Int = 90) throws -> [UInt8] {
        precondition((1...100).contains(quality), "PictureEncoder.jpeg: quality \(quality) is none of 1…100")
        guard let handle = tjInitCompress() else { throw jpegFailure(picture, "no memory") }
        defer { tjDestroy(handle) }
        let isGrey = picture.colour == .grey
        var file: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        let status = picture.pixels.withUnsafeBufferPointer {
            tjCompress2(
                handle, $0.baseAddress, Int32(clamping: picture.width), 0, Int32(clamping: picture.height),
                Int32((isGrey ? TJPF_GRAY : TJPF_RGB).rawValue), &file, &size,
                Int32((isGrey ? TJSAMP_GRAY : TJSAMP_420).rawValue), Int32(quality), TJFLAG_ACCURATEDCT)
        }
        defer { tjFree(file) }
        guard status == 0, let file else {
            throw jpegFailure(picture, tjGetErrorStr2(handle).map { String(cString: $0) } ?? "no reason given")
        }
        return Array(UnsafeBufferPointer(start: file, count: Int(size)))
    }

    private static func jpegFailure(_ picture: Picture, _ reason: String) -> MediaError {
        MediaError(
            .writingFailed, path: "JPEG",
            "\(picture.width)×\(picture.height) pixels cannot be packed (\(reason)): make the picture smaller, or save it as PNG"
        )
    }
}

extension PictureFile {
    /// Writes a PNG or a JPEG (quality 90), as the name's ending says, whole or not at all.
    ///
    /// - Throws: ``MediaError`` with code `writingFailed`.
    public static func write(_ picture: Picture, to path: String) throws {
        switch PictureFormat(nameOf: path) {
        case .png: try put(PictureEncoder.png(picture), path)
        case .jpeg: try put(PictureEncoder.jpeg(picture), path)
        default:
            throw MediaError(
                .writingFailed, path: path, "pictures are written as PNG or JPEG: let its name end in .png or .jpg")
        }
    }

    /// Writes a mask as a PNG, 255 where the defect is, whole or not at all.
    ///
    /// - Throws: ``MediaError`` with code `writingFailed`.
    public static func write(_ mask: Mask, to path: String) throws {
        guard PictureFormat(nameOf: path) == .png else {
            throw MediaError(
                .writingFailed, path: path,
                "masks are written as PNG, which keeps their edges: let its name end in .png")
        }
        try put(PictureEncoder.png(mask), path)
    }

    private static func put(_ bytes: [UInt8], _ path: String) throws {
        do {
            try AtomicFile.write(bytes, to: path)
        } catch let failure as AtomicFile.Failure {
            var error = MediaError(.writingFailed, path: path, "")
            error.message = failure.description
            throw error
        }
    }
}
