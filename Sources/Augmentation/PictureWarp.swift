/// Looks up an output's pixels in a source through a ``PictureTransform``.
///
/// Outside the source its mirror image goes on, turned at the middle of the last pixel as in service (`Picture.window`). Copies are exact; otherwise four neighbours are weighted bilinearly
/// in fixed point (positions to 1/65536 pixel, weights to 1/256). Bilinear sampling alone skips pixels where the source shrinks: from a
/// shrinkage of 1.5 on the source is averaged in squares of `round(shrinkage)` first. Below that up to a third of the finest detail may
/// alias, and with a mask as source lines thinner than the square vanish where they fill less than half of it.
struct PictureWarp {
    /// Bytes `[row, column, channel]`.
    struct Source {
        var pixels: UnsafePointer<UInt8>
        var width: Int
        var height: Int
        var channelCount: Int

        /// Index of the mirrored pixel.
        @inline(__always) func offset(column: Int, row: Int) -> Int {
            (PictureWarp.mirrored(row, in: height) * width + PictureWarp.mirrored(column, in: width)) * channelCount
        }
    }

    /// Fills `width` × `height` pixels of as many channels as the source has.
    static func sample(
        _ source: Source, _ transform: PictureTransform, into output: UnsafeMutablePointer<UInt8>, width: Int,
        height: Int
    ) {
        let factor = min(Int(transform.shrinkage.rounded()), source.width, source.height)
        if transform.isCopy {
            copy(source, transform, into: output, width: width, height: height)
        } else if factor > 1 {
            shrunk(source, by: factor) { small in
                interpolate(small, transform.divided(by: factor), into: output, width: width, height: height)
            }
        } else {
            interpolate(source, transform, into: output, width: width, height: height)
        }
    }

    /// `… 2 1 | 0 1 … n−1 | n−2 n−3 …`
    @inline(__always) static func mirrored(_ index: Int, in count: Int) -> Int {
        if index >= 0 && index < count { return index }
        if count == 1 { return 0 }
        let period = 2 * (count - 1)
        let place = ((index % period) + period) % period
        return min(place, period - place)
    }

    private static func copy(
        _ source: Source, _ transform: PictureTransform, into output: UnsafeMutablePointer<UInt8>, width: Int,
        height: Int
    ) {
        let (stepX, stepY) = (Int(transform.xx), Int(transform.yx))
        let channels = source.channelCount
        for row in 0..<height {
            let start = transform.source(column: 0, row: row)
            let (x, y) = (Int(start.x.rounded(.down)), Int(start.y.rounded(.down)))
            let (lastX, lastY) = (x + stepX * (width - 1), y + stepY * (width - 1))
            let isInside =
                min(x, lastX) >= 0 && max(x, lastX) < source.width && min(y, lastY) >= 0
                && max(y, lastY) < source.height
            let line = output + row * width * channels
            if isInside {
                let step = (stepY * source.width + stepX) * channels
                copyLine(
                    source.pixels + (y * source.width + x) * channels, step: step, channels: channels, count: width,
                    into: line)
            } else {
                for column in 0..<width {
                    let from = source.offset(column: x + stepX * column, row: y + stepY * column)
                    for channel in 0..<channels { line[column * channels + channel] = source.pixels[from + channel] }
                }
            }
        }
    }

    @inline(__always) private static func copyLine(
        _ pixels: UnsafePointer<UInt8>, step: Int, channels: Int, count: Int, into line: UnsafeMutablePointer<UInt8>
    ) {
        if step == channels {
            line.update(from: pixels, count: count * channels)
        } else if channels == 1 {
            for column in 0..<count { line[column] = pixels[column &* step] }
        } else {
            for column in 0..<count {
                let from = column &* step
                for channel in 0..<channels { line[column &* channels &+ channel] = pixels[from &+ channel] }
            }
        }
    }

    /// Averages of squares of `factor` × `factor` pixels; what does not fill a square at the right and lower edge is left out.
    private static func shrunk(_ source: Source, by factor: Int, _ body: (Source) -> Void) {
        let (width, height, channels) = (source.width / factor, source.height / factor, source.channelCount)
        let line = source.width * channels
        let (area, half) = (UInt32(factor * factor), UInt32(factor * factor / 2))
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width * height * channels) { pixels in
            for row in 0..<height {
                for column in 0..<width {
                    for channel in 0..<channels {
                        var sum = half
                        for y in 0..<factor {
                            let from = (row &* factor &+ y) &* line &+ column &* factor &* channels &+ channel
                            for x in 0..<factor { sum &+= UInt32(source.pixels[from &+ x &* channels]) }
                        }
                        pixels[(row &* width &+ column) &* channels &+ channel] = UInt8(truncatingIfNeeded: sum / area)
                    }
                }
            }
            guard let start = pixels.baseAddress else { return }
            body(Source(pixels: start, width: width, height: height, channelCount: channels))
        }
    }
}
