import InspectionTypes

/// Whole groups dealt to bins so that every class is spread in the wanted proportions.
///
/// Iterative stratification with groups in place of examples: the class with the fewest groups left is dealt first; each of its groups,
/// the largest first and equals in seeded order, goes to the bin that lacks most of that class. Afterwards, where a bin has no group of
/// a class while another has two, one moves over.
///
/// Source: Sechidis, Tsoumakas and Vlahavas, "On the stratification of multi-label data", ECML PKDD 2011.
struct StratifiedAssignment {
    let groups: [ItemGroup]
    /// Wanted share of each bin; sums to 1.
    let fractions: [Double]
    /// Bin of each group.
    private(set) var bins: [Int]

    private let classes: [String]
    /// Wanted but not yet dealt, `[bin][class]`, in items.
    private var lacking: [[String: Double]]
    private var isDealt: [Bool]

    init(_ groups: [ItemGroup], fractions: [Double], generator: inout SeededGenerator) {
        self.groups = groups
        self.fractions = fractions
        bins = Array(repeating: 0, count: groups.count)
        isDealt = Array(repeating: false, count: groups.count)
        classes = Set(groups.flatMap(\.classCounts.keys)).sorted()
        var totals: [String: Double] = [:]
        for group in groups {
            for (name, count) in group.classCounts { totals[name, default: 0] += Double(count) }
        }
        lacking = fractions.map { fraction in totals.mapValues { $0 * fraction } }
        let order = groups.indices.shuffled(using: &generator).sorted { groups[$0].size > groups[$1].size }
        deal(in: order)
        spread(in: order)
    }

    private mutating func deal(in order: [Int]) {
        while let rarest = rarestClass() {
            for index in order where !isDealt[index] && groups[index].contains(rarest) {
                assign(index, to: bestBin(for: groups[index], lacking: rarest))
            }
        }
    }

    /// The class with the fewest groups not yet dealt.
    private func rarestClass() -> String? {
        let left = classes.map { name in
            (name: name, count: groups.indices.count { !isDealt[$0] && groups[$0].contains(name) })
        }
        return left.filter { $0.count > 0 }.min { $0.count < $1.count }?.name
    }

    private func bestBin(for group: ItemGroup, lacking name: String) -> Int {
        func need(_ bin: Int) -> (Double, Double) {
            // Sums of fractions depend on their order, and a dictionary's changes from run to run.
            (lacking[bin][name] ?? 0, group.classCounts.keys.sorted().reduce(0) { $0 + (lacking[bin][$1] ?? 0) })
        }
        return fractions.indices.filter { fractions[$0] > 0 }.max { need($0) < need($1) } ?? 0
    }

    private mutating func assign(_ index: Int, to bin: Int) {
        bins[index] = bin
        isDealt[index] = true
        for (name, count) in groups[index].classCounts { lacking[bin][name, default: 0] -= Double(count) }
    }

    /// Gives every bin a group of every class where that takes no bin's last one.
    private mutating func spread(in order: [Int]) {
        for name in classes {
            for bin in fractions.indices where fractions[bin] > 0 && groupCount(of: name, in: bin) == 0 {
                let donors = order.reversed().filter { index in
                    groups[index].contains(name)
                        && groups[index].classCounts.keys.allSatisfy { groupCount(of: $0, in: bins[index]) >= 2 }
                }
                // From the bin with most of the class; of its groups the smallest.
                let donor = donors.max { groupCount(of: name, in: bins[$0]) < groupCount(of: name, in: bins[$1]) }
                if let donor { bins[donor] = bin }
            }
        }
    }

    private func groupCount(of name: String, in bin: Int) -> Int {
        groups.indices.count { bins[$0] == bin && groups[$0].contains(name) }
    }
}
