/// What a picture may ask for before one of its pixels is unpacked: a few bytes of header can promise gigabytes.
public struct PictureLimits: Sendable, Hashable {
    public var maxPixels: Int
    /// Of the longer side, in pixels.
    public var maxSide: Int
    /// Of the file.
    public var maxBytes: Int

    /// 200 megapixels, the longer side at most 65 500 (JPEG's own bound), files up to 1 GiB.
    public static let `default` = PictureLimits(maxPixels: 200_000_000, maxSide: 65_500, maxBytes: 1 << 30)

    public init(
        maxPixels: Int = Self.default.maxPixels, maxSide: Int = Self.default.maxSide,
        maxBytes: Int = Self.default.maxBytes
    ) {
        self.maxPixels = maxPixels
        self.maxSide = maxSide
        self.maxBytes = maxBytes
    }

    /// - Throws: ``MediaError`` with code `tooLarge`, or `notPicture` where a side is 0.
    func check(width: Int, height: Int, name: String) throws {
        guard width > 0, height > 0 else {
            throw MediaError(
                .notPicture, path: name,
                "its header says \(width)×\(height) pixels: there is no picture in it, save it again")
        }
        guard width <= maxSide, height <= maxSide, width * height <= maxPixels else {
            throw MediaError(
                .tooLarge, path: name,
                "its header says \(width)×\(height) pixels, and at most \(maxPixels) with sides up to \(maxSide) are read: "
                    + "make it smaller or cut it, if it is what it should be"
            )
        }
    }

    /// - Throws: ``MediaError`` with code `tooLarge`.
    func check(byteCount: Int, name: String) throws {
        guard byteCount <= maxBytes else {
            throw MediaError(
                .tooLarge, path: name,
                "holds \(byteCount) bytes, and pictures of at most \(maxBytes) are read: make it smaller")
        }
    }
}
