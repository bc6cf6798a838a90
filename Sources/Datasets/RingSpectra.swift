#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Fingerprints of pictures laid out for comparing: sixteen rings a vector, the last two empty.
struct RingSpectra: Sendable {
    private typealias Rings = SIMD16<Float>

    /// `[picture, harmonic, real or imaginary]`
    private let rings: [SIMD16<Float>]
    private let filled: [Bool]

    private static let harmonicCount = PictureFingerprint.harmonics.count
    /// Turns tried: enough that the highest harmonic is met within 6 % of its top.
    private static let turnCount = 128
    private static let turns: [(cosine: Float, sine: Float)] = (0..<turnCount).map {
        let angle = 2 * Double.pi * Double($0) / Double(turnCount)
        return (Float(cos(angle)), Float(sin(angle)))
    }

    var count: Int { filled.count }

    /// - Parameter coefficients: as ``PictureFingerprint/coefficients``, empty where there is nothing to compare.
    init(_ coefficients: [[Int8]]) {
        filled = coefficients.map { !$0.isEmpty }
        let count = PictureFingerprint.ringCount
        rings = coefficients.flatMap { values -> [SIMD16<Float>] in
            let norm = max(1, values.reduce(Float(0)) { $0 + Float($1) * Float($1) }.squareRoot())
            return (0..<2 * Self.harmonicCount).map { row in
                var vector = SIMD16<Float>(repeating: 0)
                guard !values.isEmpty else { return vector }
                for ring in 0..<count { vector[ring] = Float(values[row * count + ring]) / norm }
                return vector
            }
        }
    }

    /// Whether there is something to compare.
    func isFilled(_ index: Int) -> Bool { filled[index] }

    /// The greatest correlation of two pictures over all turns, mirrored or not; less than `least` where it is known to be less.
    func agreement(of index: Int, with otherIndex: Int, of other: RingSpectra, atLeast least: Float) -> Float {
        let harmonics = Self.harmonicCount
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: 4 * harmonics) { sums in
            var (straightBound, mirroredBound): (Float, Float) = (0, 0)
            rings.withUnsafeBufferPointer { own in
                other.rings.withUnsafeBufferPointer { others in
                    let first = 2 * harmonics * index
                    let second = 2 * harmonics * otherIndex
                    for k in 0..<harmonics {
                        let (a, b) = (own[first + 2 * k], own[first + 2 * k + 1])
                        let (c, d) = (others[second + 2 * k], others[second + 2 * k + 1])
                        let (ac, bd, ad, bc) = ((a * c).sum(), (b * d).sum(), (a * d).sum(), (b * c).sum())
                        sums[4 * k] = ac + bd
                        sums[4 * k + 1] = ad - bc
                        sums[4 * k + 2] = ac - bd
                        sums[4 * k + 3] = ad + bc
                        straightBound += ((ac + bd) * (ac + bd) + (ad - bc) * (ad - bc)).squareRoot()
                        mirroredBound += ((ac - bd) * (ac - bd) + (ad + bc) * (ad + bc)).squareRoot()
                    }
                }
            }
            var best: Float = 0
            if straightBound >= least { best = Self.greatest(sums, offset: 0) }
            if mirroredBound >= max(least, best) { best = max(best, Self.greatest(sums, offset: 2)) }
            return best
        }
    }

    /// The greatest of `Σ over k of Re (sum[k] · exp(i k a))` over all turns `a`.
    private static func greatest(_ sums: UnsafeMutableBufferPointer<Float>, offset: Int) -> Float {
        var best: Float = 0
        for turn in 0..<turnCount {
            var total: Float = 0
            for (index, k) in PictureFingerprint.harmonics.enumerated() {
                let place = turns[k * turn % turnCount]
                total += sums[4 * index + offset] * place.cosine - sums[4 * index + offset + 1] * place.sine
            }
            best = max(best, total)
        }
        return best
    }
}
