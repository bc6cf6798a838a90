import InspectionTypes

/// Parts rows so that those of a group stay together, and each class is spread as evenly as the groups allow.
enum GroupedFolds {
    /// Places of the rows of each fold; fewer folds where there are fewer groups, none where there is only one group.
    static func make(_ rows: LabelledRows, count: Int, seed: UInt64) -> [[Int]] {
        var places: [String: [Int]] = [:]
        for place in rows.groups.indices { places[rows.groups[place], default: []].append(place) }
        let count = min(count, places.count)
        guard count >= 2 else { return [] }
        var generator = SeededGenerator(seed: seed, stream: "folds of the head")
        var groups = places.keys.sorted()
        groups.shuffle(using: &generator)
        func counts(_ name: String) -> [Int] {
            var counts = [Int](repeating: 0, count: rows.classCount)
            for place in places[name] ?? [] { counts[rows.labels[place]] += 1 }
            return counts
        }
        let counted = groups.map { (name: $0, counts: counts($0)) }
        // The large ones first; of those alike in size, the shuffled order holds.
        let order = counted.indices.sorted {
            let (a, b) = (counted[$0].counts.reduce(0, +), counted[$1].counts.reduce(0, +))
            return a == b ? $0 < $1 : a > b
        }
        var folds = [[Int]](repeating: [], count: count)
        var held = [[Int]](repeating: [Int](repeating: 0, count: rows.classCount), count: count)
        for index in order {
            let group = counted[index]
            // Where the classes of this group are fewest so far, and of those the smallest fold.
            let fold = folds.indices.min { a, b in
                func load(_ fold: Int) -> (Int, Int) {
                    (
                        zip(held[fold], group.counts).reduce(0) { $0 + ($1.1 > 0 ? $1.0 * $1.1 : 0) },
                        folds[fold].count
                    )
                }
                return load(a) < load(b)
            }
            guard let fold else { continue }
            folds[fold] += places[group.name] ?? []
            for index in group.counts.indices { held[fold][index] += group.counts[index] }
        }
        return folds.filter { !$0.isEmpty }.map { $0.sorted() }
    }
}
