public import InspectionTypes

/// How scorers are fitted.
public struct FittingOptions: Sendable {
    /// Bytes of all machines' memory banks together, 4 a number.
    public var budget: Int
    public var form: EmbeddingSpace.Form
    /// What windows become of a recording, where recordings are ranked.
    public var rule: EventRule
    public var seed: UInt64

    public init(
        budget: Int = CoresetSampler.defaultBudget, form: EmbeddingSpace.Form = .unit, rule: EventRule = .every,
        seed: UInt64 = 0
    ) {
        self.budget = budget
        self.form = form
        self.rule = rule
        self.seed = seed
    }

    /// Rows for each machine: the budget in equal parts, and what small machines leave to the others; at least one each.
    func shares(ofRows counts: [Int], dimension: Int) -> [Int] {
        var rest = max(counts.count, budget / (4 * dimension))
        var shares = counts.map { _ in 0 }
        var hungry = counts.indices.sorted { counts[$0] < counts[$1] }
        while !hungry.isEmpty {
            let machine = hungry.removeFirst()
            shares[machine] = min(counts[machine], max(1, rest / (hungry.count + 1)))
            rest -= shares[machine]
        }
        return shares
    }
}
