#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// Random numbers that a seed repeats: xoshiro256\*\*, its state filled by SplitMix64.
///
/// The same seed and stream give the same numbers on every machine. A *stream* keeps two uses of one seed apart, so that drawing one
/// number more for the augmentation does not shuffle the batches anew:
///
/// ```swift
/// var shuffling = SeededGenerator(seed: 7, stream: "shuffle")
/// var noise = SeededGenerator(seed: 7, stream: 12)      // the twelfth item's own
/// ```
///
/// The state is `Codable`, so a checkpoint can take up where it left off. Not for secrets.
///
/// Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021); Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable, Codable {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    public init(seed: UInt64) {
        var mixer = SplitMix(state: seed)
        // Four outputs of SplitMix64 in a row are never all zero, the one state xoshiro cannot leave.
        s0 = mixer.next()
        s1 = mixer.next()
        s2 = mixer.next()
        s3 = mixer.next()
    }

    /// The numbers of `seed` in the stream numbered `stream`; unlike those of any other stream and of `init(seed:)`.
    public init(seed: UInt64, stream: UInt64) {
        var outer = SplitMix(state: seed)
        var inner = SplitMix(state: outer.next() ^ stream)
        self.init(seed: inner.next())
    }

    /// The numbers of `seed` in the stream called `stream`.
    public init(seed: UInt64, stream: String) {
        // FNV-1a, 64 bit: `hashValue` differs from run to run.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        self.init(seed: seed, stream: hash)
    }

    public mutating func next() -> UInt64 {
        let result = Self.rotated(s1 &* 5, by: 7) &* 9
        let carried = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= carried
        s3 = Self.rotated(s3, by: 45)
        return result
    }

    /// A number in `[0, 1)`, one of 2⁵³ evenly spaced.
    public mutating func nextUniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number in `[range.lowerBound, range.upperBound)`.
    public mutating func nextUniform(in range: Range<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * nextUniform()
    }

    /// A draw from the normal distribution of mean 0 and standard deviation 1 (Marsaglia's polar method).
    public mutating func nextNormal() -> Double {
        while true {
            let x = 2 * nextUniform() - 1
            let y = 2 * nextUniform() - 1
            let square = x * x + y * y
            if square > 0, square < 1 { return x * (-2 * log(square) / square).squareRoot() }
        }
    }

    private static func rotated(_ x: UInt64, by count: UInt64) -> UInt64 { (x << count) | (x >> (64 - count)) }

    /// SplitMix64: a counter and a good hash of it.
    private struct SplitMix {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
