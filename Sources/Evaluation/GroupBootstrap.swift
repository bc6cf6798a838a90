public import InspectionTypes

/// Resampling of whole groups, to learn how far a figure would wander on other recordings of the same kind.
///
/// Windows of one recording resemble each other, so resampling windows would promise too much. Each resample draws as many groups as
/// there are, with replacement; the interval is the 2.5th to the 97.5th percentile of the figure over the resamples.
///
/// Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13.
public struct GroupBootstrap: Sendable {
    public var groupCount: Int
    public var resamples: Int
    public var seed: UInt64

    public init(groupCount: Int, resamples: Int = 1000, seed: UInt64 = 0) {
        precondition(groupCount >= 0 && resamples > 0, "GroupBootstrap: \(groupCount) groups, \(resamples) resamples")
        self.groupCount = groupCount
        self.resamples = resamples
        self.seed = seed
    }

    /// Calls `body` once a resample with how many times each group was drawn, `[group]`.
    public func forEachResample(_ body: ([Int]) -> Void) {
        guard groupCount > 0 else { return }
        var generator = SeededGenerator(seed: seed, stream: "bootstrap")
        var draws = [Int](repeating: 0, count: groupCount)
        for _ in 0..<resamples {
            for index in draws.indices { draws[index] = 0 }
            for _ in 0..<groupCount { draws[Int.random(in: 0..<groupCount, using: &generator)] += 1 }
            body(draws)
        }
    }

    /// The figure with its interval; `statistic` gets the draws a group and answers `nil` where a resample says nothing.
    ///
    /// No bounds where there are fewer than two groups, or where fewer than half of the resamples say anything.
    public func metric(_ value: Double, statistic: ([Int]) -> Double?) -> MetricValue {
        var values: [Double] = []
        values.reserveCapacity(resamples)
        forEachResample { draws in
            if let value = statistic(draws), value.isFinite { values.append(value) }
        }
        return metric(value, values: &values)
    }

    /// The figure with the percentile interval of `values`, one a resample; sorts them.
    func metric(_ value: Double, values: inout [Double]) -> MetricValue {
        guard groupCount > 1, values.count * 2 >= resamples, !values.isEmpty else { return MetricValue(value) }
        values.sort()
        return MetricValue(value, low: Self.percentile(0.025, of: values), high: Self.percentile(0.975, of: values))
    }

    /// Linear between the neighbours, as NumPy's default.
    static func percentile(_ fraction: Double, of sorted: [Double]) -> Double {
        let position = fraction * Double(sorted.count - 1)
        let lower = Int(position)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (sorted[upper] - sorted[lower]) * (position - Double(lower))
    }
}
