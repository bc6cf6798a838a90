/// Formats of pictures, told apart by their first bytes.
public enum PictureFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case jpeg = "JPEG"
    case png = "PNG"
    case bmp = "BMP"
    case tiff = "TIFF"
    case webp = "WebP"
    case gif = "GIF"
    /// PBM, PGM and PPM.
    case netpbm = "Netpbm"

    /// Endings of its files' names, in lower case; the first is the usual one.
    public var extensions: [String] {
        switch self {
        case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
        case .png: ["png"]
        case .bmp: ["bmp", "dib"]
        case .tiff: ["tif", "tiff"]
        case .webp: ["webp"]
        case .gif: ["gif"]
        case .netpbm: ["ppm", "pgm", "pbm", "pnm"]
        }
    }

    /// Whether ffmpeg is needed to read it.
    public var needsFFmpeg: Bool { self != .jpeg && self != .png }

    /// The format that a file's name speaks of.
    public init?(nameOf path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
        let ending = name[name.index(after: dot)...].lowercased()
        guard let format = Self.allCases.first(where: { $0.extensions.contains(ending) }) else { return nil }
        self = format
    }

    /// The format that a file's first bytes speak of; 32 are enough.
    public init?(opening: some Collection<UInt8>) {
        let bytes = Array(opening.prefix(32))
        func marks(_ mark: [UInt8], at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: mark) }
        if marks([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if marks([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if marks(Array("BM".utf8)), Self.isBitmapHeader(bytes) {
            self = .bmp
        } else if marks([0x49, 0x49, 42, 0]) || marks([0x4D, 0x4D, 0, 42]) {
            self = .tiff
        } else if marks(Array("RIFF".utf8)), marks(Array("WEBP".utf8), at: 8) {
            self = .webp
        } else if marks(Array("GIF87a".utf8)) || marks(Array("GIF89a".utf8)) {
            self = .gif
        } else if Self.isNetpbmHeader(bytes) {
            self = .netpbm
        } else {
            return nil
        }
    }

    /// "BM" alone begins many a text: behind it stands the length of one of the known headers.
    private static func isBitmapHeader(_ bytes: [UInt8]) -> Bool {
        bytes.count > 17 && [12, 40, 52, 56, 64, 108, 124].contains(bytes[14]) && bytes[15...17].allSatisfy { $0 == 0 }
    }

    /// "P6", white space, and a width or a remark.
    private static func isNetpbmHeader(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 3, bytes[0] == 0x50, (0x31...0x36).contains(bytes[1]) else { return false }
        return [9, 10, 13, 32].contains(bytes[2]) && ((0x30...0x39).contains(bytes[3]) || bytes[3] == 0x23)
    }
}
