import InspectionTypes

/// Figures of two models from the same weights of the same items.
struct PairedFigures {
    struct Key {
        var key: String
        var machine: String?
        var isHigherBetter = true
        /// Of a share of verdicts: over how many groups. Where none of their verdicts differ, that bounds how many may.
        var trials: Int?
    }

    var keys: [Key]
    /// How many items there are of each model.
    var items: Int
    var bootstrap: (_ seed: UInt64, _ resamples: Int) -> StratifiedBootstrap
    /// In the order of ``keys``; not a number where there is nothing to say.
    var first: (UnsafeBufferPointer<Int32>) -> [Double]
    var second: (UnsafeBufferPointer<Int32>) -> [Double]

    func figures(seed: UInt64, resamples: Int) -> [PairedComparison.Figure] {
        let ones = [Int32](repeating: 1, count: items)
        let whole = ones.withUnsafeBufferPointer { (first($0), second($0)) }
        let bootstrap = bootstrap(seed, resamples)
        var columns = [[(first: Double, second: Double)]](repeating: [], count: keys.count)
        bootstrap.forEachResample { weights in
            let (a, b) = (first(weights), second(weights))
            for column in keys.indices { columns[column].append((a[column], b[column])) }
        }
        return keys.enumerated().compactMap { column, key in
            let (a, b) = (whole.0[column], whole.1[column])
            guard !a.isNaN, !b.isNaN else { return nil }
            func metric(_ value: Double, _ values: [Double]) -> MetricValue {
                let interval = bootstrap.interval(values)
                return MetricValue(value, low: interval?.lowerBound, high: interval?.upperBound)
            }
            let least = key.trials.flatMap(ExactBound.leastRate(trials:))
            return PairedComparison.Figure(
                key: key.key, machine: key.machine,
                first: ExactBound.widened(metric(a, columns[column].map(\.first)), least: least),
                second: ExactBound.widened(metric(b, columns[column].map(\.second)), least: least),
                difference: Self.widened(metric(b - a, columns[column].map { $0.second - $0.first }), least: least),
                isHigherBetter: key.isHigherBetter)
        }
    }

    /// A difference that no resample changes says only that no verdict was seen to differ.
    private static func widened(_ difference: MetricValue, least: Double?) -> MetricValue {
        guard let low = difference.low, low == difference.high, let least else { return difference }
        return MetricValue(
            difference.value, low: max(-1, difference.value - (1 - least)), high: min(1, difference.value + (1 - least))
        )
    }
}
