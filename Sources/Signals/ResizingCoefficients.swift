/// The weights of one axis in resizing: which source pixels make a target pixel, and how much each counts.
///
/// Target pixel `x` looks at the source around `c = (x + ½) · s`, where `s = source / target`; a source pixel at `i + ½` counts
/// `triangle((i + ½ − c) / max(s, 1))`, the weights of a target pixel scaled to a sum of 1. When the picture shrinks, the triangle widens
/// with it: that is the antialiasing. Weights are kept as 22-bit fractions, so that sums of 8-bit values fit into 32 bits and come out
/// equal on every machine (and equal to Pillow's `BILINEAR`).
struct ResizingCoefficients: Sendable {
    static let precision: Int32 = 22

    let source: Int
    /// Target pixels that are made, as places in the whole target.
    let range: Range<Int>
    /// Most weights of a target pixel; each has this many places.
    let stride: Int
    /// Per target pixel of ``range``: its first source pixel and its number of weights.
    let starts: [Int32]
    let counts: [Int32]
    let weights: [Int32]

    /// - Parameter range: of a target that is cut afterwards, the part that is kept; no memory is spent on the rest.
    init(source: Int, target: Int, range: Range<Int>) {
        precondition(
            source > 0 && !range.isEmpty && range.lowerBound >= 0 && range.upperBound <= target,
            "ResizingCoefficients: \(source) pixels to \(range) of \(target)")
        self.source = source
        self.range = range
        let step = Double(source) / Double(target)
        let reach = max(step, 1)
        stride = Int(reach.rounded(.up)) * 2 + 1
        var starts = [Int32](repeating: 0, count: range.count)
        var counts = starts
        var weights = [Int32](repeating: 0, count: range.count * stride)
        for pixel in 0..<range.count {
            let centre = (Double(range.lowerBound + pixel) + 0.5) * step
            // Cut towards zero, as the pixel that contains a place.
            let first = max(0, Int(centre - reach + 0.5))
            let last = min(source, Int(centre + reach + 0.5))
            let shares = (first..<last).map { max(0, 1 - abs((Double($0) - centre + 0.5) / reach)) }
            let sum = shares.reduce(0, +)
            for (index, share) in shares.enumerated() {
                let part = sum == 0 ? share : share / sum
                weights[pixel * stride + index] = Int32(0.5 + part * Double(1 << Self.precision))
            }
            starts[pixel] = Int32(first)
            counts[pixel] = Int32(last - first)
        }
        (self.starts, self.counts, self.weights) = (starts, counts, weights)
    }

    /// The source pixels that are looked at.
    var sources: Range<Int> {
        let ends = zip(starts, counts).map { $0 + $1 }
        return Int(starts.min() ?? 0)..<Int(ends.max() ?? 0)
    }
}
