import InspectionTypes

extension Splitter {
    mutating func makeFolds(_ count: Int) throws -> [Split] {
        precondition(count >= 2, "Split.folds: \(count) folds, at least 2 are needed")
        let equal = Array(repeating: 1 / Double(count), count: count)
        var folds: [[DataItem]] = Array(repeating: [], count: count)
        for item in takeSingleRecordings() {
            let stretches = blocks(of: item, fractions: equal, names: (1...count).map { "fold \($0)" })
            for (fold, items) in stretches.enumerated() { folds[fold] += items }
        }
        let groups = ItemGroup.grouping(items)
        guard groups.count >= count || groups.isEmpty else {
            throw DatasetError(
                .split,
                "\(count) folds need at least as many groups, but there are \(groups.count) "
                    + "(\(groups.prefix(6).map(\.name).joined(separator: ", "))). Take fewer folds, or finer groups with --group-by."
            )
        }
        var generator = SeededGenerator(seed: options.seed, stream: "folds")
        let bins =
            groups.count == count
            ? Array(groups.indices) : StratifiedAssignment(groups, fractions: equal, generator: &generator).bins
        for (group, bin) in zip(groups, bins) { folds[bin] += group.indices.map { items[$0] } }

        let common = caveats
        return (0..<count).map { held in
            caveats = common
            return fold(held, of: folds)
        }
    }

    /// The split that holds one fold out.
    private mutating func fold(_ held: Int, of folds: [[DataItem]]) -> Split {
        let test = folds[held].map { $0.standing(in: .test) }
        let rest = folds.indices.filter { $0 != held }.flatMap { folds[$0] }
        let parted = test + withValidation(rest, fold: held)
        noteMissing(in: parted, parts: options.validation > 0 ? DataPart.allCases : [.train, .test])
        let names = Set(folds[held].map(\.group)).sorted()
        let held = "fold \(held + 1) of \(folds.count) held out" + (names.count == 1 ? " (group \(names[0]))" : "")
        return split(parted, method: "\(folds.count) folds by group, stratified by class; \(held)")
    }

    /// With fewer groups than this a validation part by group would take too much of the training.
    private static let fewestGroups = 4

    private mutating func withValidation(_ rest: [DataItem], fold: Int) -> [DataItem] {
        guard options.validation > 0 else { return rest.map { $0.standing(in: .train) } }
        var items = rest
        if Set(rest.map(\.group)).count < Self.fewestGroups {
            caveats.append(
                "validation shares groups with training (there are too few): its figures are optimistic, those of the test are not"
            )
            for index in items.indices { items[index].group = items[index].path }
        }
        var generator = SeededGenerator(seed: options.seed, stream: "validation of fold \(fold)")
        let groups = ItemGroup.grouping(items)
        let fractions = [1 - options.validation, options.validation]
        let bins = StratifiedAssignment(groups, fractions: fractions, generator: &generator).bins
        return zip(groups, bins).flatMap { group, bin in
            group.indices.map { rest[$0].standing(in: bin == 0 ? .train : .validation) }
        }
    }
}
