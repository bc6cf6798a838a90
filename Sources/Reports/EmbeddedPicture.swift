/// A picture as it stands in the page: encoded bytes, so that this room needs no codec.
public struct EmbeddedPicture: Sendable, Hashable {
    /// PNG or JPEG.
    public var bytes: [UInt8]
    /// In pixels.
    public var width: Int
    /// In pixels.
    public var height: Int
    /// What is to be seen, in a few words; by default what its place on the page is called.
    public var caption: String?

    public init(bytes: [UInt8], width: Int, height: Int, caption: String? = nil) {
        precondition(width > 0 && height > 0, "EmbeddedPicture: \(width)×\(height) pixels")
        self.bytes = bytes
        self.width = width
        self.height = height
        self.caption = caption
    }

    /// By the first bytes, as all JPEGs have them.
    var mediaType: String { bytes.starts(with: [0xFF, 0xD8]) ? "image/jpeg" : "image/png" }

    /// So few pixels that a browser's smoothing would hide what the model saw.
    var isTiny: Bool { max(width, height) < 200 }
}
