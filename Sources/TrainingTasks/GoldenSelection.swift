public import InspectionPipeline

/// Chooses, of many scored inputs, those by which a model is to test itself.
public enum GoldenSelection {
    private static let count = GoldenSet.usualCount
    /// Inputs to choose from.
    public static let candidates = 48

    /// Up to ``candidates`` of many, evenly spread.
    public static func spread<Item>(over items: [Item]) -> [Item] {
        let step = max(1, (items.count + candidates - 1) / candidates)
        return stride(from: 0, to: items.count, by: step).map { items[$0] }
    }

    /// Half of them nearest to a change of verdict, the others the surest of each verdict.
    ///
    /// - Parameters:
    ///   - margins: how far each is from another verdict.
    ///   - verdicts: a number for each input's verdict.
    /// - Returns: in the order given; `nil` for none.
    public static func choose(_ scored: [GoldenInput], margins: [Double], verdicts: [Int]) -> GoldenSet? {
        guard !scored.isEmpty else { return nil }
        let order = scored.indices.sorted { margins[$0] < margins[$1] }
        var chosen = Array(order.prefix(count / 2))
        var seen = Set<Int>()
        for index in order.reversed() where chosen.count < count && !chosen.contains(index) {
            if seen.insert(verdicts[index]).inserted { chosen.append(index) }
        }
        return GoldenSet(origin: .real, inputs: chosen.sorted().map { scored[$0] }, spread: spread(of: scored))
    }

    /// As ``choose(_:margins:verdicts:)``, for a classifier: margins are between the first class and the second.
    public static func choose(classified scored: [GoldenInput]) -> GoldenSet? {
        let margins = scored.map { input in
            let sorted = input.probabilities.sorted(by: >)
            return sorted[0] - (sorted.count > 1 ? sorted[1] : 0)
        }
        let verdicts = scored.map { input in
            input.probabilities.indices.max { input.probabilities[$0] < input.probabilities[$1] } ?? 0
        }
        return choose(scored, margins: margins, verdicts: verdicts)
    }

    /// Standard deviation of the winning probability.
    public static func spread(of inputs: [GoldenInput]) -> Double {
        let winners = inputs.compactMap { $0.probabilities.max() }
        guard winners.count > 1 else { return 0 }
        let mean = winners.reduce(0, +) / Double(winners.count)
        return (winners.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(winners.count - 1)).squareRoot()
    }
}
