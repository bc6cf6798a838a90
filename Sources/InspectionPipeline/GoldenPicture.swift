import FoundationEssentials
public import InspectionTypes
import Media
import Signals

/// A picture kept whole to the last bit: PNG, base 64.
public struct GoldenPicture: Sendable, Equatable {
    /// The bytes of a PNG file, base 64.
    public var png: String

    public init(png: String) { self.png = png }

    /// Keeps a picture.
    ///
    /// A picture much larger than the model's input is made smaller first, so that the model file stays small: to at most twice the
    /// model's width and height, or 512 pixels where that is less, but no smaller than the model's input. Where the model cuts tiles,
    /// the middle is cut out, of one tile; else the picture is resized, so that all of it stays to be seen and the front end's own
    /// resizing is covered still.
    public init(_ picture: Picture, frontEnd: PictureFrontEnd) throws {
        let bytes = try PictureEncoder.png(Self.small(picture, frontEnd))
        self.init(png: Data(bytes).base64EncodedString())
    }

    /// The picture.
    ///
    /// - Throws: ``PipelineError`` when the text is damaged.
    public var picture: Picture {
        get throws {
            guard let data = Data(base64Encoded: png) else { throw GoldenInput.damaged }
            do {
                return try PictureFile.decode([UInt8](data), name: "a golden input")
            } catch {
                throw GoldenInput.damaged
            }
        }
    }

    private static func small(_ picture: Picture, _ frontEnd: PictureFrontEnd) -> Picture {
        func limit(_ side: Int) -> Int { frontEnd.fit == .tile ? side : max(side, min(2 * side, 512)) }
        let (width, height) = (limit(frontEnd.width), limit(frontEnd.height))
        guard picture.width > width || picture.height > height else { return picture }
        if frontEnd.fit == .tile { return middle(of: picture, width: width, height: height) }
        let scale = min(1, max(Double(width) / Double(picture.width), Double(height) / Double(picture.height)))
        return PictureResizer.resize(
            picture, width: max(1, Int((Double(picture.width) * scale).rounded())),
            height: max(1, Int((Double(picture.height) * scale).rounded())))
    }

    private static func middle(of picture: Picture, width: Int, height: Int) -> Picture {
        let (width, height) = (min(width, picture.width), min(height, picture.height))
        let (left, top) = ((picture.width - width) / 2, (picture.height - height) / 2)
        let channels = picture.channelCount
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * channels)
        for row in top..<top + height {
            let start = (row * picture.width + left) * channels
            pixels += picture.pixels[start..<start + width * channels]
        }
        return Picture(width: width, height: height, colour: picture.colour, pixels: pixels)
    }
}
