import InspectionTypes

/// Finds the same recording or picture where it should not stand twice: on two sides of a split, in two classes, in a test of a model that
/// has met it in training.
///
/// Exact copies are found by their SHA-256, pictures also by that of their pixels, others by ``AcousticFingerprint`` and
/// ``PictureFingerprint``. Among sounds the time grows with the number of files and their length; among pictures with the number of pairs, a
/// small fraction of a microsecond each.
public enum LeakageGuard {
    /// All pairs in a data set: every file with the first of its equals, and every two that share sound or show the same.
    ///
    /// - Parameter identities: by path; files without one are passed over.
    public static func pairs<Identity: ContentIdentity>(
        in dataset: Dataset, identities: [String: Identity]
    ) -> [LeakagePair] {
        var firstWithHash: [String: String] = [:]
        var firstWithContent: [String: String] = [:]
        var pairs: [LeakagePair] = []
        var distinct: [(path: String, identity: Identity)] = []
        for path in dataset.paths {
            guard let identity = identities[path] else { continue }
            if let first = firstWithHash[identity.hash] {
                pairs.append(LeakagePair(kind: .exact, first: path, second: first))
            } else if let first = firstWithContent[identity.contentHash] {
                pairs.append(LeakagePair(kind: .content, first: path, second: first))
            } else {
                distinct.append((path, identity))
            }
            // The first of equals stands for them all.
            if firstWithHash[identity.hash] == nil { firstWithHash[identity.hash] = path }
            if firstWithContent[identity.contentHash] == nil { firstWithContent[identity.contentHash] = path }
        }
        for (number, matches) in Identity.copies(among: distinct.map(\.identity.fingerprint)).enumerated() {
            pairs += matches.map { near(distinct[number].path, distinct[$0.index].path, $0) }
        }
        return pairs
    }

    /// The pairs that no split may part: ``pairs(in:identities:)``, for detection without those between a normal one and an anomaly, of which nothing is learnt,
    /// and without those of a common background.
    public static func copies<Identity: ContentIdentity>(
        in dataset: Dataset, identities: [String: Identity]
    ) -> [LeakagePair] {
        let found = pairs(in: dataset, identities: identities)
        guard dataset.purpose.isDetection else { return found }
        let copies = SharedBackground(found, in: dataset).copies
        let contrary = Set(conflicts(copies, in: dataset))
        return copies.filter { !contrary.contains($0) }
    }

    /// The pairs between a data set and what a model was trained on, at most one a file of the data set.
    ///
    /// For detection the rule is that of the training's own split, so that what it took for two recordings is not refused as one: an anomaly that is
    /// like a normal recording, and what is like another by the ``TrainingManifest/copies`` rule's measure alone, are background.
    ///
    /// - Parameter isOwnSplit: whether the data is the test part of the split that the model was trained by. Who is like whom was decided there, by whole
    ///   fingerprints and not by a manifest's excerpts.
    public static func overlap<Identity: ContentIdentity>(
        _ manifest: TrainingManifest, _ dataset: Dataset, identities: [String: Identity], isOwnSplit: Bool = false
    ) -> ManifestOverlap {
        let found = allOverlap(manifest, dataset, identities: identities)
        guard dataset.purpose.isDetection else { return ManifestOverlap(copies: found) }
        let normal = Set(dataset.items.filter(\.isNegative).map(\.path))
        let rule = isOwnSplit ? .identical : manifest.copies ?? .encodedAnew
        func isCopy(_ pair: LeakagePair) -> Bool {
            pair.kind != .near || normal.contains(pair.first) && rule.isCopy(pair)
        }
        return ManifestOverlap(copies: found.filter(isCopy), background: found.filter { !isCopy($0) })
    }

    private static func allOverlap<Identity: ContentIdentity>(
        _ manifest: TrainingManifest, _ dataset: Dataset, identities: [String: Identity]
    ) -> [LeakagePair] {
        let entries = Identity.entries(in: manifest)
        let known = Dictionary(entries.map { ($0.hash, $0.path) }, uniquingKeysWith: { first, _ in first })
        let contents = Dictionary(
            entries.compactMap { entry in entry.content.map { ($0, entry.path) } },
            uniquingKeysWith: { first, _ in first })
        let paths = dataset.paths.filter { identities[$0] != nil }
        let unknown = paths.compactMap { path in
            identities[path].flatMap { known[$0.hash] == nil ? (path: path, fingerprint: $0.fingerprint) : nil }
        }
        let found = Identity.copies(of: unknown.map(\.fingerprint), among: entries.map(\.fingerprint))
        let matches = Dictionary(zip(unknown.map(\.path), found), uniquingKeysWith: { first, _ in first })
        return paths.compactMap { path in
            guard let identity = identities[path] else { return nil }
            if let same = known[identity.hash] { return LeakagePair(kind: .exact, first: path, second: same) }
            if let same = contents[identity.contentHash] {
                return LeakagePair(kind: .content, first: path, second: same)
            }
            return matches[path]?.max { $0.agreement < $1.agreement }.map { near(path, entries[$0.index].path, $0) }
        }
    }

    /// Those pairs whose files stand in classes that differ; two stretches of one file in two classes are one where they overlap.
    public static func conflicts(_ pairs: [LeakagePair], in dataset: Dataset) -> [LeakagePair] {
        let items = Dictionary(grouping: dataset.items, by: \.path)
        // Two kinds of anomaly are one to a detector.
        func names(_ path: String) -> Set<Label> {
            let own = items[path] ?? []
            return dataset.purpose.isDetection
                ? Set(own.map { Label($0.isNegative ? DatasetScanner.normalLabel : DatasetScanner.anomalyLabel) })
                : Set(own.map(\.label))
        }
        let twice = items.keys.sorted().compactMap { path -> LeakagePair? in
            contradicts(items[path] ?? []) ? LeakagePair(kind: .exact, first: path, second: path) : nil
        }
        return twice
            + pairs.filter { pair in
                // Of longer recordings that share a stretch it is not known which of the labels hold there.
                names(pair.first) != names(pair.second)
            }
    }

    private static func contradicts(_ items: [DataItem]) -> Bool {
        let whole = TimeRange(start: 0)
        return items.indices.contains { i in
            items[..<i].contains { $0.label != items[i].label && ($0.range ?? whole).overlaps(items[i].range ?? whole) }
        }
    }

    /// Those pairs whose files stand on two sides of a split.
    public static func crossing(_ pairs: [LeakagePair], in items: [DataItem]) -> [LeakagePair] {
        let parts = Dictionary(grouping: items, by: \.path).mapValues { Set($0.compactMap(\.part)) }
        return pairs.filter { pair in
            guard let first = parts[pair.first], let second = parts[pair.second] else { return false }
            return first.union(second).count > 1
        }
    }

    /// The data set with the groups of each pair made one, so that no split parts them, and a note that says so.
    public static func merging(_ pairs: [LeakagePair], in dataset: Dataset) -> Dataset {
        var joined = DisjointNames()
        var groups: [String: String] = [:]
        var mergedCount = 0
        // Rows of one file belong together whatever their groups are called.
        for item in dataset.items {
            if let group = groups[item.path] { mergedCount += joined.join(group, item.group) ? 1 : 0 }
            groups[item.path] = item.group
        }
        for pair in pairs {
            guard let first = groups[pair.first], let second = groups[pair.second] else { continue }
            mergedCount += joined.join(first, second) ? 1 : 0
        }
        guard mergedCount > 0 else { return dataset }
        var merged = dataset
        for index in merged.items.indices {
            merged.items[index].group = joined.representative(of: merged.items[index].group)
        }
        merged.notes.append(
            "\(mergedCount) groups were joined with others because they \(dataset.medium == .sound ? "hold the same recordings" : "show the same")"
                + (pairs.isEmpty ? "" : ": " + LeakagePair.list(pairs))
        )
        return merged
    }

    private static func near(_ first: String, _ second: String, _ match: FingerprintMatch) -> LeakagePair {
        LeakagePair(
            kind: .near, first: first, second: second, seconds: match.seconds, agreement: match.agreement)
    }
}
