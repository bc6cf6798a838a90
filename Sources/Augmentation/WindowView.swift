/// A window's features in a buffer of the caller's, `[frame, mel]`.
///
/// Borrowed: valid while the buffer is.
public struct WindowView {
    public let values: UnsafeMutableBufferPointer<Float>
    public let frameCount: Int
    public let bandCount: Int

    public init(_ values: UnsafeMutableBufferPointer<Float>, frameCount: Int, bandCount: Int) {
        precondition(
            values.count == frameCount * bandCount,
            "WindowView: \(values.count) values are not \(frameCount) frames of \(bandCount) bands"
        )
        self.values = values
        self.frameCount = frameCount
        self.bandCount = bandCount
    }

    var mean: Float {
        var sum: Float = 0
        for value in values { sum += value }
        return sum / Float(max(1, values.count))
    }
}
