/// The header of a RIFF/WAVE file or stream, as far as it is looked at here: what samples are, and how many are promised.
package struct WaveHeader {
    package var formatTag: UInt16
    package var channelCount: Int
    package var sampleRate: Int
    package var bytesPerFrame: Int
    /// First byte of the samples.
    package var dataOffset: Int
    /// Bytes of samples promised; `nil` where the writer did not know (a stream).
    package var dataLength: Int?

    /// - Returns: `nil` where `bytes` hold no whole header up to the samples.
    package init?(_ bytes: [UInt8]) {
        func number(_ offset: Int, _ width: Int) -> UInt64? {
            guard offset >= 0, offset + width <= bytes.count else { return nil }
            return (0..<width).reduce(0) { $0 | UInt64(bytes[offset + $1]) << (8 * UInt64($1)) }
        }
        func mark(_ offset: Int, _ text: String) -> Bool {
            offset + 4 <= bytes.count && bytes[offset..<offset + 4].elementsEqual(text.utf8)
        }
        let isLong = mark(0, "RF64")
        guard mark(0, "RIFF") || isLong, mark(8, "WAVE") else { return nil }
        var format: (tag: UInt16, channels: Int, rate: Int, frame: Int)?
        var longLength: UInt64?
        var offset = 12
        while let length = number(offset + 4, 4) {
            if mark(offset, "ds64") { longLength = number(offset + 16, 8) }
            if mark(offset, "fmt ") {
                guard let tag = number(offset + 8, 2), let channels = number(offset + 10, 2),
                    let rate = number(offset + 12, 4), let frame = number(offset + 20, 2)
                else { return nil }
                format = (UInt16(tag), Int(channels), Int(rate), Int(frame))
            }
            if mark(offset, "data") {
                guard let format else { return nil }
                let promised = isLong && length == 0xFFFF_FFFF ? longLength : length
                formatTag = format.tag
                (channelCount, sampleRate, bytesPerFrame) = (format.channels, format.rate, format.frame)
                dataOffset = offset + 8
                // Writers into a pipe put the largest number, or none.
                let isUnknown = promised == nil || promised == 0 || promised == 0xFFFF_FFFF || promised == 0x7FFF_FFFF
                dataLength = isUnknown ? nil : promised.flatMap { Int(exactly: $0) }
                return
            }
            offset += 8 + Int(length) + Int(length & 1)
        }
        return nil
    }
}
