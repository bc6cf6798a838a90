public import Datasets
import InspectionTypes

/// What normal recordings to come will sound like beside their machine, which is what thresholds are set for.
public enum Backgrounds: String, Sendable, CaseIterable {
    /// Unlike those heard so far: another neighbour, another hall. Folds are gathered by background, and what is promised is the most there will be.
    case new
    /// Like those heard so far. Folds are drawn at random, and what is promised is what will be.
    case heard
}

/// Normal recordings dealt to folds, of which each is scored by what has learnt from the others.
///
/// For new backgrounds recordings are gathered by their mean spectra (without level, and without what is their machine's own) into as many
/// clusters as there are folds (k-means, Lloyd 1982, begun as k-means++, the tightest of several), so that who is held out is judged before a
/// background of its own; for heard ones they are dealt at random, machine by machine. Groups stay whole, also those that hold several machines. No
/// fold holds more than half of a machine's groups: what is too many is held out in the fold that has fewest of it. A machine of a single
/// group is never held out, and so what else is in that group is not either.
public struct BackgroundFolds: Sendable {
    private let items: [DataItem]
    /// By item; `nil` for one that is never held out.
    private let fold: [Int?]
    public let count: Int

    public init(
        _ items: [DataItem], store: FeatureStore, count: Int, backgrounds: Backgrounds = .new, seed: UInt64
    ) {
        self.items = items
        let groups = Self.groups(items)
        let count = min(count, groups.count)
        var dealt: [Int?]
        switch backgrounds {
        case .new:
            dealt = BackgroundClusters.of(Self.vectors(groups, store), count: count, seed: seed)
        case .heard:
            dealt = Self.random(groups, count: count, seed: seed)
        }
        let machines = Set(groups.flatMap(\.machines)).sorted()
        let owned = machines.map { machine in groups.indices.filter { groups[$0].machines.contains(machine) } }
        for own in owned where own.count > 1 { Self.balance(own, &dealt, count) }
        for own in owned {
            // A machine of a single group has nothing else to be learnt from.
            if own.count == 1 { dealt[own[0]] = nil } else { Self.keepSome(own, &dealt, count) }
        }
        let places = Dictionary(uniqueKeysWithValues: zip(groups.map(\.name), dealt))
        fold = items.map { places[$0.group] ?? nil }
        self.count = count
    }

    /// What is learnt from and what is held out.
    public subscript(number: Int) -> (kept: [DataItem], left: [DataItem]) {
        (
            items.indices.filter { fold[$0] != number }.map { items[$0] },
            items.indices.filter { fold[$0] == number }.map { items[$0] }
        )
    }

    // MARK: - Parts

    private struct Group {
        var name: String
        var items: [DataItem]
        var machines: Set<String>
    }

    private static func groups(_ items: [DataItem]) -> [Group] {
        let members = Dictionary(grouping: items, by: \.group)
        return members.keys.sorted().map { name in
            let own = members[name] ?? []
            return Group(name: name, items: own, machines: Set(own.map { $0.machine ?? "" }))
        }
    }

    /// No fold holds more than half of a machine's groups.
    private static func balance(_ own: [Int], _ dealt: inout [Int?], _ count: Int) {
        func held(_ number: Int) -> [Int] { own.filter { dealt[$0] == number } }
        for number in 0..<count {
            for group in held(number).dropFirst(max(1, own.count / 2)) {
                dealt[group] = (0..<count).filter { $0 != number }.min { held($0).count < held($1).count }
            }
        }
    }

    /// Something of each machine is learnt from in every fold, also where groups of several machines were moved for another's sake.
    private static func keepSome(_ own: [Int], _ dealt: inout [Int?], _ count: Int) {
        for number in 0..<count where own.allSatisfy({ dealt[$0] == number }) {
            if let first = own.first { dealt[first] = nil }
        }
    }

    private static func random(_ groups: [Group], count: Int, seed: UInt64) -> [Int?] {
        var generator = SeededGenerator(seed: seed, stream: "random folds")
        let order = groups.indices.shuffled(using: &generator).sorted {
            (groups[$0].machines.min() ?? "") < (groups[$1].machines.min() ?? "")
        }
        var dealt = [Int?](repeating: nil, count: groups.count)
        for (place, group) in order.enumerated() { dealt[group] = place % max(1, count) }
        return dealt
    }

    /// The mean spectrum of each group's recordings, without what is their machine's own where that has more than one group.
    private static func vectors(_ groups: [Group], _ store: FeatureStore) -> [[Double]] {
        let spectra = groups.map { group in
            Dictionary(grouping: group.items) { $0.machine ?? "" }.compactMapValues {
                spectrum($0.flatMap(store.features))
            }
        }
        var centres: [String: [Double]] = [:]
        for machine in Set(groups.flatMap(\.machines)) {
            let own = spectra.compactMap { $0[machine] }
            if own.count > 1 { centres[machine] = mean(own) }
        }
        let length = spectra.flatMap(\.values).map(\.count).max() ?? 0
        return spectra.map { group in
            let centred = group.keys.sorted().compactMap { machine -> [Double]? in
                guard let own = group[machine] else { return nil }
                return centres[machine].map { zip(own, $0).map { $0 - $1 } } ?? own
            }
            return centred.isEmpty ? [Double](repeating: 0, count: length) : mean(centred)
        }
    }

    private static func mean(_ vectors: [[Double]]) -> [Double] {
        (vectors.first ?? []).indices.map { place in
            vectors.reduce(0) { $0 + $1[place] } / Double(vectors.count)
        }
    }

    /// Mean log-mel over all frames, without its level; `nil` of nothing.
    private static func spectrum(_ recordings: [RecordingFeatures]) -> [Double]? {
        guard let bands = recordings.first?.bandCount else { return nil }
        var sums = [Double](repeating: 0, count: bands)
        var frames = 0.0
        for recording in recordings {
            recording.withValues { values in
                for (index, value) in values.enumerated() { sums[index % bands] += Double(value) }
            }
            frames += Double(recording.frameCount)
        }
        let means = sums.map { $0 / max(1, frames) }
        let level = means.reduce(0, +) / Double(bands)
        return means.map { $0 - level }
    }
}
