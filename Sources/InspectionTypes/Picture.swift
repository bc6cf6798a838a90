/// A picture in memory, upright: 8 bits a channel, grey or red, green, blue.
public struct Picture: Sendable, Equatable {
    /// What a pixel is made of.
    public enum Colour: String, Sendable, Codable, Hashable {
        case grey, rgb

        /// Bytes a pixel.
        public var channelCount: Int { self == .grey ? 1 : 3 }
    }

    /// In pixels.
    public let width: Int
    /// In pixels.
    public let height: Int
    public let colour: Colour
    /// Row by row from the top, `[row, column, channel]`.
    public var pixels: [UInt8]

    public init(width: Int, height: Int, colour: Colour, pixels: [UInt8]) {
        precondition(width > 0 && height > 0, "Picture: \(width)×\(height) pixels")
        precondition(
            pixels.count == width * height * colour.channelCount,
            "Picture: \(pixels.count) bytes do not fill \(width)×\(height) pixels of \(colour.channelCount) channels"
        )
        self.width = width
        self.height = height
        self.colour = colour
        self.pixels = pixels
    }

    public var channelCount: Int { colour.channelCount }
    public var pixelCount: Int { width * height }
}
