import InspectionTypes

/// From bytes `[row, column, channel]` to a network's input `[channel, row, column]`: `(value/255 − mean) / deviation`, looked up.
struct PlanarWriter: Sendable {
    /// `[channel, value]`.
    private let tables: [Float]
    private let channelCount: Int

    init(_ frontEnd: PictureFrontEnd) {
        let channelCount = frontEnd.colour.channelCount
        precondition(
            (frontEnd.mean.isEmpty || frontEnd.mean.count == channelCount)
                && (frontEnd.deviation.isEmpty || frontEnd.deviation.count == channelCount),
            "PlanarWriter: \(frontEnd.mean.count) means and \(frontEnd.deviation.count) deviations for \(channelCount) channels"
        )
        self.channelCount = channelCount
        tables = (0..<channelCount).flatMap { channel -> [Float] in
            let mean = frontEnd.mean.isEmpty ? 0 : frontEnd.mean[channel]
            let deviation = frontEnd.deviation.isEmpty ? 1 : frontEnd.deviation[channel]
            return (0..<256).map { (Float($0) / 255 - mean) / deviation }
        }
    }

    func write(_ canvas: PictureCanvas, into output: UnsafeMutablePointer<Float>) {
        precondition(
            canvas.channelCount == channelCount,
            "PlanarWriter: \(canvas.channelCount) channels on the canvas, \(channelCount) in the input")
        let (pixels, count, stride) = (canvas.pixels, canvas.pixelCount, channelCount)
        tables.withUnsafeBufferPointer { tables in
            guard let tables = tables.baseAddress else { return }
            for channel in 0..<stride {
                let (table, plane) = (tables + channel * 256, output + channel * count)
                for index in 0..<count { plane[index] = table[Int(pixels[index &* stride &+ channel])] }
            }
        }
    }
}
