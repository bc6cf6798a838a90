import InspectionTypes

/// Resampling of whole groups that keeps how many of each kind there are: a machine's normal groups are drawn among themselves, its
/// anomalous ones too.
///
/// How many anomalies of which machine a test holds was decided by whoever made it; drawing freely would let a machine lose all of its
/// few anomalies by chance, and with them the mean over machines. Source: Efron and Tibshirani, "An Introduction to the Bootstrap"
/// (1993), chapter 8 (several samples).
struct StratifiedBootstrap {
    /// `[stratum][group]`: items of each group.
    private let strata: [[[Int32]]]
    private let itemCount: Int
    private let resamples: Int
    private let seed: UInt64

    /// - Parameter kinds: The stratum of every item, by name; a group with items of several kinds forms one of them together.
    init(groups: [String], kinds: [String], resamples: Int, seed: UInt64) {
        precondition(
            groups.count == kinds.count && resamples > 0,
            "StratifiedBootstrap: \(groups.count) items, \(resamples) resamples")
        var numbers: [String: Int] = [:]
        var members: [[Int32]] = []
        var groupKinds: [Set<String>] = []
        for (item, group) in groups.enumerated() {
            let number = numbers[group, default: members.count]
            if number == members.count {
                numbers[group] = number
                members.append([])
                groupKinds.append([])
            }
            members[number].append(Int32(item))
            groupKinds[number].insert(kinds[item])
        }
        let byKind = Dictionary(grouping: members.indices) { groupKinds[$0].sorted().joined(separator: "\u{0}") }
        strata = byKind.sorted { $0.key < $1.key }.map { $0.value.map { members[$0] } }
        itemCount = groups.count
        self.resamples = resamples
        self.seed = seed
    }

    /// Calls `body` once a resample with how many times each item was drawn, `[item]`.
    func forEachResample(_ body: (UnsafeBufferPointer<Int32>) -> Void) {
        var generator = SeededGenerator(seed: seed, stream: "bootstrap")
        var weights = [Int32](repeating: 0, count: itemCount)
        for _ in 0..<resamples {
            weights.withUnsafeMutableBufferPointer { weights in
                weights.update(repeating: 0)
                for groups in strata {
                    for _ in groups.indices {
                        for item in groups[generator.nextIndex(below: groups.count)] { weights[Int(item)] += 1 }
                    }
                }
                body(UnsafeBufferPointer(weights))
            }
        }
    }

    /// The 2.5th to the 97.5th percentile of a figure's values over the resamples, of which those that are no numbers say nothing;
    /// `nil` where fewer than half do.
    func interval(_ values: [Double]) -> ClosedRange<Double>? {
        let sorted = values.filter { !$0.isNaN }.sorted()
        guard !sorted.isEmpty, sorted.count * 2 >= resamples else { return nil }
        let low = GroupBootstrap.percentile(0.025, of: sorted)
        return low...max(low, GroupBootstrap.percentile(0.975, of: sorted))
    }
}

extension SeededGenerator {
    /// A number in `0..<bound`, evenly but for a share of `bound / 2³²`, which no figure notices.
    fileprivate mutating func nextIndex(below bound: Int) -> Int {
        Int(((next() >> 32) &* UInt64(bound)) >> 32)
    }
}
