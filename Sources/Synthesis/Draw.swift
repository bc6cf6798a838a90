#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import InspectionTypes

/// Random parameters of a recording.
struct Draw {
    var generator: SeededGenerator
    /// The machine that is heard, where several recordings are of one.
    var machine: MachineIdentity? = nil

    mutating func number(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * generator.nextUniform()
    }

    /// Evenly distributed in its logarithm.
    mutating func ratio(_ range: ClosedRange<Double>) -> Double {
        decibels((20 * log10(range.lowerBound))...(20 * log10(range.upperBound)))
    }

    /// A factor on amplitudes whose level is evenly distributed.
    mutating func decibels(_ range: ClosedRange<Double>) -> Double { pow(10, number(range) / 20) }

    mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func chance(_ probability: Double) -> Bool { generator.nextUniform() < probability }

    mutating func normal() -> Double { generator.nextNormal() }

    /// Noise of its own, apart from further parameters.
    mutating func noise() -> WhiteNoise { WhiteNoise(generator: SeededGenerator(seed: generator.next())) }

    mutating func phases(_ count: Int) -> [Double] { (0..<count).map { _ in number(0...(2 * Double.pi)) } }

    /// A frequency that wanders slowly around its mean by about `share` of it, one number a sample: two slow sines of random periods.
    mutating func wandering(_ mean: Double, share: Double, count: Int, rate: Double) -> [Float] {
        let (first, second) = (number(0.15...0.6), number(0.7...2.5))
        let (p, q) = (number(0...6.28), number(0...6.28))
        return (0..<count).map { n in
            let t = Double(n) / rate
            return Float(
                mean * (1 + share * (0.7 * sin(2 * .pi * first * t + p) + 0.3 * sin(2 * .pi * second * t + q))))
        }
    }
}
