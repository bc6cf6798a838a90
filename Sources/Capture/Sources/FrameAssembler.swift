import FoundationEssentials
import InspectionTypes

/// Makes sound of bytes as they come, in pieces of any length. Samples that are no number, or infinite, become 0 and are counted.
struct FrameAssembler {
    let format: RawSoundFormat
    /// Samples that were no number so far.
    private(set) var notFinite = 0
    /// The beginning of a frame whose end has not come.
    private var rest: [UInt8] = []

    init(_ format: RawSoundFormat) { self.format = format }

    /// Bytes of a frame that is not whole.
    var pendingBytes: Int { rest.count }

    /// The whole frames in what has come, with the time at which they began where they have just been heard.
    mutating func sound(_ bytes: UnsafeRawBufferPointer, isLive: Bool = false) -> AudioSignal {
        let width = format.bytesPerFrame
        let whole: [UInt8] = rest + bytes
        let count = whole.count / width
        rest = Array(whole[(count * width)...])
        let channels = whole.withUnsafeBytes { buffer in
            (0..<format.channels).map { channel in decode(buffer, channel, count) }
        }
        return AudioSignal(
            channels: channels, sampleRate: format.rate,
            startTime: isLive ? Date.now.addingTimeInterval(-Double(count) / format.rate) : nil)
    }

    private mutating func decode(_ bytes: UnsafeRawBufferPointer, _ channel: Int, _ count: Int) -> [Float] {
        let width = format.coding.bytesPerSample
        var place = channel * width
        let step = format.bytesPerFrame
        var bad = 0
        let samples = [Float](unsafeUninitializedCapacity: count) { out, written in
            for index in 0..<count {
                let value = Self.sample(bytes, place, format.coding)
                if !value.isFinite { bad += 1 }
                out[index] = value.isFinite ? value : 0
                place += step
            }
            written = count
        }
        notFinite += bad
        return samples
    }

    /// Integers become fractions of full scale: divided by 2^15, 2^23, 2^31.
    @inline(__always)
    private static func sample(_ bytes: UnsafeRawBufferPointer, _ place: Int, _ coding: RawSoundFormat.Coding) -> Float
    {
        switch coding {
        case .int16:
            return Float(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int16.self))) / 32_768
        case .int24:
            let low = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
            return Float(Int32(bitPattern: low << 8) >> 8) / 8_388_608
        case .int32:
            return Float(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)))
                / 2_147_483_648
        case .float32:
            return Float(
                bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
        }
    }
}
