#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Blur by a Gaussian, one axis after the other, mirrored at the edges.
///
/// Weights `e^(−i²/2σ²)` within `⌈2.5σ⌉` pixels, in 1/256 that add up to one: sums fit 16 bits, so the loops run on short vectors.
struct GaussianBlur {
    /// Of the middle and of each pixel further out, both sides alike; middle + 2 · others = 256.
    let weights: [UInt16]

    init(sigma: Float) {
        precondition(sigma > 0, "GaussianBlur: σ \(sigma) must be positive")
        let reach = max(1, Int((2.5 * sigma).rounded(.up)))
        let heights = (0...reach).map { exp(-Float($0 * $0) / (2 * sigma * sigma)) }
        let sum = heights[0] + 2 * heights[1...].reduce(0, +)
        var outer = heights[1...].map { UInt16((256 * $0 / sum).rounded()) }
        while let last = outer.last, last == 0, outer.count > 1 { outer.removeLast() }
        weights = [256 - 2 * outer.reduce(0, +)] + outer
    }

    /// Blurs `pixels`, `[row, column, channel]`, through `spare` of the same size.
    func apply(
        to pixels: UnsafeMutablePointer<UInt8>, spare: UnsafeMutablePointer<UInt8>, width: Int, height: Int,
        channels: Int
    ) {
        let line = width * channels
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: line) { sums in
            guard let sums = sums.baseAddress else { return }
            for row in 0..<height {
                start(sums, pixels + row * line, count: line)
                for reach in 1..<weights.count {
                    let above = pixels + PictureWarp.mirrored(row - reach, in: height) * line
                    let under = pixels + PictureWarp.mirrored(row + reach, in: height) * line
                    Self.add(sums, above, under, weight: weights[reach], count: line)
                }
                Self.finish(sums, into: spare + row * line, count: line)
            }
        }
        rows(of: spare, into: pixels, width: width, height: height, channels: channels)
    }

    private func rows(
        of source: UnsafeMutablePointer<UInt8>, into output: UnsafeMutablePointer<UInt8>, width: Int, height: Int,
        channels: Int
    ) {
        let line = width * channels
        let margin = weights.count - 1
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: line) { sums in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: line + 2 * margin * channels) { wide in
                guard let sums = sums.baseAddress, let wide = wide.baseAddress else { return }
                let middle = wide + margin * channels
                for row in 0..<height {
                    let from = source + row * line
                    middle.update(from: from, count: line)
                    for place in 1...margin {
                        let left = from + PictureWarp.mirrored(-place, in: width) * channels
                        let right = from + PictureWarp.mirrored(width - 1 + place, in: width) * channels
                        (middle - place * channels).update(from: left, count: channels)
                        (middle + (width - 1 + place) * channels).update(from: right, count: channels)
                    }
                    start(sums, middle, count: line)
                    for reach in 1...margin {
                        Self.add(
                            sums, middle - reach * channels, middle + reach * channels, weight: weights[reach],
                            count: line)
                    }
                    Self.finish(sums, into: output + row * line, count: line)
                }
            }
        }
    }

    @inline(__always) private func start(
        _ sums: UnsafeMutablePointer<UInt16>, _ values: UnsafePointer<UInt8>, count: Int
    ) {
        let weight = weights[0]
        for index in 0..<count { sums[index] = UInt16(values[index]) &* weight &+ 128 }
    }

    @inline(__always) private static func add(
        _ sums: UnsafeMutablePointer<UInt16>, _ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, weight: UInt16,
        count: Int
    ) {
        for index in 0..<count { sums[index] &+= (UInt16(a[index]) &+ UInt16(b[index])) &* weight }
    }

    @inline(__always) private static func finish(
        _ sums: UnsafePointer<UInt16>, into output: UnsafeMutablePointer<UInt8>, count: Int
    ) {
        for index in 0..<count { output[index] = UInt8(truncatingIfNeeded: sums[index] >> 8) }
    }
}
