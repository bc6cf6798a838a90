/// How an anomaly map's scores become a ``ProbabilityMap``'s levels: the threshold is always level 128.
///
/// `level = ⌊128 · (score − zero) / (threshold − zero)⌋`, cut at 0 and 255. `zero` is 0, the mean of normal examples, and 1 below the
/// threshold where that lies near or below it. A score passes the threshold exactly where its level is 128 or more.
public struct AnomalyScale: Sendable, Equatable {
    /// The level from which on a pixel is anomalous.
    public static let thresholdLevel = 128
    /// That level as the threshold of a ``ProbabilityMap``.
    static let probability = 0.5

    public let zero: Double
    public let threshold: Double

    public init(threshold: Double) {
        self.threshold = threshold
        zero = threshold > 0.5 ? 0 : threshold - 1
    }

    public func level(of score: Double) -> UInt8 {
        let level = Double(Self.thresholdLevel) * ((score - zero) / (threshold - zero))
        // Rounding shall not let pass what does not.
        let most = score >= threshold ? 255 : Double(Self.thresholdLevel - 1)
        return level > 0 ? UInt8(min(most, level)) : 0
    }

    /// The score in the middle of what a level stands for.
    public func score(ofLevel level: Double) -> Double {
        zero + (threshold - zero) * level / Double(Self.thresholdLevel)
    }
}
