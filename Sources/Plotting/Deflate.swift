/// Compression in the zlib format: LZ77 with the fixed Huffman code, one block.
///
/// A spectrogram's pixels repeat little, so a dynamic code would save a few parts in a hundred and cost three times this much code.
/// Sources: RFC 1950 (zlib), RFC 1951 (deflate).
enum Deflate {
    static func zlib(_ bytes: [UInt8]) -> [UInt8] {
        var writer = BitWriter()
        writer.bytes = [0x78, 0x01]
        writer.put(0b1, count: 1)  // last block
        writer.put(0b01, count: 2)  // fixed Huffman code
        compress(bytes, into: &writer)
        writer.huffman(0, count: 7)  // end of block
        writer.flush()
        return writer.bytes + IndexedPNG.bigEndian(adler32(bytes))
    }

    private static let shortest = 3
    private static let longest = 258
    private static let reach = 32_768

    /// Greedy matching against the most recent places that start with the same three bytes.
    private static func compress(_ bytes: [UInt8], into writer: inout BitWriter) {
        var heads = [Int](repeating: -1, count: 1 << 15)
        var previous = [Int](repeating: -1, count: bytes.count)
        func hash(_ at: Int) -> Int {
            (Int(bytes[at]) << 10 ^ Int(bytes[at + 1]) << 5 ^ Int(bytes[at + 2])) & (1 << 15 - 1)
        }
        var position = 0
        while position < bytes.count {
            var (length, distance) = (0, 0)
            if position + shortest <= bytes.count {
                var candidate = heads[hash(position)]
                var tries = 32
                while candidate >= 0, position - candidate <= reach, tries > 0 {
                    let found = matchLength(bytes, candidate, position)
                    if found > length { (length, distance) = (found, position - candidate) }
                    candidate = previous[candidate]
                    tries -= 1
                }
            }
            let isMatch = length >= shortest
            if isMatch { writer.match(length: length, distance: distance) } else { writer.literal(bytes[position]) }
            for _ in 0..<(isMatch ? length : 1) {
                if position + shortest <= bytes.count {
                    let key = hash(position)
                    previous[position] = heads[key]
                    heads[key] = position
                }
                position += 1
            }
        }
    }

    private static func matchLength(_ bytes: [UInt8], _ earlier: Int, _ later: Int) -> Int {
        let limit = min(longest, bytes.count - later)
        var length = 0
        while length < limit, bytes[earlier + length] == bytes[later + length] { length += 1 }
        return length
    }

    static func adler32(_ bytes: [UInt8]) -> UInt32 {
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return b << 16 | a
    }
}

/// Bits in deflate's order: fields from the least significant bit, Huffman codes from the most significant.
private struct BitWriter {
    var bytes: [UInt8] = []
    private var pending: UInt32 = 0
    private var pendingCount = 0

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193,
        12_289, 16_385, 24_577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]

    mutating func put(_ value: UInt32, count: Int) {
        pending |= value << UInt32(pendingCount)
        pendingCount += count
        while pendingCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            pendingCount -= 8
        }
    }

    mutating func huffman(_ code: UInt32, count: Int) {
        for bit in (0..<count).reversed() { put(code >> UInt32(bit) & 1, count: 1) }
    }

    /// The fixed code of RFC 1951, section 3.2.6.
    private mutating func symbol(_ symbol: Int) {
        switch symbol {
        case ..<144: huffman(UInt32(0x30 + symbol), count: 8)
        case ..<256: huffman(UInt32(0x190 + symbol - 144), count: 9)
        case ..<280: huffman(UInt32(symbol - 256), count: 7)
        default: huffman(UInt32(0xC0 + symbol - 280), count: 8)
        }
    }

    mutating func literal(_ byte: UInt8) { symbol(Int(byte)) }

    mutating func match(length: Int, distance: Int) {
        let lengthCode = (Self.lengthBases.lastIndex { $0 <= length }) ?? 0
        symbol(257 + lengthCode)
        put(UInt32(length - Self.lengthBases[lengthCode]), count: Self.lengthBits[lengthCode])
        let distanceCode = (Self.distanceBases.lastIndex { $0 <= distance }) ?? 0
        huffman(UInt32(distanceCode), count: 5)
        put(UInt32(distance - Self.distanceBases[distanceCode]), count: Self.distanceBits[distanceCode])
    }

    mutating func flush() {
        if pendingCount > 0 { put(0, count: 8 - pendingCount) }
    }
}
