/// Bilinear interpolation, a row of the output at a time.
extension PictureWarp {
    /// A row's way through the source: positions of pixel middles in 1/65536 pixel.
    private struct Ray {
        var x: Int
        var y: Int
        var stepX: Int
        var stepY: Int

        init(_ transform: PictureTransform, row: Int) {
            let start = transform.source(column: 0, row: row)
            x = Int(((start.x - 0.5) * 65536).rounded())
            y = Int(((start.y - 0.5) * 65536).rounded())
            stepX = Int((transform.xx * 65536).rounded())
            stepY = Int((transform.yx * 65536).rounded())
        }

        /// The columns whose four neighbours all lie in the source.
        func inside(_ source: Source, count: Int) -> Range<Int> {
            let (fromX, toX) = Self.span(x, stepX, most: ((source.width - 1) << 16) - 1, count: count)
            let (fromY, toY) = Self.span(y, stepY, most: ((source.height - 1) << 16) - 1, count: count)
            let (from, to) = (max(fromX, fromY), min(toX, toY))
            return from < to ? from..<to : 0..<0
        }

        /// Where `0 ≤ start + i·step ≤ most`, for i of `0..<count`.
        private static func span(_ start: Int, _ step: Int, most: Int, count: Int) -> (Int, Int) {
            guard most >= 0 else { return (0, 0) }
            if step == 0 { return start >= 0 && start <= most ? (0, count) : (0, 0) }
            if step < 0 { return span(most - start, -step, most: most, count: count) }
            guard start <= most else { return (0, 0) }
            let from = start >= 0 ? 0 : (-start + step - 1) / step
            return (min(from, count), min((most - start) / step + 1, count))
        }
    }

    static func interpolate(
        _ source: Source, _ transform: PictureTransform, into output: UnsafeMutablePointer<UInt8>, width: Int,
        height: Int
    ) {
        let channels = source.channelCount
        for row in 0..<height {
            let ray = Ray(transform, row: row)
            let line = output + row * width * channels
            let inside = ray.inside(source, count: width)
            border(source, ray, 0..<inside.lowerBound, into: line)
            if channels == 3 {
                interiorRGB(source, ray, inside, into: line)
            } else {
                interiorGrey(source, ray, inside, into: line)
            }
            border(source, ray, inside.upperBound..<width, into: line)
        }
    }

    private static func interiorGrey(
        _ source: Source, _ ray: Ray, _ columns: Range<Int>, into line: UnsafeMutablePointer<UInt8>
    ) {
        let (pixels, stride) = (source.pixels, source.width)
        var (x, y) = (ray.x &+ columns.lowerBound &* ray.stepX, ray.y &+ columns.lowerBound &* ray.stepY)
        for column in columns {
            let at = pixels + ((y >> 16) &* stride &+ (x >> 16))
            let right = UInt32(truncatingIfNeeded: (x >> 8) & 255)
            let below = UInt32(truncatingIfNeeded: (y >> 8) & 255)
            let upper = UInt32(at[0]) &* (256 &- right) &+ UInt32(at[1]) &* right
            let lower = UInt32(at[stride]) &* (256 &- right) &+ UInt32(at[stride &+ 1]) &* right
            let sum = upper &* (256 &- below) &+ lower &* below
            line[column] = UInt8(truncatingIfNeeded: (sum &+ 32768) >> 16)
            x &+= ray.stepX
            y &+= ray.stepY
        }
    }

    private static func interiorRGB(
        _ source: Source, _ ray: Ray, _ columns: Range<Int>, into line: UnsafeMutablePointer<UInt8>
    ) {
        let (pixels, stride) = (source.pixels, source.width &* 3)
        var (x, y) = (ray.x &+ columns.lowerBound &* ray.stepX, ray.y &+ columns.lowerBound &* ray.stepY)
        var to = line + columns.lowerBound &* 3
        for _ in columns {
            let above = pixels + ((y >> 16) &* stride &+ (x >> 16) &* 3)
            let under = above + stride
            let right = UInt32(truncatingIfNeeded: (x >> 8) & 255)
            let below = UInt32(truncatingIfNeeded: (y >> 8) & 255)
            let (left, over) = (256 &- right, 256 &- below)
            for channel in 0..<3 {
                let upper = UInt32(above[channel]) &* left &+ UInt32(above[channel &+ 3]) &* right
                let lower = UInt32(under[channel]) &* left &+ UInt32(under[channel &+ 3]) &* right
                to[channel] = UInt8(truncatingIfNeeded: (upper &* over &+ lower &* below &+ 32768) >> 16)
            }
            to += 3
            x &+= ray.stepX
            y &+= ray.stepY
        }
    }

    /// Where a neighbour lies outside: each is mirrored by itself.
    private static func border(
        _ source: Source, _ ray: Ray, _ columns: Range<Int>, into line: UnsafeMutablePointer<UInt8>
    ) {
        let channels = source.channelCount
        for column in columns {
            let (x, y) = (ray.x &+ column &* ray.stepX, ray.y &+ column &* ray.stepY)
            let (right, below) = (
                UInt32(truncatingIfNeeded: (x >> 8) & 255), UInt32(truncatingIfNeeded: (y >> 8) & 255)
            )
            let a = source.pixels + source.offset(column: x >> 16, row: y >> 16)
            let b = source.pixels + source.offset(column: (x >> 16) + 1, row: y >> 16)
            let c = source.pixels + source.offset(column: x >> 16, row: (y >> 16) + 1)
            let d = source.pixels + source.offset(column: (x >> 16) + 1, row: (y >> 16) + 1)
            for channel in 0..<channels {
                let upper = UInt32(a[channel]) &* (256 &- right) &+ UInt32(b[channel]) &* right
                let lower = UInt32(c[channel]) &* (256 &- right) &+ UInt32(d[channel]) &* right
                let sum = upper &* (256 &- below) &+ lower &* below &+ 32768
                line[column &* channels &+ channel] = UInt8(truncatingIfNeeded: sum >> 16)
            }
        }
    }
}
