import InspectionTypes

/// What a decoder gives: 8 bits a channel, as they are stored, perhaps with alpha.
struct RasterImage {
    var width: Int
    var height: Int
    /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.
    var channels: Int
    /// `[row, column, channel]`
    var pixels: [UInt8]

    var hasAlpha: Bool { channels == 2 || channels == 4 }

    func upright(_ orientation: PictureOrientation) -> RasterImage {
        guard orientation != .upright else { return self }
        let size = orientation.size(width: width, height: height)
        return RasterImage(
            width: size.width, height: size.height, channels: channels,
            pixels: orientation.upright(pixels, width: width, height: height, channels: channels))
    }

    /// For an image without alpha.
    var picture: Picture {
        precondition(!hasAlpha, "RasterImage.picture: \(channels) channels")
        return Picture(width: width, height: height, colour: channels == 1 ? .grey : .rgb, pixels: pixels)
    }
}

/// One way to get pixels out of a file's bytes.
protocol PictureDecoder {
    /// What stands before the pixels; none is unpacked. The caller has yet to check it against limits.
    func header() throws -> StoredHeader
    /// - Parameter keepsAlpha: alpha is a channel of its own where the file has it; else it is left out.
    func decode(keepsAlpha: Bool) throws -> RasterImage
}

/// Size and kind of the pixels as they are stored, before they are put upright.
struct StoredHeader {
    var width: Int
    var height: Int
    var colour: Picture.Colour
    var orientation: PictureOrientation = .upright
}
