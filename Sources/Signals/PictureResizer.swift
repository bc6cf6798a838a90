public import InspectionTypes

/// Resizes pictures with antialiasing: a triangle filter along each axis, 8 bits in between, as Pillow's `resize(size, BILINEAR)`.
///
/// The axes follow one another in Pillow 13's order, found by trial: the height first where it shrinks by more than twice as many pixels as
/// the width does, else the width. Older versions always took the width first; the last bit may differ from them.
///
/// Of a picture that is cut afterwards only the part that is kept need be made: a thin one would otherwise become gigabytes.
///
/// One made for a pair of sizes keeps its weights; ``resize(_:width:height:)`` makes one for a single picture. A value: any number of
/// threads may use one.
public struct PictureResizer: Sendable {
    /// In pixels.
    public let sourceWidth: Int
    /// In pixels.
    public let sourceHeight: Int
    /// Of the whole picture in its new size, in pixels.
    public let width: Int
    /// Of the whole picture in its new size, in pixels.
    public let height: Int
    /// The part of the new size that is made.
    public let window: (columns: Range<Int>, rows: Range<Int>)
    /// `nil` where that side does not change.
    private let columns: ResizingCoefficients?
    private let rows: ResizingCoefficients?

    /// From a size to a size, in pixels.
    public init(sourceWidth: Int, sourceHeight: Int, width: Int, height: Int) {
        self.init(
            sourceWidth: sourceWidth, sourceHeight: sourceHeight, width: width, height: height, columns: 0..<width,
            rows: 0..<height)
    }

    /// From a size to a part of another size, in pixels: what resizing all and cutting out the part would give, to the last bit, but with time
    /// and memory for the part only.
    public init(
        sourceWidth: Int, sourceHeight: Int, width: Int, height: Int, columns: Range<Int>, rows: Range<Int>
    ) {
        precondition(
            sourceWidth > 0 && sourceHeight > 0 && width > 0 && height > 0,
            "PictureResizer: \(sourceWidth)×\(sourceHeight) to \(width)×\(height) pixels")
        self.sourceWidth = sourceWidth
        self.sourceHeight = sourceHeight
        self.width = width
        self.height = height
        window = (columns, rows)
        self.columns = Self.coefficients(sourceWidth, width, columns)
        self.rows = Self.coefficients(sourceHeight, height, rows)
    }

    private static func coefficients(_ source: Int, _ target: Int, _ range: Range<Int>) -> ResizingCoefficients? {
        if source == target, range == 0..<target { return nil }
        return ResizingCoefficients(source: source, target: target, range: range)
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
        let (columnCount, rowCount) = (window.columns.count, window.rows.count)
        let pixels: [UInt8]
        if height < sourceHeight && sourceHeight - height > 2 * (sourceWidth - width) {
            let flat = resizeHeight(picture.pixels, sourceWidth * channels, firstRow: 0)
            pixels = resizeWidth(flat, channels, from: 0..<rowCount)
        } else {
            // Rows that the second step does not look at are not made.
            let needed = rows?.sources ?? 0..<sourceHeight
            let narrow = resizeWidth(picture.pixels, channels, from: needed)
            pixels = resizeHeight(narrow, columnCount * channels, firstRow: columns == nil ? 0 : needed.lowerBound)
        }
        return Picture(width: columnCount, height: rowCount, colour: picture.colour, pixels: pixels)
    }

    /// - Parameter sources: the rows that are wanted; without a change of the width all come back.
    private func resizeWidth(_ pixels: [UInt8], _ channels: Int, from sources: Range<Int>) -> [UInt8] {
        guard let columns else { return pixels }
        let length = columns.range.count * channels
        let count = length * sources.count
        return [UInt8](unsafeUninitializedCapacity: count) { out, written in
            pixels.withUnsafeBufferPointer { pixels in
                columns.weights.withUnsafeBufferPointer { weights in
                    guard let from = pixels.baseAddress, let to = out.baseAddress, let weights = weights.baseAddress
                    else { return }
                    for (place, row) in sources.enumerated() {
                        Self.resizeRow(
                            from + row * sourceWidth * channels, to + place * length, channels, columns, weights)
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
        for column in 0..<columns.range.count {
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

    /// - Parameter firstRow: the source's row that `pixels` begin with.
    private func resizeHeight(_ pixels: [UInt8], _ stride: Int, firstRow: Int) -> [UInt8] {
        guard let rows else { return pixels }
        var sums = [Int32](repeating: 0, count: stride)
        return [UInt8](unsafeUninitializedCapacity: stride * rows.range.count) { out, written in
            pixels.withUnsafeBufferPointer { pixels in
                sums.withUnsafeMutableBufferPointer { sums in
                    guard let from = pixels.baseAddress, let to = out.baseAddress, let sums = sums.baseAddress else {
                        return
                    }
                    for row in 0..<rows.range.count {
                        Self.resizeColumn(
                            from + (Int(rows.starts[row]) - firstRow) * stride, to + row * stride, stride, sums,
                            rows.weights[(row * rows.stride)..<(row * rows.stride + Int(rows.counts[row]))])
                    }
                }
            }
            written = stride * rows.range.count
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
