/// Items in the order of their scores, so that areas under the ROC curve follow from any weights in one pass.
struct RankedItems {
    /// Areas under the ROC curve: the whole, and the standardised one up to a false-positive rate of 0.1.
    struct Areas {
        var auc: Double
        var pauc: Double
    }

    /// DCASE's *p*.
    static let limit = 0.1

    /// From the highest score down.
    private let items: [Int32]
    private let isPositive: [Bool]
    /// The last of items that score equally.
    private let endsTie: [Bool]
    let positiveCount: Int
    var negativeCount: Int { items.count - positiveCount }

    /// - Parameter members: Indices into `scores` and `positives`.
    init(_ members: [Int], scores: [Double], positives: [Bool]) {
        let order = members.sorted { scores[$0] > scores[$1] }
        items = order.map(Int32.init)
        isPositive = order.map { positives[$0] }
        endsTie = order.indices.map { $0 + 1 == order.count || scores[order[$0 + 1]] != scores[order[$0]] }
        positiveCount = isPositive.count { $0 }
    }

    /// Both classes occur.
    var hasBoth: Bool { positiveCount > 0 && negativeCount > 0 }

    /// Areas where item *i* counts `weights[i]` times; `nil` where one of the classes has no weight.
    func areas(_ weights: UnsafeBufferPointer<Int32>) -> Areas? {
        let totals = totals(weights)
        guard totals.positives > 0, totals.negatives > 0 else { return nil }
        let stop = Self.limit * totals.negatives
        // Counted in items: hits upwards, false alarms to the right; a tie is a slope.
        var (area, partial) = (0.0, 0.0)
        var (hits, alarms) = (0.0, 0.0)
        var (newHits, newAlarms) = (0.0, 0.0)
        for place in items.indices {
            let weight = Double(weights[Int(items[place])])
            if isPositive[place] { newHits += weight } else { newAlarms += weight }
            guard endsTie[place] else { continue }
            let slice = newAlarms * (hits + newHits / 2)
            area += slice
            if alarms + newAlarms <= stop {
                partial += slice
            } else if alarms < stop {
                let share = (stop - alarms) / newAlarms
                partial += (stop - alarms) * (hits + share * newHits / 2)
            }
            hits += newHits
            alarms += newAlarms
            (newHits, newAlarms) = (0, 0)
        }
        let whole = totals.positives * totals.negatives
        return Areas(auc: area / whole, pauc: Self.standardised(partial / whole))
    }

    private func totals(_ weights: UnsafeBufferPointer<Int32>) -> (positives: Double, negatives: Double) {
        var (positives, negatives) = (0, 0)
        for place in items.indices {
            let weight = Int(weights[Int(items[place])])
            if isPositive[place] { positives += weight } else { negatives += weight }
        }
        return (Double(positives), Double(negatives))
    }

    /// McClish's scaling: chance is 0.5, perfection 1.
    static func standardised(_ partial: Double) -> Double {
        let least = limit * limit / 2
        return 0.5 * (1 + (partial - least) / (limit - least))
    }
}
