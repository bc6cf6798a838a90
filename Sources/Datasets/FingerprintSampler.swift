#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import InspectionTypes
import Signals

/// Takes a picture's ``PictureFingerprint``.
struct FingerprintSampler: Sendable {
    static let shared = FingerprintSampler()

    /// Pictures are made this wide and high.
    static let side = 64
    /// Radii of the first and the last ring, over the side. The last leaves room to look a little beyond it.
    private static let radii = (0.045, 0.45)
    /// Below this much energy a sample, in grey levels squared, there is nothing to see but noise.
    private static let leastEnergy: Float = 0.5

    /// A cut of a picture's edges, in parts of its sides; negative to look beyond the circle that is looked at otherwise.
    struct Crop: Hashable {
        var left = 0.0
        var top = 0.0
        var right = 0.0
        var bottom = 0.0
    }

    /// A little off all sides, off one, off two that meet; and the same as if the other picture were cut.
    static let crops: [Crop] = [-1.0, 1.0].flatMap { sign -> [Crop] in
        let one = 0.02 * sign
        let all = [0.015 * sign, 0.03 * sign].map { Crop(left: $0, top: $0, right: $0, bottom: $0) }
        return all + [
            Crop(left: one), Crop(top: one), Crop(right: one), Crop(bottom: one),
            Crop(left: one, top: one), Crop(top: one, right: one), Crop(right: one, bottom: one),
            Crop(left: one, bottom: one),
        ]
    }

    /// cos and sin of 2π n / ``PictureFingerprint/sampleCount``.
    private let cosines: [Float]
    private let sines: [Float]
    /// Of each ring, over the side.
    private let ringRadii: [Double]

    private init() {
        let count = PictureFingerprint.sampleCount
        let angles = (0..<count).map { 2 * Double.pi * Double($0) / Double(count) }
        cosines = angles.map { Float(cos($0)) }
        sines = angles.map { Float(sin($0)) }
        let (first, last) = Self.radii
        let steps = Double(PictureFingerprint.ringCount - 1)
        ringRadii = (0..<PictureFingerprint.ringCount).map { first + (last - first) * Double($0) / steps }
    }

    func fingerprint(of picture: Picture) -> PictureFingerprint {
        let small = Self.small(picture)
        return PictureFingerprint(
            coefficients: coefficients(of: small, Crop()), crops: Self.crops.map { coefficients(of: small, $0) })
    }

    /// Grey, 64×64.
    private static func small(_ picture: Picture) -> [UInt8] {
        // Resized first: fewer pixels are made grey.
        PictureResizer.resize(picture, width: side, height: side).converted(to: .grey).pixels
    }

    /// `[harmonic, real or imaginary, ring]` of the rings around the middle of what a crop leaves; empty where there is nothing to see.
    private func coefficients(of pixels: [UInt8], _ crop: Crop) -> [Int8] {
        let rings = PictureFingerprint.ringCount
        var values = [Float](repeating: 0, count: PictureFingerprint.count)
        var energy: Float = 0
        for (ring, radius) in ringRadii.enumerated() {
            let samples = samples(of: pixels, radius: radius, crop)
            // A ring's samples stand for its length.
            let weight = Float((radius / (ringRadii.last ?? 1)).squareRoot())
            for (index, k) in PictureFingerprint.harmonics.enumerated() {
                let (real, imaginary) = transform(samples, k)
                values[2 * index * rings + ring] = weight * real
                values[(2 * index + 1) * rings + ring] = weight * imaginary
                energy += real * real + imaginary * imaginary
            }
        }
        guard energy > Self.leastEnergy * Float(rings) else { return [] }
        let scale = 127 / values.reduce(0) { max($0, abs($1)) }
        return values.map { Int8(($0 * scale).rounded()) }
    }

    /// Of a ring's samples, a mean over them.
    private func transform(_ samples: [Float], _ k: Int) -> (Float, Float) {
        var (real, imaginary): (Float, Float) = (0, 0)
        // The number of samples is a power of two.
        let mask = samples.count - 1
        for n in 0..<samples.count {
            let place = k &* n & mask
            real += samples[n] * cosines[place]
            imaginary -= samples[n] * sines[place]
        }
        return (real / Float(samples.count), imaginary / Float(samples.count))
    }

    /// Around a ring, clockwise from the right, between the pixels by bilinear interpolation.
    private func samples(of pixels: [UInt8], radius: Double, _ crop: Crop) -> [Float] {
        let side = Double(Self.side)
        let (x, y) = ((crop.left + 1 - crop.right) / 2 * side - 0.5, (crop.top + 1 - crop.bottom) / 2 * side - 0.5)
        let (across, down) = (
            Float(radius * side * (1 - crop.left - crop.right)), Float(radius * side * (1 - crop.top - crop.bottom))
        )
        return (0..<cosines.count).map { n in
            Self.value(of: pixels, Float(x) + across * cosines[n], Float(y) + down * sines[n])
        }
    }

    private static func value(of pixels: [UInt8], _ x: Float, _ y: Float) -> Float {
        let last = Float(side - 1)
        let (x, y) = (min(max(x, 0), last), min(max(y, 0), last))
        let (column, row) = (min(Int(x), side - 2), min(Int(y), side - 2))
        let (right, down) = (x - Float(column), y - Float(row))
        let place = row * side + column
        let upper = Float(pixels[place]) * (1 - right) + Float(pixels[place + 1]) * right
        let lower = Float(pixels[place + side]) * (1 - right) + Float(pixels[place + side + 1]) * right
        return upper * (1 - down) + lower * down
    }
}
