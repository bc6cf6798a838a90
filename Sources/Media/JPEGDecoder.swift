import CTurboJPEG
import InspectionTypes

/// Reads JPEG through libjpeg-turbo: the accurate cosine transform and smooth chroma, as Pillow decodes.
///
/// Grey stays grey; YCbCr and RGB become RGB; CMYK and YCCK become RGB, taken for Adobe's inverted kind as every reader does.
struct JPEGDecoder: PictureDecoder {
    /// With the header's known slips mended.
    let bytes: [UInt8]
    let name: String

    init(bytes: [UInt8], name: String) {
        self.bytes = JPEGHeaderMender.mended(bytes)
        self.name = name
    }

    func header() throws -> StoredHeader {
        let handle = try Handle(name)
        let found = try read(handle)
        return StoredHeader(
            width: found.width, height: found.height, colour: found.isGrey ? .grey : .rgb,
            orientation: bytes.withUnsafeBufferPointer(ExifOrientation.ofJPEG))
    }

    func decode(keepsAlpha: Bool) throws -> RasterImage {
        let handle = try Handle(name)
        let found = try read(handle)
        let channels = found.isGrey ? 1 : found.isCMYK ? 4 : 3
        let format = found.isGrey ? TJPF_GRAY : found.isCMYK ? TJPF_CMYK : TJPF_RGB
        var failure: MediaError?
        var pixels = [UInt8](unsafeUninitializedCapacity: found.width * found.height * channels) { out, count in
            failure = decompress(handle, into: out, found, format)
            count = found.width * found.height * channels
        }
        if let failure { throw failure }
        if found.isCMYK { pixels = Self.rgb(cmyk: pixels) }
        return RasterImage(width: found.width, height: found.height, channels: min(channels, 3), pixels: pixels)
    }

    private struct Found {
        var width: Int
        var height: Int
        var isGrey: Bool
        var isCMYK: Bool
    }

    private func read(_ handle: Handle) throws -> Found {
        var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, -1)
        let status = bytes.withUnsafeBufferPointer {
            tjDecompressHeader3(handle.raw, $0.baseAddress, UInt($0.count), &width, &height, &sampling, &space)
        }
        // TurboJPEG has no name for some chroma samplings, but reads them.
        let isUnnamedSampling = status != 0 && width > 0 && height > 0 && handle.reason.contains("subsampling")
        guard status == 0 || isUnnamedSampling else { throw damaged(handle.reason) }
        guard width > 0, height > 0 else { throw damaged("it ends before its picture begins") }
        return Found(
            width: Int(width), height: Int(height), isGrey: space == Int32(TJCS_GRAY.rawValue),
            isCMYK: [Int32(TJCS_CMYK.rawValue), Int32(TJCS_YCCK.rawValue)].contains(space))
    }

    private func decompress(
        _ handle: Handle, into out: UnsafeMutableBufferPointer<UInt8>, _ found: Found, _ format: TJPF
    ) -> MediaError? {
        func attempt(_ flags: Int32) -> Bool {
            bytes.withUnsafeBufferPointer {
                tjDecompress2(
                    handle.raw, $0.baseAddress, UInt($0.count), out.baseAddress, Int32(found.width), 0,
                    Int32(found.height), Int32(format.rawValue), flags | TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS) == 0
            }
        }
        // A warning means pixels that were guessed, and nobody should judge those…
        guard !attempt(TJFLAG_STOPONWARNING) else { return nil }
        let reason = handle.reason
        // … but for bytes left over before the end mark, that cameras are known for. Only the first warning is told, and libjpeg keeps silent on
        // those that follow: this one may pass because nothing is read behind the end mark.
        guard Self.isLeftOver(reason) else { return damaged(reason) }
        guard !attempt(0), !Self.isLeftOver(handle.reason) else { return nil }
        return damaged(handle.reason)
    }

    private static func isLeftOver(_ reason: String) -> Bool { reason.hasSuffix("before marker 0xd9") }

    private func damaged(_ reason: String) -> MediaError {
        MediaError(
            .decodingFailed, path: name,
            "is a JPEG that is cut short, damaged or of a rare kind (\(reason)): copy or save it again")
    }

    /// Stored values are 255 − ink; `channel = K − (255 − C) · K / 255`, rounded as Pillow does.
    private static func rgb(cmyk: [UInt8]) -> [UInt8] {
        let count = cmyk.count / 4
        return [UInt8](unsafeUninitializedCapacity: count * 3) { out, written in
            for pixel in 0..<count {
                let black = UInt32(cmyk[pixel * 4 + 3])
                for channel in 0..<3 {
                    let product = (255 - UInt32(cmyk[pixel * 4 + channel])) * black + 128
                    out[pixel * 3 + channel] = UInt8(black - min(black, (product >> 8 + product) >> 8))
                }
            }
            written = count * 3
        }
    }

    /// Owns a decompressor.
    private final class Handle {
        let raw: tjhandle

        init(_ name: String) throws {
            guard let raw = tjInitDecompress() else {
                throw MediaError(.decodingFailed, path: name, "libjpeg-turbo found no memory to begin with: free some")
            }
            self.raw = raw
        }

        deinit { tjDestroy(raw) }

        /// What it last complained about.
        var reason: String {
            let text = tjGetErrorStr2(raw).map { String(cString: $0) } ?? "no reason given"
            return text.split(separator: "(): ", maxSplits: 1).last.map(String.init) ?? text
        }
    }
}
