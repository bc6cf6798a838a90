/// One way to get samples out of a file.
protocol AudioDecoder: AnyObject {
    var sampleRate: Double { get }
    var channelCount: Int { get }
    /// Samples a channel that can be read, where known.
    var frameCount: Int? { get }
    /// Samples a channel that the header speaks of, where it may lie.
    var promisedFrameCount: Int? { get }
    var format: String { get }
    /// Whether samples are stored as floating point, so that they may be infinite or no number.
    var mayHoldNonFinite: Bool { get }

    /// The next samples, `[channel][sample]`, fewer than asked for only at the end.
    func read(maxFrames: Int) throws -> [[Float]]
    func seek(toFrame frame: Int) throws
}

/// Interleaved samples taken apart, `[channel][sample]`.
func deinterleaved(_ samples: UnsafePointer<Float>, frameCount: Int, channelCount: Int) -> [[Float]] {
    (0..<channelCount).map { channel in
        [Float](unsafeUninitializedCapacity: frameCount) { out, written in
            if let target = out.baseAddress {
                var source = samples + channel
                for frame in 0..<frameCount {
                    target[frame] = source.pointee
                    source += channelCount
                }
            }
            written = frameCount
        }
    }
}
