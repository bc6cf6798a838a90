public import Datasets
import InspectionTypes

/// Normal recordings dealt to folds by what else sounds in them, so that who is held out is judged before a background of its own.
///
/// Folds drawn at random would hold recordings against others of the same hour and the same neighbouring machine, and thresholds would
/// break when either changes. Recordings are gathered by their mean spectra (without level, and without what is their machine's own) into as many
/// clusters as there are folds (k-means, Lloyd 1982, begun as k-means++, the tightest of several); groups stay whole. No fold holds more than half of
/// a machine's groups: what is too many is held out in the fold that has fewest of it. A machine of a single group is never held out.
public struct BackgroundFolds: Sendable {
    private let items: [DataItem]
    /// By item; `nil` for one that is never held out.
    private let fold: [Int?]
    public let count: Int

    public init(_ items: [DataItem], store: FeatureStore, count: Int, seed: UInt64) {
        self.items = items
        let groups = Set(items.map(\.group)).sorted()
        let count = min(count, groups.count)
        let members = Dictionary(grouping: items, by: \.group)
        let machines = groups.map { members[$0]?.first?.machine ?? "" }
        let vectors = Self.centred(
            groups.map { Self.spectrum((members[$0] ?? []).flatMap(store.features)) }, by: machines)
        var clusters: [Int?] = Self.clusters(vectors, count: count, seed: seed)
        for machine in Set(machines).sorted() {
            let own = groups.indices.filter { machines[$0] == machine }
            guard own.count > 1 else {
                own.forEach { clusters[$0] = nil }
                continue
            }
            func held(_ cluster: Int) -> [Int] { own.filter { clusters[$0] == cluster } }
            for cluster in 0..<count {
                for group in held(cluster).dropFirst((own.count + 1) / 2) {
                    clusters[group] = (0..<count).filter { $0 != cluster }.min { held($0).count < held($1).count }
                }
            }
        }
        // A group of several machines may leave one of them with nothing.
        for (index, group) in groups.enumerated() {
            let inside = Set((members[group] ?? []).compactMap(\.machine))
            guard inside.count > 1, let cluster = clusters[index] else { continue }
            let others = groups.indices.filter { $0 != index && clusters[$0] != cluster }
            let heard = Set(others.flatMap { members[groups[$0]] ?? [] }.compactMap(\.machine))
            if !inside.isSubset(of: heard) { clusters[index] = nil }
        }
        let places = Dictionary(uniqueKeysWithValues: zip(groups, clusters))
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

    /// Mean log-mel over all frames, without its level.
    private static func spectrum(_ recordings: [RecordingFeatures]) -> [Double] {
        guard let bands = recordings.first?.bandCount else { return [] }
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

    /// Without each machine's own mean, where it has more than one group.
    private static func centred(_ vectors: [[Double]], by machines: [String]) -> [[Double]] {
        let length = vectors.map(\.count).max() ?? 0
        let padded = vectors.map { $0.count == length ? $0 : [Double](repeating: 0, count: length) }
        var centred = padded
        for machine in Set(machines) {
            let own = machines.indices.filter { machines[$0] == machine }
            guard own.count > 1 else { continue }
            for place in 0..<length {
                let mean = own.reduce(0) { $0 + padded[$1][place] } / Double(own.count)
                for index in own { centred[index][place] -= mean }
            }
        }
        return centred
    }

    private static func distance(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }

    /// Times that k-means is begun anew.
    private static let beginnings = 10

    private static func clusters(_ vectors: [[Double]], count: Int, seed: UInt64) -> [Int] {
        guard count > 1 else { return vectors.map { _ in 0 } }
        var generator = SeededGenerator(seed: seed, stream: "background folds")
        let found = (0..<beginnings).map { _ in clusters(vectors, count: count, using: &generator) }
        return found.min { $0.spread < $1.spread }?.assigned ?? []
    }

    private static func clusters(_ vectors: [[Double]], count: Int, using generator: inout SeededGenerator) -> (
        assigned: [Int], spread: Double
    ) {
        let length = vectors.first?.count ?? 0
        var centres = [vectors[Int.random(in: vectors.indices, using: &generator)]]
        while centres.count < count {
            let weights = vectors.map { vector in centres.map { distance(vector, $0) }.min() ?? 0 }
            var rest = generator.nextUniform() * weights.reduce(0, +)
            let chosen = weights.firstIndex { weight in
                rest -= weight
                return rest < 0
            }
            centres.append(vectors[chosen ?? centres.count % vectors.count])
        }
        var assigned = vectors.map { _ in -1 }
        for _ in 0..<100 {
            let next = vectors.map { vector in
                centres.indices.min { distance(vector, centres[$0]) < distance(vector, centres[$1]) } ?? 0
            }
            guard next != assigned else { break }
            assigned = next
            for cluster in centres.indices {
                let own = assigned.indices.filter { assigned[$0] == cluster }
                guard !own.isEmpty else { continue }
                centres[cluster] = (0..<length).map { place in
                    own.reduce(0) { $0 + vectors[$1][place] } / Double(own.count)
                }
            }
        }
        let spread = zip(vectors, assigned).reduce(0.0) { $0 + distance($1.0, centres[$1.1]) }
        return (assigned, spread)
    }
}
