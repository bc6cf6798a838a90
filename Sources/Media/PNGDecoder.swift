import CPNG
import InspectionTypes

/// Reads PNG through libpng: 1 to 16 bits, grey, colour, palette, interlaced. Of 16 bits the upper 8 are kept, as Pillow does for colour.
struct PNGDecoder: PictureDecoder {
    let bytes: [UInt8]
    let name: String
    let limits: PictureLimits

    func header() throws -> StoredHeader {
        let found = try read()
        return StoredHeader(
            width: Int(found.width), height: Int(found.height), colour: found.has_colour != 0 ? .rgb : .grey,
            orientation: bytes.withUnsafeBufferPointer(ExifOrientation.ofPNG))
    }

    func decode(keepsAlpha: Bool) throws -> RasterImage {
        let found = try read()
        let (width, height) = (Int(found.width), Int(found.height))
        try limits.check(width: width, height: height, name: name)
        let channels = (found.has_colour != 0 ? 3 : 1) + (keepsAlpha && found.has_alpha != 0 ? 1 : 0)
        let size = width * height * channels
        try checkPromise(found)
        var failure: String?
        let pixels = [UInt8](unsafeUninitializedCapacity: size) { out, count in
            guard let target = out.baseAddress else { return }
            failure = call {
                wt_png_decode($0, $1, UInt32(limits.maxSide), Int32(channels), target, size, $2)
            }
            count = failure == nil ? size : 0
        }
        if let failure { throw damaged(failure) }
        return RasterImage(width: width, height: height, channels: channels, pixels: pixels)
    }

    private func read() throws -> wt_png_header {
        try checkSize()
        var header = wt_png_header()
        if let failure = call({ wt_png_read_header($0, $1, UInt32(limits.maxSide), &header, $2) }) {
            throw damaged(failure)
        }
        return header
    }

    /// The size stands at a fixed place: it is refused with our words before libpng refuses it with its own.
    private func checkSize() throws {
        guard bytes.count >= 24, bytes[12..<16].elementsEqual("IHDR".utf8) else { return }
        func number(_ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        try limits.check(width: number(16), height: number(20), name: name)
    }

    /// Deflate packs 1032 bytes into one at best; a file that promises more has not got it, and no memory is spent on finding out.
    private func checkPromise(_ header: wt_png_header) throws {
        let samples = Int(header.width) * Int(header.height)
        guard samples * Int(header.bit_depth) / 8 / 1032 > bytes.count else { return }
        throw damaged("\(bytes.count) bytes cannot hold \(header.width)×\(header.height) pixels")
    }

    private func damaged(_ reason: String) -> MediaError {
        MediaError(
            .decodingFailed, path: name, "is a PNG that is cut short or damaged (\(reason)): copy or save it again")
    }

    /// Calls libpng; its sentence where it failed.
    private func call(
        _ body: (UnsafePointer<UInt8>, Int, UnsafeMutablePointer<CChar>) -> Int32
    ) -> String? {
        var message = [CChar](repeating: 0, count: Int(WT_PNG_MESSAGE_SIZE))
        let status = bytes.withUnsafeBufferPointer { bytes in
            message.withUnsafeMutableBufferPointer { message -> Int32 in
                guard let bytes = bytes.baseAddress, let message = message.baseAddress else { return 1 }
                return body(bytes, self.bytes.count, message)
            }
        }
        return status == 0 ? nil : message.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }
}
