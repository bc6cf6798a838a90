public import InspectionTypes

/// Resizes pictures with antialiasing: a triangle filter along each axis, 8 bits in between, as Pillow's `resize(size, BILINEAR)`.
///
/// The axes follow one another in Pillow 13's order, found by trial: the height first where it shrinks by more than twice as many pixels as
/// the width does, else the width. Older versions always took the width first; the last bit may differ from them.
///
/// One made for a pair of sizes keeps its weights; ``resize(_:width:height:)`` makes one for a single picture. A value: any number of
/// threads may use one.
public struct PictureResizer: Sendable {
    /// In pixels.
    public let sourceWidth: Int
    /// In pixels.
    public let sourceHeight: Int
    /// In pixels.
    public let width: Int
    /// In pixels.
    public let height: Int
    /// `nil` where that side does not change.
    private let columns: ResizingCoefficients?
    private let rows: ResizingCoefficients?

    /// From a size to a size, in pixels.
    public init(sourceWidth: Int, sourceHeight: Int, width: Int, height: Int) {
        precondition(
            sourceWidth > 0 && sourceHeight > 0 && width > 0 && height > 0,
            "PictureResizer: \(sourceWidth)×\(sourceHeight) to \(width)×\(height) pixels")
        self.sourceWidth = sourceWidth
        self.sourceHeight = sourceHeight
        self.width = width
        self.height = height
        columns = sourceWidth == width ? nil : ResizingCoefficients(source: sourceWidth, target: width)
        rows = sourceHeight == height ? nil : ResizingCoefficients(source: sourceHeight, target: height)
    }

    /// The picture in another size.
    public static func resize(_ picture: Picture, width: Int, height: Int) -> Picture {
        PictureResizer(sourceWidth: picture.width, sourceHeight: picture.height, width: width, height: height)(picture)
    }

    /// The picture, which must have the size that the resizer was made for, in its new size.
    public func callAsFunction(_ picture: Picture) -> Picture {
        precondition(
            picture.width == sourceWidth && picture.height == sourceHeight,
            "PictureResizer for \(sourceWidth)×\(sourceHeight) pixels: given \(picture.width)×\(picture.height)")
        guard columns != nil || rows != nil else { return picture }
        let channels = picture.channelCount
        let stored = picture.pixels
        let pixels =
            if height < sourceHeight && sourceHeight - height > 2 * (sourceWidth - width) {
                resizeWidth(resizeHeight(stored, sourceWidth * channels), channels, rowCount: height)
            } else {
                resizeHeight(resizeWidth(stored, channels, rowCount: sourceHeight), width * channels)
            }
        return Picture(width: width, height: height, colour: picture.colour, pixels: pixels)
    }

    private func resizeWidth(_ pixels: [UInt8], _ channels: Int, rowCount: Int) -> [UInt8] {
        guard let columns else { return pixels }
        let count = width * rowCount * channels
        return [UInt8](unsafeUninitializedCapacity: count) { out, written in
            pixels.withUnsafeBufferPointer { pixels in
                columns.weights.withUnsafeBufferPointer { weights in
                    guard let from = pixels.baseAddress, let to = out.baseAddress, let weights = weights.baseAddress
                    else { return }
                    for row in 0..<rowCount {
                        Self.resizeRow(
                            from + row * sourceWidth * channels, to + row * width * channels, channels, columns, weights
                        )
                    }
                }
            }
            written = count
        }
    }

    private static let half: Int32 = 1 << (ResizingCoefficients.precision - 1)

    /// A weighted sum as a byte. Rounded weights may add up to a little more than 1.
    @inline(__always)
    private static func level(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: min(sum >> ResizingCoefficients.precision, 255))
    }

    @inline(__always)
    private static func resizeRow(
        _ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>, _ channels: Int,
        _ columns: ResizingCoefficients, _ weights: UnsafePointer<Int32>
    ) {
        for column in 0..<columns.target {
            let source = from + Int(columns.starts[column]) &* channels
            let weights = weights + column &* columns.stride
            let count = Int(columns.counts[column])
            if channels == 1 {
                var sum = half
                for index in 0..<count { sum &+= Int32(source[index]) &* weights[index] }
                to[column] = level(sum)
            } else {
                var sums = SIMD4<Int32>(repeating: half)
                for index in 0..<count {
                    let place = source + 3 &* index
                    sums &+= SIMD4(Int32(place[0]), Int32(place[1]), Int32(place[2]), 0) &* weights[index]
                }
                for channel in 0..<3 { to[3 &* column &+ channel] = level(sums[channel]) }
            }
        }
    }

    private func resizeHeight(_ pixels: [UInt8], _ stride: Int) -> [UInt8] {
        guard let rows else { return pixels }
        var sums = [Int32](repeating: 0, count: stride)
        return [UInt8](unsafeUninitializedCapacity: stride * rows.target) { out, written in
            pixels.withUnsafeBufferPointer { pixels in
                sums.withUnsafeMutableBufferPointer { sums in
                    guard let from = pixels.baseAddress, let to = out.baseAddress, let sums = sums.baseAddress else {
                        return
                    }
                    for row in 0..<rows.target {
                        Self.resizeColumn(
                            from + Int(rows.starts[row]) * stride, to + row * stride, stride, sums,
                            rows.weights[(row * rows.stride)..<(row * rows.stride + Int(rows.counts[row]))])
                    }
                }
            }
            written = stride * rows.target
        }
    }

    private static func resizeColumn(
        _ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>, _ stride: Int,
        _ sums: UnsafeMutablePointer<Int32>, _ weights: ArraySlice<Int32>
    ) {
        sums.update(repeating: half, count: stride)
        var source = from
        for weight in weights {
            for index in 0..<stride { sums[index] &+= Int32(source[index]) &* weight }
            source += stride
        }
        for index in 0..<stride { to[index] = level(sums[index]) }
    }
}
