/// The features of one recording, in memory or in a mapped file of the ``FeatureCache``.
final class FeatureFile: Sendable {
    static let magic: [UInt8] = Array("WTFEAT01".utf8)
    static let headerLength = 64

    let channelCount: Int
    let bandCount: Int
    let frameCount: Int
    /// As it stands in the file.
    let block: MemoryBlock

    /// `channels[channel]` is `[frame, mel]`, all of one length.
    init(_ channels: [[Float]], bandCount: Int) {
        let valueCount = channels.first?.count ?? 0
        precondition(
            channels.allSatisfy { $0.count == valueCount } && valueCount.isMultiple(of: bandCount),
            "FeatureFile: channels of \(channels.map(\.count)) values are no equal numbers of frames of \(bandCount) bands"
        )
        channelCount = channels.count
        self.bandCount = bandCount
        frameCount = valueCount / bandCount
        let counts = (UInt32(channelCount), UInt32(bandCount), UInt64(frameCount))
        block = MemoryBlock(count: Self.headerLength + 4 * channels.count * valueCount) { bytes in
            bytes.copyBytes(from: Self.magic)
            bytes.storeBytes(of: counts.0.littleEndian, toByteOffset: 8, as: UInt32.self)
            bytes.storeBytes(of: counts.1.littleEndian, toByteOffset: 12, as: UInt32.self)
            bytes.storeBytes(of: counts.2.littleEndian, toByteOffset: 16, as: UInt64.self)
            for (index, channel) in channels.enumerated() {
                let start = Self.headerLength + index * 4 * valueCount
                channel.withUnsafeBytes {
                    UnsafeMutableRawBufferPointer(rebasing: bytes[start...]).copyMemory(from: $0)
                }
            }
        }
    }

    /// The file at `path`; `nil` where there is none, or a damaged one, or one with another number of bands.
    init?(path: String, bandCount: Int) {
        guard let block = MemoryBlock(path: path), block.bytes.count >= Self.headerLength,
            block.bytes.starts(with: Self.magic)
        else {
            return nil
        }
        let channels = UInt64(block.bytes.load(fromByteOffset: 8, as: UInt32.self).littleEndian)
        let bands = UInt64(block.bytes.load(fromByteOffset: 12, as: UInt32.self).littleEndian)
        let frames = block.bytes.load(fromByteOffset: 16, as: UInt64.self).littleEndian
        let (values, overflows) = frames.multipliedReportingOverflow(by: channels * bands)
        guard !overflows, values <= UInt64(block.bytes.count), Int(bands) == bandCount, channels > 0,
            4 * Int(values) + Self.headerLength == block.bytes.count
        else { return nil }
        channelCount = Int(channels)
        self.bandCount = bandCount
        frameCount = Int(frames)
        self.block = block
    }

    /// `[frame, mel]` of one channel; valid as long as this object lives.
    func values(channel: Int) -> UnsafeBufferPointer<Float> {
        precondition(channel >= 0 && channel < channelCount, "FeatureFile: channel \(channel) of \(channelCount)")
        let length = 4 * frameCount * bandCount
        let start = Self.headerLength + channel * length
        return UnsafeRawBufferPointer(rebasing: block.bytes[start..<start + length]).assumingMemoryBound(to: Float.self)
    }
}
