import InspectionTypes

/// Noise with an even spectrum, mean 0 and standard deviation 1: the sum of four even numbers, close enough to normal for the ear and
/// several times faster.
struct WhiteNoise {
    var generator: SeededGenerator

    mutating func next() -> Float {
        let bits = generator.next()
        let sum =
            Int32(truncatingIfNeeded: bits & 0xFFFF) + Int32(truncatingIfNeeded: (bits >> 16) & 0xFFFF)
            + Int32(truncatingIfNeeded: (bits >> 32) & 0xFFFF) + Int32(truncatingIfNeeded: bits >> 48)
        // Four even numbers of 0...65535: mean 131 070, variance 4 · 65536² / 12.
        return (Float(sum) - 131_070) * (1 / 37_837.2)
    }

    mutating func samples(_ count: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count { buffer.initializeElement(at: index, to: next()) }
            initialized = count
        }
    }

    /// Noise whose power falls by 3 dB an octave, standard deviation about 1 (Paul Kellet's economy filter of three poles).
    mutating func pink(_ count: Int) -> [Float] {
        var (a, b, c) = (Float(0), Float(0), Float(0))
        return samples(count).map { white in
            a = 0.99765 * a + white * 0.0990460
            b = 0.96300 * b + white * 0.2965164
            c = 0.57000 * c + white * 1.0526913
            return (a + b + c + white * 0.1848) * 0.4
        }
    }
}
