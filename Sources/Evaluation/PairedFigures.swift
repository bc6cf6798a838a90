import InspectionTypes

/// Figures of two models from the same weights of the same items.
struct PairedFigures {
    struct Key {
        var key: String
        var machine: String?
        var isHigherBetter = true
        /// Whether the data bears an interval at all.
        var allowsInterval = true
        /// The least that either figure may be where all resamples agree on 1; `nil` where nothing bounds it. Where no resample changes
        /// their difference, the larger doubt bounds how far they may still lie apart.
        var least: (first: Double?, second: Double?)

        init(
            key: String, machine: String? = nil, isHigherBetter: Bool = true, allowsInterval: Bool = true,
            least: (first: Double?, second: Double?) = (nil, nil)
        ) {
            self.key = key
            self.machine = machine
            self.isHigherBetter = isHigherBetter
            self.allowsInterval = allowsInterval
            self.least = least
        }
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
                let interval = key.allowsInterval ? bootstrap.interval(values) : nil
                return MetricValue(value, low: interval?.lowerBound, high: interval?.upperBound)
            }
            let least = [key.least.first, key.least.second].compactMap { $0 }.min()
            return PairedComparison.Figure(
                key: key.key, machine: key.machine,
                first: ExactBound.widened(metric(a, columns[column].map(\.first)), least: key.least.first),
                second: ExactBound.widened(metric(b, columns[column].map(\.second)), least: key.least.second),
                difference: Self.widened(metric(b - a, columns[column].map { $0.second - $0.first }), least: least),
                isHigherBetter: key.isHigherBetter)
        }
    }

    /// A difference that no resample changes says only that nothing was seen to differ.
    private static func widened(_ difference: MetricValue, least: Double?) -> MetricValue {
        guard let low = difference.low, low == difference.high, let least else { return difference }
        return MetricValue(
            difference.value, low: max(-1, difference.value - (1 - least)), high: min(1, difference.value + (1 - least))
        )
    }
}
