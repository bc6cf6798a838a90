import FoundationEssentials

/// Floats as text: 32 bits each, little-endian, base 64; JSON's decimals would take three times the room.
enum PackedNumbers {
    static func pack(_ values: [Float]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * 4)
        for value in values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
        }
        return Data(bytes).base64EncodedString()
    }

    /// `nil` for text that is damaged or numbers that are none.
    static func unpack(_ text: String) -> [Float]? {
        guard let data = Data(base64Encoded: text), data.count.isMultiple(of: 4) else { return nil }
        let bytes = [UInt8](data)
        var values: [Float] = []
        values.reserveCapacity(bytes.count / 4)
        for place in stride(from: 0, to: bytes.count, by: 4) {
            let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
            let value = Float(bitPattern: bits)
            guard value.isFinite else { return nil }
            values.append(value)
        }
        return values
    }
}
