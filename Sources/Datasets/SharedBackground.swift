import InspectionTypes

/// Tells copies from recordings that only share what sounds behind them.
///
/// A detector's recordings may have been mixed with the same noise (MIMII's with a few hours of factories'), or be taken beside the same radio. The
/// louder that is, the more of the fingerprints agree, until all recordings of a machine are one group and nothing is left to part. Copies come in twos and
/// threes. So where pairs that sound alike join more than half of a machine's groups, those that agree less than a copy does are taken for background, and
/// where that is not enough, all but files that are the same. Parts that the data brings along were made by somebody who knows it, and a valve's strokes are
/// alike without being copies: across those parts a pair counts only where it agrees as a copy does.
struct SharedBackground {
    /// Pairs that are to be kept together.
    private(set) var copies: [LeakagePair]
    /// Pairs that are not.
    private(set) var background: [LeakagePair] = []
    /// Those of ``background`` that stand on two sides of the data's own parts and were taken for strokes, not copies.
    private var crossing: [LeakagePair] = []
    /// By what the two were told apart.
    private(set) var rule = CopyRule.alike

    /// A machine with fewer groups may well hold copies of one recording only.
    private static let fewestGroups = 4

    init(_ pairs: [LeakagePair], in dataset: Dataset) {
        let across = Set(LeakageGuard.crossing(pairs, in: dataset.items))
        crossing = pairs.filter { across.contains($0) && !CopyRule.encodedAnew.isCopy($0) }
        rule = crossing.isEmpty ? .alike : .encodedAnew
        copies = pairs.filter { !across.contains($0) || CopyRule.encodedAnew.isCopy($0) }
        for narrower in [CopyRule.encodedAnew, .identical] where Self.joinsTooMany(copies, in: dataset) {
            rule = narrower
            background += copies.filter { !narrower.isCopy($0) }
            copies.removeAll { !narrower.isCopy($0) }
        }
        background += crossing
    }

    var caveat: String? {
        if background.isEmpty { return nil }
        return background.count == crossing.count
            ? "\(crossing.count) \(crossing.count == 1 ? "pair" : "pairs") on two sides of the data's own parts sound alike in stretches, less than copies do, and stay where they are. "
                + "If they are copies, the figures are optimistic: \(LeakagePair.list(crossing, atMost: 2))"
            : "\(background.count) pairs sound alike, more than copies would: a common background is taken for the reason, and they are not kept together. "
                + "If they are copies, the figures are optimistic: \(LeakagePair.list(background, atMost: 2))"
    }

    /// Whether more than half of the normal ones of a machine, or of its anomalies, would be one group.
    private static func joinsTooMany(_ pairs: [LeakagePair], in dataset: Dataset) -> Bool {
        var joined = DisjointNames()
        let groups = Dictionary(dataset.items.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        for pair in pairs where pair.kind == .near {
            guard let first = groups[pair.first], let second = groups[pair.second],
                first.isNegative == second.isNegative
            else { continue }
            _ = joined.join(first.group, second.group)
        }
        let kinds = Dictionary(grouping: dataset.items) { "\($0.isNegative) \($0.machine ?? "")" }
        return kinds.values.contains { items in
            let names = Set(items.map(\.group))
            let sizes = Dictionary(grouping: names, by: joined.representative).mapValues(\.count)
            return names.count >= fewestGroups && 2 * (sizes.values.max() ?? 0) > names.count
        }
    }
}
