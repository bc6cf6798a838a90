import InspectionTypes
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A sensor's noise: to each value of each channel a number of a normal distribution is added.
///
/// One byte of a generator picks one of 256 equally probable numbers: the normal distribution's quantiles at `(k + ½)/256`, scaled so that
/// their deviation is σ. The tails end at 2.9σ; eight values cost one draw. A deviation below half a grey level is rounded away.
enum SensorNoise {
    /// Quantiles of deviation 1.
    static let quantiles: [Float] = {
        let raw = (0..<256).map { quantile((Double($0) + 0.5) / 256) }
        let deviation = (raw.reduce(0) { $0 + $1 * $1 } / 256).squareRoot()
        return raw.map { Float($0 / deviation) }
    }()

    /// - Parameter sigma: as a share of white.
    static func add(sigma: Float, seed: UInt64, to pixels: UnsafeMutablePointer<UInt8>, count: Int) {
        guard sigma > 0 else { return }
        var generator = SeededGenerator(seed: seed)
        withUnsafeTemporaryAllocation(of: Int16.self, capacity: 256) { table in
            for index in 0..<256 {
                table[index] = Int16(max(-255, min(255, (quantiles[index] * sigma * 255).rounded())))
            }
            guard let table = table.baseAddress else { return }
            var place = 0
            while place < count {
                var bits = generator.next()
                for index in place..<min(place &+ 8, count) {
                    let sum = Int16(pixels[index]) &+ table[Int(truncatingIfNeeded: bits & 255)]
                    pixels[index] = UInt8(truncatingIfNeeded: min(max(sum, 0), 255))
                    bits >>= 8
                }
                place &+= 8
            }
        }
    }

    /// The standard normal distribution's inverse, by bisection on the complementary error function.
    private static func quantile(_ probability: Double) -> Double {
        var (low, high) = (-8.0, 8.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if 0.5 * erfc(-middle / 2.0.squareRoot()) < probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
