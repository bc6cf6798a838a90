/// Finds the same recording where it should not stand twice: on two sides of a split, in two classes, in a test of a model that has
/// heard it in training.
///
/// Exact copies are found by their SHA-256, others by ``AcousticFingerprint``. The time grows with the number of files and their
/// length, not with the number of pairs.
public enum LeakageGuard {
    /// All pairs in a data set: every file with the first of its equals, and every two that share sound.
    ///
    /// - Parameter identities: by path; files without one are passed over.
    public static func pairs(in dataset: Dataset, identities: [String: RecordingIdentity]) -> [LeakagePair] {
        var firstWithHash: [String: String] = [:]
        var pairs: [LeakagePair] = []
        var distinct: [(path: String, identity: RecordingIdentity)] = []
        for path in dataset.paths {
            guard let identity = identities[path] else { continue }
            if let first = firstWithHash[identity.hash] {
                pairs.append(LeakagePair(kind: .exact, first: path, second: first))
            } else {
                firstWithHash[identity.hash] = path
                distinct.append((path, identity))
            }
        }
        let index = FingerprintIndex(distinct.map(\.identity.fingerprint))
        for (number, recording) in distinct.enumerated() {
            for match in index.matches(of: recording.identity.fingerprint, where: { $0 < number }) {
                pairs.append(near(recording.path, distinct[match.index].path, match))
            }
        }
        return pairs
    }

    /// The pairs between a data set and what a model was trained on, at most one a file of the data set.
    public static func overlap(
        _ manifest: TrainingManifest, _ dataset: Dataset, identities: [String: RecordingIdentity]
    ) -> [LeakagePair] {
        let known = Dictionary(manifest.recordings.map { ($0.hash, $0.path) }, uniquingKeysWith: { first, _ in first })
        let index = FingerprintIndex(manifest.recordings.map(\.fingerprint))
        return dataset.paths.compactMap { path in
            guard let identity = identities[path] else { return nil }
            if let same = known[identity.hash] { return LeakagePair(kind: .exact, first: path, second: same) }
            let matches = index.matches(of: identity.fingerprint, where: { _ in true })
            return matches.min { $0.bitErrorRate < $1.bitErrorRate }.map {
                near(path, manifest.recordings[$0.index].path, $0)
            }
        }
    }

    /// Those pairs whose files stand in classes that differ; two stretches of one file in two classes are one where they overlap.
    public static func conflicts(_ pairs: [LeakagePair], in dataset: Dataset) -> [LeakagePair] {
        let items = Dictionary(grouping: dataset.items, by: \.path)
        let twice = items.keys.sorted().compactMap { path -> LeakagePair? in
            contradicts(items[path] ?? []) ? LeakagePair(kind: .exact, first: path, second: path) : nil
        }
        return twice
            + pairs.filter { pair in
                // Of longer recordings that share a stretch it is not known which of the labels hold there.
                Set((items[pair.first] ?? []).map(\.label)) != Set((items[pair.second] ?? []).map(\.label))
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
            "\(mergedCount) groups were joined with others because they hold the same recordings"
                + (pairs.isEmpty ? "" : ": " + LeakagePair.list(pairs))
        )
        return merged
    }

    private static func near(_ first: String, _ second: String, _ match: FingerprintIndex.Match) -> LeakagePair {
        LeakagePair(
            kind: .near, first: first, second: second, seconds: match.seconds, agreement: 1 - match.bitErrorRate)
    }
}
