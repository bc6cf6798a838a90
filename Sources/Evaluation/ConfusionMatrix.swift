/// How often each class was taken for each: `counts[truth][verdict]`.
public struct ConfusionMatrix: Sendable, Hashable {
    /// `[truth][verdict]`, in the order of the classes.
    public var counts: [[Int]]

    public init(classCount: Int) {
        counts = Array(repeating: Array(repeating: 0, count: classCount), count: classCount)
    }

    public init(counts: [[Int]]) {
        precondition(
            counts.allSatisfy { $0.count == counts.count },
            "ConfusionMatrix: \(counts.count) rows of \(counts.map(\.count)) columns are no square"
        )
        self.counts = counts
    }

    /// Counts of pairs of class indices.
    public init(truth: [Int], verdicts: [Int], classCount: Int) {
        precondition(
            truth.count == verdicts.count, "ConfusionMatrix: \(truth.count) truths, \(verdicts.count) verdicts")
        self.init(classCount: classCount)
        for (truth, verdict) in zip(truth, verdicts) { counts[truth][verdict] += 1 }
    }

    public var classCount: Int { counts.count }
    public var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
    /// Items that were named rightly.
    public var correct: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }
    /// Items of class `index`.
    public func support(_ index: Int) -> Int { counts[index].reduce(0, +) }
    /// Items taken for class `index`.
    public func verdicts(_ index: Int) -> Int { counts.reduce(0) { $0 + $1[index] } }

    /// Each row divided by its sum; zeros where a class has no items.
    public var rowFractions: [[Double]] {
        counts.map { row in
            let sum = row.reduce(0, +)
            return row.map { sum == 0 ? 0 : Double($0) / Double(sum) }
        }
    }

    /// The most frequent mistakes, first the most frequent.
    public func confusions() -> [(truth: Int, verdict: Int, count: Int)] {
        var found: [(truth: Int, verdict: Int, count: Int)] = []
        for (truth, row) in counts.enumerated() {
            for (verdict, count) in row.enumerated() where truth != verdict && count > 0 {
                found.append((truth, verdict, count))
            }
        }
        return found.sorted { ($1.count, $0.truth, $0.verdict) < ($0.count, $1.truth, $1.verdict) }
    }
}
