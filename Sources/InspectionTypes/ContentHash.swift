/// SHA-256 of bytes as they come in: what makes two files the same file.
///
/// ```swift
/// var hash = ContentHash()
/// hash.update(bytes)
/// let digest = hash.finalized()      // 64 hexadecimal digits
/// ```
///
/// Source: FIPS 180-4, "Secure Hash Standard".
public struct ContentHash: Sendable {
    private var state: [UInt32] = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]
    /// Bytes short of a block.
    private var rest: [UInt8] = []
    private var byteCount: UInt64 = 0
    private static let blockLength = 64

    public init() {}

    /// The digest of a string's UTF-8, as 64 hexadecimal digits.
    public static func hexadecimal(of text: String) -> String { hexadecimal(of: Array(text.utf8)) }

    /// The digest of some bytes, as 64 hexadecimal digits.
    public static func hexadecimal(of bytes: [UInt8]) -> String {
        var hash = ContentHash()
        hash.update(bytes)
        return hash.finalized()
    }

    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        byteCount += UInt64(bytes.count)
        var bytes = bytes[...]
        if !rest.isEmpty {
            let missing = Self.blockLength - rest.count
            rest += bytes.prefix(missing)
            bytes = bytes.dropFirst(missing)
            guard rest.count == Self.blockLength else { return }
            let block = rest
            block.withUnsafeBytes { digest($0) }
            rest.removeAll(keepingCapacity: true)
        }
        let whole = bytes.count / Self.blockLength * Self.blockLength
        digest(UnsafeRawBufferPointer(rebasing: bytes.prefix(whole)))
        rest += bytes.dropFirst(whole)
    }

    /// The digest of all bytes so far, as 64 hexadecimal digits.
    public func finalized() -> String {
        var last = self
        // A 1 bit, zeros up to 8 bytes short of a block, then the length in bits.
        let zeros = (119 - Int(byteCount % 64)) % 64
        let length = (0..<8).map { UInt8(truncatingIfNeeded: (byteCount * 8) >> (56 - 8 * UInt64($0))) }
        last.update([0x80] + [UInt8](repeating: 0, count: zeros) + length)
        let digits = Array("0123456789abcdef")
        return String(
            last.state.flatMap { word in (0..<8).map { digits[Int(word >> (28 - 4 * UInt32($0))) & 15] } }
        )
    }

    /// Works whole blocks into the state.
    private mutating func digest(_ blocks: UnsafeRawBufferPointer) {
        guard let base = blocks.baseAddress, !blocks.isEmpty else { return }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
            Self.roundConstants.withUnsafeBufferPointer { constants in
                state.withUnsafeMutableBufferPointer { state in
                    guard let w = schedule.baseAddress, let k = constants.baseAddress, let h = state.baseAddress else {
                        return
                    }
                    for start in stride(from: 0, to: blocks.count, by: Self.blockLength) {
                        Self.digestBlock(base + start, w, k, h)
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func digestBlock(
        _ block: UnsafeRawPointer, _ w: UnsafeMutablePointer<UInt32>, _ k: UnsafePointer<UInt32>,
        _ state: UnsafeMutablePointer<UInt32>
    ) {
        for n in 0..<16 { w[n] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * n, as: UInt32.self)) }
        for n in 16..<64 {
            let s0 = rotated(w[n &- 15], 7) ^ rotated(w[n &- 15], 18) ^ (w[n &- 15] &>> 3)
            let s1 = rotated(w[n &- 2], 17) ^ rotated(w[n &- 2], 19) ^ (w[n &- 2] &>> 10)
            w[n] = w[n &- 16] &+ s0 &+ w[n &- 7] &+ s1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        // Eight rounds at a time bring the eight words back to their places: nothing is moved in between.
        for n in stride(from: 0, to: 64, by: 8) {
            round(a, b, c, &d, e, f, g, &h, k[n] &+ w[n])
            round(h, a, b, &c, d, e, f, &g, k[n &+ 1] &+ w[n &+ 1])
            round(g, h, a, &b, c, d, e, &f, k[n &+ 2] &+ w[n &+ 2])
            round(f, g, h, &a, b, c, d, &e, k[n &+ 3] &+ w[n &+ 3])
            round(e, f, g, &h, a, b, c, &d, k[n &+ 4] &+ w[n &+ 4])
            round(d, e, f, &g, h, a, b, &c, k[n &+ 5] &+ w[n &+ 5])
            round(c, d, e, &f, g, h, a, &b, k[n &+ 6] &+ w[n &+ 6])
            round(b, c, d, &e, f, g, h, &a, k[n &+ 7] &+ w[n &+ 7])
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    @inline(__always)
    private static func round(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
        _ h: inout UInt32,
        _ word: UInt32
    ) {
        let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
        let first = h &+ sum1 &+ (g ^ (e & (f ^ g))) &+ word
        let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
        d = d &+ first
        h = first &+ sum0 &+ ((a & b) | (c & (a | b)))
    }

    @inline(__always)
    private static func rotated(_ x: UInt32, _ count: UInt32) -> UInt32 { (x &>> count) | (x &<< (32 &- count)) }

    /// The first 32 bits behind the point of the cube roots of the first 64 primes.
    private static let roundConstants: [UInt32] = {
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < 64 {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        return primes.map { UInt32(truncatingIfNeeded: cubeRootScaled($0)) }
    }()

    /// `⌊prime^(1/3) · 2³²⌋`, by bisection in whole numbers.
    private static func cubeRootScaled(_ prime: UInt64) -> UInt64 {
        var (low, high): (UInt64, UInt64) = (1 << 32, 8 << 32)
        while high - low > 1 {
            let middle = (low + high) / 2
            if isCube(middle, atMost: prime) { low = middle } else { high = middle }
        }
        return low
    }

    /// Whether `x³ ≤ prime · 2⁹⁶`.
    private static func isCube(_ x: UInt64, atMost prime: UInt64) -> Bool {
        let square = x.multipliedFullWidth(by: x)
        // x < 2³⁵, so the square is below 2⁷⁰ and the cube below 2¹⁰⁵.
        let low = square.low.multipliedFullWidth(by: x)
        let high = square.high * x + low.high
        return high < prime << 32 || (high == prime << 32 && low.low == 0)
    }
}
