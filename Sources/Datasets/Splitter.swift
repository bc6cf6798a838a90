import InspectionTypes

/// Deals a data set's groups to the parts of a split.
struct Splitter {
    let dataset: Dataset
    /// SHA-256 of the files that could be read, by path.
    let hashes: [String: String]
    /// Their lengths, by path.
    let seconds: [String: Double]
    /// The same content twice.
    let pairs: [LeakagePair]
    /// For detection: by what they were told from what only has a common background.
    let copyRule: CopyRule?
    let options: SplitOptions
    /// Items with their parts as far as they are known.
    var items: [DataItem] = []
    var caveats: [String] = []
    /// Stretches of recordings that stand as an earlier split had them.
    var kept: [DataItem] = []
    /// What is said of the parts in place of where the data has them from.
    var method: String?

    /// Joins the groups of duplicates and leaves out what could not be read.
    ///
    /// - Throws: ``DatasetError`` with code `leakage` for a recording or picture in two classes.
    init<Identity: ContentIdentity>(
        _ dataset: Dataset, identities: [String: Identity], options: SplitOptions
    ) throws {
        let found = LeakageGuard.pairs(in: dataset, identities: identities)
        let background = dataset.purpose.isDetection ? SharedBackground(found, in: dataset) : nil
        let pairs = background?.copies ?? found
        self.pairs = pairs
        copyRule = background?.rule
        hashes = identities.mapValues(\.hash)
        seconds = identities.mapValues(\.seconds)
        self.options = options
        // What sounds like a normal recording may still be an anomaly: it is not dealt with it.
        let contrary = dataset.purpose.isDetection ? Set(LeakageGuard.conflicts(pairs, in: dataset)) : []
        self.dataset = LeakageGuard.merging(pairs.filter { !contrary.contains($0) }, in: dataset)
        items = self.dataset.items.filter { hashes[$0.path] != nil }
        guard !items.isEmpty else {
            throw DatasetError(.unreadable, "None of the \(dataset.items.count) \(dataset.medium.items) could be read.")
        }
        let unread = dataset.items.count - items.count
        if unread > 0 { caveats.append("\(unread) \(dataset.medium.items) could not be read and are left out") }
        caveats += self.dataset.notes.dropFirst(dataset.notes.count)
        if let caveat = background?.caveat { caveats.append(caveat) }
        try checkConflicts(pairs)
    }

    /// Sounds alike in two classes contradict each other. Pictures do only where their pixels are the same: two that look alike may show a part before
    /// and after it broke, and are kept together instead. An anomaly may be heard in a sound that is else a normal one's, such as the hall's.
    private mutating func checkConflicts(_ pairs: [LeakagePair]) throws {
        let conflicts = LeakageGuard.conflicts(pairs, in: dataset)
        let isDetection = dataset.purpose.isDetection
        let alike = dataset.medium == .picture || isDetection ? conflicts.filter { $0.kind == .near } : []
        if !alike.isEmpty {
            caveats.append(
                (dataset.medium == .picture ? "pictures that look alike" : "recordings that share sound")
                    + " stand \(isDetection ? "among the normal ones and the anomalies" : "in two classes"): "
                    + "\(LeakagePair.list(alike)). Are both labels right?")
        }
        let contradictions = conflicts.filter { !alike.contains($0) }
        guard !contradictions.isEmpty else { return }
        let what = dataset.medium == .picture ? "picture" : "recording"
        let message =
            "The same \(what) stands \(isDetection ? "among the normal ones and the anomalies" : "in two classes"): "
            + "\(LeakagePair.list(contradictions))."
        if isDetection, !options.allowsLeakage {
            throw DatasetError(.leakage, message + " Remove it from where it does not belong.")
        }
        guard options.allowsLeakage else {
            throw DatasetError(
                .leakage,
                message
                    + " Remove it from the wrong one; if both are right, write a table with one row for it and both labels (a;b)."
            )
        }
        caveats.append(message)
    }

    /// The items' classes, sorted.
    var classes: [String] { Set(items.flatMap { $0.label.names }).sorted() }

    /// Seconds that an item lasts.
    func extent(of item: DataItem) -> (start: Double, end: Double) {
        let length = seconds[item.path] ?? 0
        return (item.range?.start ?? 0, min(item.range?.end ?? length, length))
    }

    /// Takes the items out that are all there is of a class: one recording, and no group beside it. They are to be cut into blocks.
    mutating func takeSingleRecordings() -> [DataItem] {
        guard dataset.medium == .sound else { return [] }
        let groups = ItemGroup.grouping(items)
        let lonely = classes.compactMap { name -> ItemGroup? in
            let holding = groups.filter { $0.contains(name) }
            return holding.count == 1 && holding[0].size == 1 ? holding[0] : nil
        }
        let indices = Set(lonely.flatMap(\.indices))
        let taken = indices.sorted().map { items[$0] }
        items = items.indices.filter { !indices.contains($0) }.map { items[$0] }
        return taken
    }

    /// Stretches of a recording, one list a share.
    mutating func blocks(of item: DataItem, fractions: [Double], names: [String]) -> [[DataItem]] {
        let (start, end) = extent(of: item)
        let cut = TimeBlocks(
            from: start, to: end, fractions: fractions, windowSeconds: options.windowSeconds,
            guardSeconds: options.guardSeconds
        )
        caveats.append(
            "\(item.machine.map { "machine \($0) has a single normal" } ?? "class '\(item.label)' has a single") recording (\(item.path)), stretches of it stand on all sides: \(Split.sameRecordingCaveat)"
        )
        if !cut.missing.isEmpty {
            caveats.append(
                "\(item.path) is too short (\(DecimalText.fixed(end - start, digits: 1)) s) to give a stretch to "
                    + cut.missing.map { names[$0] }.joined(separator: " and ")
            )
        }
        return fractions.indices.map { part in
            cut.blocks.filter { $0.part == part }.map { block in
                var stretch = item
                stretch.range = block.range
                return stretch
            }
        }
    }

    /// Says which classes are missing in which part, and why.
    mutating func noteMissing(in parted: [DataItem], parts: [DataPart]) {
        for name in classes(of: parted) {
            let holding = parted.filter { $0.label.names.contains(name) }
            for part in parts where !holding.contains(where: { $0.part == part }) {
                let count = Set(holding.map(\.group)).count
                caveats.append(
                    "no \(dataset.medium == .sound ? "recording" : "picture") of class '\(name)' is left for \(part.rawValue): it has \(count) \(count == 1 ? "group" : "groups")"
                )
            }
        }
    }

    private func classes(of items: [DataItem]) -> [String] { Set(items.flatMap { $0.label.names }).sorted() }

    func split(_ items: [DataItem], method: String) -> Split {
        let used = Set(items.map(\.path))
        return Split(
            seed: options.seed, method: method, caveats: caveats, dataDigest: dataset.digest(hashes: hashes),
            items: items,
            hashes: hashes.filter { used.contains($0.key) }, copies: copyRule
        )
    }
}
