/// How stored pixels lie, in EXIF's numbers (tag 0x0112): what has to be done to see the picture upright.
public enum PictureOrientation: Int, Sendable, Hashable, Codable, CaseIterable {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case flipped = 4
    /// Mirrored along the diagonal from the upper left.
    case transposed = 5
    /// To be turned a quarter clockwise.
    case turnedLeft = 6
    /// Mirrored along the diagonal from the upper right.
    case transversed = 7
    /// To be turned a quarter anticlockwise.
    case turnedRight = 8

    /// Whether width and height change places.
    public var swapsSides: Bool { rawValue >= 5 }

    /// Width and height once upright.
    func size(width: Int, height: Int) -> (width: Int, height: Int) {
        swapsSides ? (height, width) : (width, height)
    }

    /// The stored pixels, `[row, column, channel]`, put upright.
    func upright(_ pixels: [UInt8], width: Int, height: Int, channels: Int) -> [UInt8] {
        guard self != .upright else { return pixels }
        let size = size(width: width, height: height)
        // Where the upright picture's first pixel was stored, and how far a step right or down goes there, in pixels.
        let last = (column: width - 1, row: (height - 1) * width)
        let (start, right, down) =
            switch self {
            case .upright: (0, 1, width)
            case .mirrored: (last.column, -1, width)
            case .upsideDown: (last.row + last.column, -1, -width)
            case .flipped: (last.row, 1, -width)
            case .transposed: (0, width, 1)
            case .turnedLeft: (last.row, -width, 1)
            case .transversed: (last.row + last.column, -width, -1)
            case .turnedRight: (last.column, width, -1)
            }
        return [UInt8](unsafeUninitializedCapacity: pixels.count) { out, written in
            pixels.withUnsafeBufferPointer { stored in
                var next = 0
                for row in 0..<size.height {
                    var from = (start + row * down) * channels
                    for _ in 0..<size.width {
                        for channel in 0..<channels { out[next + channel] = stored[from + channel] }
                        next += channels
                        from += right * channels
                    }
                }
            }
            written = pixels.count
        }
    }
}
