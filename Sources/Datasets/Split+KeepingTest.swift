import InspectionTypes

extension Splitter {
    /// Puts what an earlier split held out into the test part, and nothing else that may be learnt.
    ///
    /// - Throws: ``DatasetError`` with code `split` where nothing of the earlier test part is there.
    mutating func keepTest(of earlier: Split) throws {
        let held = Dictionary(grouping: earlier.items(of: .test)) { earlier.hashes[$0.path] ?? "" }.filter {
            $0.key != ""
        }
        keepStretches(of: earlier, held: held)
        let isHeld = items.map { item in hashes[item.path].map { held[$0] != nil } ?? false }
        let found = Set((items + kept).compactMap { hashes[$0.path] }).intersection(held.keys)
        guard !found.isEmpty else {
            throw DatasetError(
                .split,
                "Nothing of the earlier test part (\(earlier.items(of: .test).count) items) is in \(dataset.root): the split was made of other "
                    + "data. Leave it out and let a new one be made, or bring the files back.")
        }
        let missing = held.filter { !found.contains($0.key) }.flatMap { $0.value.map(\.path) }.sorted()
        if !missing.isEmpty {
            caveats.append("\(missing.count) of the earlier test part are gone or changed: \(NamedFiles.list(missing))")
        }
        noteRelabelled(held)
        let groups = Set(zip(items, isHeld).filter(\.1).map(\.0.group) + kept.map(\.group))
        var joined: [String] = []
        var added: [String] = []
        for index in items.indices {
            let isAnomaly = dataset.purpose.isDetection && !items[index].isNegative
            if isHeld[index] {
                items[index].part = .test
            } else if isAnomaly || items[index].part == .test {
                items[index].part = .test
                added.append(items[index].path)
            } else if groups.contains(items[index].group) {
                items[index].part = .test
                joined.append(items[index].path)
            }
        }
        noteAdditions(added: added, joined: joined)
        method = "; the test part of an earlier split kept"
    }

    /// Takes out the files of which the earlier split dealt stretches: they stand as they did.
    private mutating func keepStretches(of earlier: Split, held: [String: [DataItem]]) {
        let dealt = Dictionary(grouping: earlier.items) { earlier.hashes[$0.path] ?? "" }
        var left: [DataItem] = []
        for item in items {
            guard let hash = hashes[item.path], held[hash] != nil, let stretches = dealt[hash],
                Set(stretches.compactMap(\.part)).count > 1
            else {
                left.append(item)
                continue
            }
            // Rows of a table are matched one by one, stretches that a split cut are taken as they are.
            let own = item.range == nil ? stretches : stretches.filter { $0.range == item.range }
            kept += own.map { stretch in
                var copy = item
                (copy.range, copy.part) = (stretch.range, stretch.part)
                return copy
            }
            if own.isEmpty { left.append(item) }
        }
        items = left
    }

    private mutating func noteRelabelled(_ held: [String: [DataItem]]) {
        let changed = items.filter { item in
            guard let hash = hashes[item.path], let before = held[hash] else { return false }
            return !before.contains { $0.label == item.label }
        }
        guard !changed.isEmpty else { return }
        caveats.append(
            "\(changed.count) of the earlier test part are labelled anew: \(NamedFiles.list(changed.map(\.path)))")
    }

    private mutating func noteAdditions(added: [String], joined: [String]) {
        if !added.isEmpty {
            caveats.append(
                "\(added.count) \(dataset.medium.items) joined the earlier test part, as \(dataset.purpose.isDetection ? "anomalies or " : "")the data's "
                    + "own: \(NamedFiles.list(added)); figures of before were without them")
        }
        if !joined.isEmpty {
            caveats.append(
                "\(joined.count) \(dataset.medium.items) joined the earlier test part because they belong to groups that are held out: "
                    + NamedFiles.list(joined))
        }
    }
}
