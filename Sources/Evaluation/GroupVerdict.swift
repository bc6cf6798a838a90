/// What was said of one group (a recording, a flight): the argmax of the mean probabilities of its items.
public struct GroupVerdict: Sendable, Hashable {
    public var group: String
    /// Class index.
    public var truth: Int
    /// Class index.
    public var verdict: Int
    /// Mean over the items, by class.
    public var probabilities: [Double]
    /// Indices of its items.
    public var items: [Int]

    public var isRight: Bool { truth == verdict }
    /// Probability of the class that was named.
    public var confidence: Double { probabilities[verdict] }

    /// One verdict a group, in the order in which the groups first appear.
    ///
    /// A coarse group (a session) may hold items of several classes; it then counts once for each of them.
    static func verdicts(probabilities: [[Double]], truth: [Int], groups: [String]) -> [GroupVerdict] {
        struct Key: Hashable {
            var group: String
            var truth: Int
        }
        var members: [Key: [Int]] = [:]
        var order: [Key] = []
        for index in truth.indices {
            let key = Key(group: groups[index], truth: truth[index])
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(index)
        }
        return order.map { key in
            let items = members[key, default: []]
            let mean = mean(of: items.map { probabilities[$0] })
            return GroupVerdict(
                group: key.group, truth: key.truth, verdict: argmax(mean), probabilities: mean, items: items)
        }
    }

    private static func mean(of rows: [[Double]]) -> [Double] {
        var sum = [Double](repeating: 0, count: rows.first?.count ?? 0)
        for row in rows { for (index, value) in row.enumerated() { sum[index] += value } }
        return sum.map { $0 / Double(max(rows.count, 1)) }
    }
}

/// Index of the greatest value, of equals the first; NaN is never the greatest.
func argmax(_ values: [Double]) -> Int {
    var best = 0
    for index in values.indices where values[index] > values[best] || (values[best].isNaN && !values[index].isNaN) {
        best = index
    }
    return best
}
