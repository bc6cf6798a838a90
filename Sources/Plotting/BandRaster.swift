/// A spectrogram's numbers in the columns and rows of a picture, the highest band on top.
struct BandRaster {
    let columns: Int
    let bands: Int
    /// Row by row from the top; not a number where nothing was measured.
    let values: [Float]

    /// Averages frames down to `most` columns.
    ///
    /// - Parameter frames: `[frame][band]`, the lowest band first.
    init?(_ frames: [[Float]], most: Int) {
        let (columns, bands) = (min(frames.count, most), frames.first?.count ?? 0)
        guard columns > 0, bands > 0 else { return nil }
        var values = [Float](repeating: .nan, count: columns * bands)
        for column in 0..<columns {
            let stretch = (column * frames.count / columns)..<((column + 1) * frames.count / columns)
            for band in 0..<bands {
                var (sum, count) = (Float(0), Float(0))
                for frame in stretch where frames[frame][band].isFinite {
                    sum += frames[frame][band]
                    count += 1
                }
                if count > 0 { values[(bands - 1 - band) * columns + column] = sum / count }
            }
        }
        (self.columns, self.bands, self.values) = (columns, bands, values)
    }

    /// From the 2nd to the 99.8th percentile: a single loud click shall not leave the rest black. `nil` where nothing is finite.
    var displayRange: ClosedRange<Float>? {
        let sorted = values.filter(\.isFinite).sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let low = sorted[Int(Double(sorted.count - 1) * 0.02)]
        let high = sorted[Int((Double(sorted.count - 1) * 0.998).rounded(.up))]
        return low < high ? low...high : first...max(last, first)
    }

    /// The bytes of a PNG file.
    ///
    /// - Parameters:
    ///   - range: what the palette's first and last colours stand for.
    ///   - missing: the colour's place where nothing was measured.
    func png(
        _ range: ClosedRange<Float>, _ palette: [(red: UInt8, green: UInt8, blue: UInt8)], missing: UInt8 = 0
    ) -> [UInt8] {
        let span = max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
        let last = Float(palette.count - 1)
        let pixels = values.map { value -> UInt8 in
            value.isFinite ? UInt8(min(max((value - range.lowerBound) / span, 0), 1) * last) : missing
        }
        return IndexedPNG.encoded(pixels: pixels, width: columns, height: bands, palette: palette)
    }
}
