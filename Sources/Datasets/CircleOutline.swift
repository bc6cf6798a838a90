#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A circle as corners, for what is filled by outlines.
enum CircleOutline {
    /// Farther than this the middle of a side may lie inside of the circle, in pixels: too little to move a pixel but by chance.
    private static let tolerance = 1.0 / 64

    /// `x₀, y₀, x₁, y₁ …`, on the circle.
    ///
    /// A side of `n` equal ones lies `r · (1 − cos(π/n)) ≈ r · π² / 2n²` inside.
    ///
    /// - Parameters:
    ///   - centre: `[x, y]`
    ///   - rim: `[x, y]` of any point on the circle.
    static func corners(centre: [Double], rim: [Double]) -> [Double] {
        precondition(centre.count == 2 && rim.count == 2, "CircleOutline: \(centre.count) and \(rim.count) numbers")
        let radius = hypot(rim[0] - centre[0], rim[1] - centre[1])
        let count = Int(min(4096, max(16, (.pi * (radius / (2 * tolerance)).squareRoot()).rounded(.up))))
        return (0..<count).flatMap { corner in
            let angle = 2 * .pi * Double(corner) / Double(count)
            return [centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)]
        }
    }
}
