public import InspectionTypes

/// Two models held against the same items: what differs, how surely, and which verdicts changed.
///
/// Both are drawn alike in every resample, so that what makes an item hard for both cancels out: the interval of a difference is
/// narrower than two intervals side by side suggest.
///
/// ```swift
/// let comparison = try PairedComparison(first: old.items, second: new.items)      // of two DetectorEvaluations
/// print(comparison.headline(first: "old.onnx", second: "new.onnx"))
/// for change in comparison.changes where change.kind == .broken { print(change.file) }
/// ```
public struct PairedComparison: Sendable {
    /// One figure of both models.
    public struct Figure: Sendable, Hashable {
        /// As in `evaluate --format json`: `mean_auc`.
        public var key: String
        /// Of one machine; `nil` over all.
        public var machine: String?
        public var first: MetricValue
        public var second: MetricValue
        /// `second − first`, with its paired interval.
        public var difference: MetricValue
        /// False of a share of false alarms.
        public var isHigherBetter: Bool

        /// Whether the difference is more than chance: its interval leaves out 0.
        public var isClear: Bool {
            guard let low = difference.low, let high = difference.high else { return false }
            return low > 0 || high < 0
        }

        /// Whether ``second`` is the better one; `nil` where both are equal.
        public var isSecondBetter: Bool? {
            difference.value == 0 ? nil : (difference.value > 0) == isHigherBetter
        }
    }

    /// An item on which the verdicts differ.
    public struct Change: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable, Codable {
            /// Wrong before, right now.
            case fixed
            /// Right before, wrong now.
            case broken
            /// Wrong in another way.
            case otherwise
        }

        public var file: String
        /// Of a detector of several machines.
        public var machine: String?
        public var truth: String
        public var first: String
        public var second: String
        public var kind: Kind
    }

    /// The figure that decides first.
    public let figures: [Figure]
    /// Broken ones first, then fixed, then otherwise; by file.
    public let changes: [Change]
    public let itemCount: Int
    public let groupCount: Int
    /// Items that only one of the models could judge: they are left out.
    public let unpaired: Int

    public func count(_ kind: Change.Kind) -> Int { changes.count { $0.kind == kind } }

    /// Of all machines together.
    public subscript(key: String) -> Figure? { figures.first { $0.key == key && $0.machine == nil } }

    init(_ paired: PairedFigures, changes: [Change], groupCount: Int, unpaired: Int, seed: UInt64, resamples: Int) {
        figures = paired.figures(seed: seed, resamples: resamples)
        let order: [Change.Kind] = [.broken, .fixed, .otherwise]
        self.changes = order.flatMap { kind in changes.filter { $0.kind == kind }.sorted { $0.file < $1.file } }
        itemCount = paired.items
        self.groupCount = groupCount
        self.unpaired = unpaired
    }

    /// Items of the first model with those of the second that bear the same name.
    /// - Throws: ``EvaluationError`` where there are none.
    static func pairs<Item>(_ first: [Item], _ second: [Item], by name: (Item) -> String)
        throws(EvaluationError) -> (first: [Item], second: [Item], unpaired: Int)
    {
        let others = Dictionary(second.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
        var (a, b): ([Item], [Item]) = ([], [])
        for item in first {
            guard let other = others[name(item)] else { continue }
            a.append(item)
            b.append(other)
        }
        if a.isEmpty { throw EvaluationError(.empty, "there is nothing to compare: no item was judged by both models") }
        return (a, b, first.count + second.count - 2 * a.count)
    }
}
