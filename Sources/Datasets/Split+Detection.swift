import InspectionTypes

extension Splitter {
    /// With fewer groups than this a machine has none for a test part of its own.
    private static let fewestForTest = 4

    /// Normal examples to learn from and to set thresholds by, and in the test part normal ones and all anomalies.
    ///
    /// The normal ones are dealt machine by machine. A machine with four groups or more has one at least in each part; one with two or three has one in
    /// the validation part, because a threshold set by what was learnt is worth nothing; of a single recording stretches are dealt.
    mutating func makeDetectionParts() throws -> Split {
        noteMixedGroups()
        var parted = takeAnomalies() + kept
        let given = Set((items + kept).compactMap(\.part))
        try checkGivenParts()
        let fixed = items.filter { ($0.part ?? .train) != .train }
        items.removeAll { ($0.part ?? .train) != .train }
        parted += fixed
        let validation = given.contains(.validation) ? 0 : options.validation
        let test = given.contains(.test) ? 0 : options.test
        parted += dealNormals(fractions: [1 - validation - test, validation, test])
        noteMachines(parted)
        let own =
            given.isEmpty ? "" : "; \(given.map(\.rawValue).sorted().joined(separator: " and ")) as the data has it"
        return split(
            parted,
            method: "normal ones by group, stratified by machine; all anomalies in the test part" + (method ?? own))
    }

    /// Takes the anomalies out: all of them judge, none is learnt.
    private mutating func takeAnomalies() -> [DataItem] {
        let anomalies = items.filter { !$0.isNegative }
        items.removeAll { !$0.isNegative }
        let moved = anomalies.filter { ($0.part ?? .test) != .test }.map(\.path)
        if !moved.isEmpty {
            caveats.append(
                "\(moved.count) anomalies outside of the data's own test part stand in the test part, as nothing is learnt or chosen by anomalies: "
                    + NamedFiles.list(moved))
        }
        return anomalies.map { $0.standing(in: .test) }
    }

    private mutating func noteMixedGroups() {
        let mixed = Dictionary(grouping: items, by: \.group).filter { Set($0.value.map(\.isNegative)).count > 1 }.keys
            .sorted()
        guard !mixed.isEmpty else { return }
        caveats.append(
            "\(mixed.count) groups hold normal ones and anomalies (\(NamedFiles.list(mixed, atMost: 3))): their anomalies stand in the test part, "
                + "the normal ones where their group falls")
    }

    /// Deals ``items``, which are normal and have no part yet, to training, validation and test.
    private mutating func dealNormals(fractions: [Double]) -> [DataItem] {
        let parts: [DataPart] = [.train, .validation, .test]
        var parted: [DataItem] = []
        for item in takeSingleNormals() {
            let stretches = blocks(of: item, fractions: fractions, names: parts.map(\.rawValue))
            parted += zip(parts, stretches).flatMap { part, items in items.map { $0.standing(in: part) } }
        }
        let groups = machineGroups()
        var generator = SeededGenerator(seed: options.seed, stream: "split")
        let counts = groupCounts(groups)
        func isFew(_ group: ItemGroup) -> Bool {
            group.classCounts.keys.allSatisfy { counts[$0] ?? 0 < Self.fewestForTest }
        }
        let few = groups.filter(isFew)
        let many = groups.filter { !isFew($0) }
        let bins = StratifiedAssignment(many, fractions: fractions, generator: &generator).bins
        for (group, bin) in zip(many, bins) { parted += group.indices.map { items[$0].standing(in: parts[bin]) } }
        return parted + deal(few, validation: fractions[1] > 0, &generator)
    }

    /// One group of each machine to the validation part, where another is left to learn from.
    private func deal(_ groups: [ItemGroup], validation: Bool, _ generator: inout SeededGenerator) -> [DataItem] {
        var waiting = validation ? Set(groupCounts(groups).filter { $0.value > 1 }.keys) : []
        return groups.shuffled(using: &generator).sorted { $0.size < $1.size }.flatMap { group in
            let isHeld = group.classCounts.keys.allSatisfy(waiting.contains)
            if isHeld { waiting.subtract(group.classCounts.keys) }
            return group.indices.map { items[$0].standing(in: isHeld ? .validation : .train) }
        }
    }

    /// The groups of ``items`` with how many of each machine they hold.
    private func machineGroups() -> [ItemGroup] {
        ItemGroup.grouping(
            items.map { item in
                var item = item
                item.label = Label(item.machine ?? "")
                return item
            })
    }

    private func groupCounts(_ groups: [ItemGroup]) -> [String: Int] {
        groups.reduce(into: [:]) { counts, group in for name in group.classCounts.keys { counts[name, default: 0] += 1 }
        }
    }

    /// Takes out what is all the normal sound there is of a machine.
    private mutating func takeSingleNormals() -> [DataItem] {
        guard dataset.medium == .sound else { return [] }
        let groups = machineGroups()
        let counts = groupCounts(groups)
        let lonely = groups.filter { group in group.size == 1 && group.classCounts.keys.allSatisfy { counts[$0] == 1 } }
        let indices = Set(lonely.flatMap(\.indices))
        let taken = indices.sorted().map { items[$0] }
        items = items.indices.filter { !indices.contains($0) }.map { items[$0] }
        return taken
    }

    /// Says which machines have nothing to learn from, to set a threshold by, or to be judged by.
    private mutating func noteMachines(_ parted: [DataItem]) {
        func lacking(_ machines: Set<String>, _ part: DataPart) -> [String] {
            let having = Set(parted.filter { $0.isNegative && $0.part == part }.compactMap(\.machine))
            return machines.subtracting(having).sorted()
        }
        func note(_ machines: [String], _ what: String) {
            guard !machines.isEmpty else { return }
            caveats.append(
                "\(machines.count == 1 ? "machine" : "\(machines.count) machines") \(NamedFiles.list(machines, atMost: 8)): \(what)"
            )
        }
        let all = Set(parted.compactMap(\.machine))
        let items = dataset.medium.items
        note(lacking(all, .train), "no normal \(items) to learn from")
        let learnt = all.subtracting(lacking(all, .train))
        note(lacking(learnt, .validation), "no normal \(items) beside those learnt from to set a threshold by")
        note(lacking(learnt, .test), "no normal \(items) in the test part, so its false alarms are not measured")
        if !parted.contains(where: { !$0.isNegative }) {
            caveats.append("there are no anomalies: how many are caught is not measured")
        }
    }
}
