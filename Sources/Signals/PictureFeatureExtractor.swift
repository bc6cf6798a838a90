public import InspectionTypes

/// A picture model's front end: colour, size, and `(value / 255 − mean) / deviation`, `[channel, row, column]`.
///
/// The same object serves training and service. A value: any number of threads may use one.
///
/// ```swift
/// let extractor = PictureFeatureExtractor(card.pictureFrontEnd)
/// let input = extractor.features(of: try PictureFile.read("part.jpg"))   // [channel, row, column]
/// ```
public struct PictureFeatureExtractor: Sendable {
    public let frontEnd: PictureFrontEnd
    /// What a value becomes, 256 numbers a channel.
    private let table: [Float]
    /// Fills what a padded picture leaves.
    static let padding: UInt8 = 114

    /// For our own card or one that was checked when it was read: mean and deviation hold a number a channel or none.
    public init(_ frontEnd: PictureFrontEnd) {
        let channels = frontEnd.colour.channelCount
        precondition(
            [0, channels].contains(frontEnd.mean.count) && [0, channels].contains(frontEnd.deviation.count),
            "PictureFeatureExtractor: \(frontEnd.mean.count) means and \(frontEnd.deviation.count) deviations for \(channels) channels"
        )
        self.frontEnd = frontEnd
        table = (0..<channels).flatMap { channel -> [Float] in
            let mean = frontEnd.mean.isEmpty ? 0 : frontEnd.mean[channel]
            let deviation = frontEnd.deviation.isEmpty ? 1 : frontEnd.deviation[channel]
            return (0...255).map { (Float($0) / 255 - mean) / deviation }
        }
    }

    /// Numbers that a picture becomes.
    public var count: Int { frontEnd.width * frontEnd.height * frontEnd.colour.channelCount }

    /// Where a picture of this size comes to lie in the input.
    public func placement(width: Int, height: Int) -> PicturePlacement {
        PicturePlacement(frontEnd, width: width, height: height)
    }

    /// The tiles of a picture of this size, for ``PictureFrontEnd/Fit/tile``.
    public func tiles(width: Int, height: Int) -> TilePlan {
        TilePlan(
            width: width, height: height, tileWidth: frontEnd.width, tileHeight: frontEnd.height,
            overlap: frontEnd.overlap)
    }

    /// The picture in the model's colour and size, before it becomes numbers: what the network sees.
    ///
    /// With ``PictureFrontEnd/Fit/tile`` a picture of another size is mirrored at its edges or cut, its middle kept.
    public func fitted(_ picture: Picture) -> Picture {
        let coloured = picture.converted(to: frontEnd.colour)
        let place = placement(width: picture.width, height: picture.height)
        guard frontEnd.fit != .tile else {
            guard picture.width != frontEnd.width || picture.height != frontEnd.height else { return coloured }
            return coloured.window(
                left: -place.left, top: -place.top, width: frontEnd.width, height: frontEnd.height, beyond: .mirror)
        }
        // Only what is kept is made: 65 500×1 pixels, resized as a whole to a height of 224, would be 10 GB.
        let resized = PictureResizer(
            sourceWidth: picture.width, sourceHeight: picture.height, width: place.resizedWidth,
            height: place.resizedHeight,
            columns: max(0, -place.left)..<min(place.resizedWidth, frontEnd.width - place.left),
            rows: max(0, -place.top)..<min(place.resizedHeight, frontEnd.height - place.top))(coloured)
        guard resized.width != frontEnd.width || resized.height != frontEnd.height else { return resized }
        return resized.window(
            left: -max(0, place.left), top: -max(0, place.top), width: frontEnd.width, height: frontEnd.height,
            beyond: .fill(Self.padding))
    }

    /// The numbers of a picture, `[channel, row, column]`.
    public func features(of picture: Picture) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { out, written in
            write(picture, into: out)
            written = count
        }
    }

    /// Writes the numbers of a picture, `[channel, row, column]`, into the first ``count`` places.
    public func write(_ picture: Picture, into out: UnsafeMutableBufferPointer<Float>) {
        writeFitted(fitted(picture), into: out)
    }

    /// Writes the numbers of one tile of a picture, mirrored where the tile stands out. The rest of the picture is not touched.
    public func write(_ tile: TilePlan.Tile, of picture: Picture, into out: UnsafeMutableBufferPointer<Float>) {
        let window = picture.window(
            left: tile.left, top: tile.top, width: frontEnd.width, height: frontEnd.height, beyond: .mirror)
        writeFitted(window.converted(to: frontEnd.colour), into: out)
    }

    /// Writes the numbers of a picture that has the model's size and colour already.
    public func writeFitted(_ picture: Picture, into out: UnsafeMutableBufferPointer<Float>) {
        precondition(
            picture.width == frontEnd.width && picture.height == frontEnd.height && picture.colour == frontEnd.colour,
            "PictureFeatureExtractor: a picture of \(picture.width)×\(picture.height) for \(frontEnd.width)×\(frontEnd.height)"
        )
        precondition(out.count >= count, "PictureFeatureExtractor: \(count) numbers for \(out.count) places")
        let (plane, channels) = (picture.pixelCount, picture.channelCount)
        picture.pixels.withUnsafeBufferPointer { pixels in
            table.withUnsafeBufferPointer { table in
                guard let from = pixels.baseAddress, let table = table.baseAddress, let to = out.baseAddress else {
                    return
                }
                for channel in 0..<channels {
                    let (values, target) = (table + 256 * channel, to + plane * channel)
                    var place = channel
                    for pixel in 0..<plane {
                        target[pixel] = values[Int(from[place])]
                        place &+= channels
                    }
                }
            }
        }
    }
}
