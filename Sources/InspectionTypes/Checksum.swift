/// A quick sum over bytes by which damage is noticed: XXH64, 64 bits, about as fast as memory is read.
///
/// Every flipped bit of an 8-byte word changes the sum for certain (each step is a bijection of the word), other damage goes unnoticed once
/// in 2⁶⁴. It is no protection against a forger; ``ContentHash`` is, and takes some fifty times as long.
///
/// Source: Y. Collet, "xxHash fast digest algorithm", specification 0.1.1.
public enum Checksum {
    private static let primes: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5
    )

    /// The sum with seed 0, as 16 hexadecimal digits.
    public static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
        let text = String(of(bytes), radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    /// The sum with seed 0.
    public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let (p1, p2, p3, p4, p5) = primes
        var place = 0
        var sum: UInt64
        if bytes.count >= 32 {
            var (a, b, c, d) = (p1 &+ p2, p2, 0 as UInt64, 0 &- p1)
            while place + 32 <= bytes.count {
                a = round(a, word(bytes, place))
                b = round(b, word(bytes, place + 8))
                c = round(c, word(bytes, place + 16))
                d = round(d, word(bytes, place + 24))
                place += 32
            }
            sum = rotated(a, 1) &+ rotated(b, 7) &+ rotated(c, 12) &+ rotated(d, 18)
            for lane in [a, b, c, d] { sum = (sum ^ round(0, lane)) &* p1 &+ p4 }
        } else {
            sum = p5
        }
        sum &+= UInt64(bytes.count)
        while place + 8 <= bytes.count {
            sum = rotated(sum ^ round(0, word(bytes, place)), 27) &* p1 &+ p4
            place += 8
        }
        if place + 4 <= bytes.count {
            let half = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
            sum = rotated(sum ^ (UInt64(half) &* p1), 23) &* p2 &+ p3
            place += 4
        }
        for byte in bytes[place...] { sum = rotated(sum ^ (UInt64(byte) &* p5), 11) &* p1 }
        sum = (sum ^ (sum &>> 33)) &* p2
        sum = (sum ^ (sum &>> 29)) &* p3
        return sum ^ (sum &>> 32)
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotated(lane &+ word &* primes.1, 31) &* primes.0
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    @inline(__always)
    private static func rotated(_ x: UInt64, _ count: UInt64) -> UInt64 { (x &<< count) | (x &>> (64 &- count)) }
}
