import CTorch

/// Counts of positive and negative pixels by level, `round(255 · probability)`.
public struct LevelHistogram: Sendable, Hashable {
    /// Pixels whose target is above ½, `[level]`, 0…255.
    public private(set) var positives = [Int](repeating: 0, count: 256)
    /// All others.
    public private(set) var negatives = [Int](repeating: 0, count: 256)

    public init() {}

    /// Adds pixels, given by the logits of their probabilities.
    public mutating func add(logits: Tensor, targets: Tensor) throws {
        var counts = [Int64](repeating: 0, count: 512)
        try Libtorch.check(wt_level_histogram(logits.handle, targets.handle, &counts), "counting pixels by level")
        for level in 0..<256 {
            negatives[level] += Int(counts[level])
            positives[level] += Int(counts[level + 256])
        }
    }

    /// The largest F1, `2·TP / (2·TP + FP + FN)`, where levels at or above a threshold are taken for positive, and the lowest
    /// threshold that reaches it; 0 at level 255 where nothing is right at any.
    public var bestF1: (f1: Double, level: Int) {
        let all = positives.reduce(0, +)
        var (right, wrong) = (0, 0)
        var best = (f1: 0.0, level: 255)
        for level in stride(from: 255, through: 1, by: -1) {
            right += positives[level]
            wrong += negatives[level]
            let f1 = right + wrong + all > 0 ? 2 * Double(right) / Double(right + wrong + all) : 0
            if f1 > 0, f1 >= best.f1 { best = (f1, level) }
        }
        return best
    }
}
