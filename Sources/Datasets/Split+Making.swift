import InspectionTypes

extension Split {
    /// Train, validation and test parts by group, every class in each of them where it has groups enough.
    ///
    /// Parts that the data brings along (`train/`, `test/`; a table's column `split`) are kept; those it lacks are taken out of its
    /// training part, or of all where it has none. Groups that hold the same recording, or pictures that show the same, are joined first (``LeakageGuard``).
    /// A class with a single recording is cut in time (``TimeBlocks``), and the caveats say so. What could not be had stands in the caveats too.
    ///
    /// For detection (``Dataset/purpose``) the training and the validation part hold normal examples only, of every machine its share, and the test
    /// part the other normal ones and all anomalies.
    ///
    /// - Parameters:
    ///   - identities: by path; files without one could not be read and are left out.
    ///   - earlier: a split whose test part stays the test, known again by the files' bytes, however many have been added since; all else is parted
    ///     anew. What belongs to the group of a held-out one joins it, and so do new anomalies and what the data puts into its test part; the caveats say so.
    /// - Throws: ``DatasetError`` with code `split` where nothing of the earlier test part is there any more, `leakage` for a recording or picture in two classes or on two sides of the data's own parts,
    ///   `unreadable` where nothing is left.
    public static func make<Identity: ContentIdentity>(
        of dataset: Dataset, identities: [String: Identity], options: SplitOptions = SplitOptions(),
        keepingTestOf earlier: Split? = nil
    ) throws -> Split {
        var splitter = try Splitter(dataset, identities: identities, options: options)
        if let earlier { try splitter.keepTest(of: earlier) }
        return dataset.purpose.isDetection ? try splitter.makeDetectionParts() : try splitter.makeParts()
    }

    /// `count` splits, each with another fold of the groups as its test part; their test parts together are the data.
    ///
    /// With exactly as many groups as folds (ESC-10's folds by `--group-by '^(\d)-'`) each group is one, in order of their names. Parts
    /// that the data brings along are not kept. ``SplitOptions/validation`` is taken out of each training part: by group where it has
    /// four or more, else by recording, which the caveats mention; ``SplitOptions/test`` is not used.
    ///
    /// - Throws: ``DatasetError`` as ``make(of:identities:options:)``, and with code `split` for fewer groups than folds.
    public static func folds<Identity: ContentIdentity>(
        _ count: Int, of dataset: Dataset, identities: [String: Identity],
        options: SplitOptions = SplitOptions()
    ) throws -> [Split] {
        var splitter = try Splitter(dataset, identities: identities, options: options)
        return try splitter.makeFolds(count)
    }
}

extension Splitter {
    mutating func makeParts() throws -> Split {
        let given = Set((items + kept).compactMap(\.part))
        try checkGivenParts()
        let fixed = items.filter { ($0.part ?? .train) != .train }
        items.removeAll { ($0.part ?? .train) != .train }
        let parts: [DataPart] = [.train, .validation, .test]
        let validation = given.contains(.validation) ? 0 : options.validation
        let test = given.contains(.test) ? 0 : options.test
        let fractions = [1 - validation - test, validation, test]

        var parted = fixed + kept
        let single = given.isSubset(of: [.train]) ? takeSingleRecordings() : []
        for item in single {
            let stretches = blocks(of: item, fractions: fractions, names: parts.map(\.rawValue))
            parted += zip(parts, stretches).flatMap { part, items in items.map { $0.standing(in: part) } }
        }
        var generator = SeededGenerator(seed: options.seed, stream: "split")
        let groups = ItemGroup.grouping(items)
        let bins = StratifiedAssignment(groups, fractions: fractions, generator: &generator).bins
        for (group, bin) in zip(groups, bins) { parted += group.indices.map { items[$0].standing(in: parts[bin]) } }

        let wanted = parts.filter { part in given.contains(part) || fractions[parts.firstIndex(of: part) ?? 0] > 0 }
        noteMissing(in: parted, parts: wanted)
        let own =
            given.isEmpty ? "" : "; \(given.map(\.rawValue).sorted().joined(separator: " and ")) as the data has it"
        return split(parted, method: "by group, stratified by class" + (method ?? own))
    }

    /// Neither a group nor a copy may stand on two sides of the parts that the data brings along.
    mutating func checkGivenParts() throws {
        let parts = Dictionary(grouping: items, by: \.group).mapValues { Set($0.map { $0.part ?? .train }) }
        let torn = parts.filter { $0.value.count > 1 }.keys.sorted()
        guard let first = torn.first else { return }
        let members = items.filter { $0.group == first }
        let crossing = LeakageGuard.crossing(pairs, in: items)
        let named =
            crossing.isEmpty
            ? "group '\(first)' (\(members.prefix(3).map(\.path).joined(separator: ", ")))" : LeakagePair.list(crossing)
        let message = "The data's own parts share \(dataset.medium.items): \(named)."
        guard options.allowsLeakage else {
            throw DatasetError(
                .leakage,
                message
                    + " Remove them from one part, or give all \(dataset.medium.items) without parts and let them be split."
            )
        }
        caveats.append(message + " The figures are optimistic.")
    }
}

extension DataItem {
    func standing(in part: DataPart) -> DataItem {
        var item = self
        item.part = part
        return item
    }
}
