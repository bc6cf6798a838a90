import AnomalyDetection
import Datasets
import Inference
import InspectionTypes
import NeuralNetworks

#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

extension PatchDetectorFitter {
    /// Pictures at most that all others are held against.
    private static let mostCompared = 48
    /// Of a picture's places at least so many are compared with, and a quarter where time allows.
    private static let leastPlaces = 24

    /// Pictures that look unlike the others, looked for before anything is learnt: what is an anomaly must neither be learnt nor set a threshold.
    ///
    /// A picture's distance from another is that of its worst place from the nearest patch of the other. Its score is the `k`-th smallest of its
    /// distances from up to 48 others, `k` a tenth of them and at least three, so that a few anomalies of one kind do not vouch for each other; those
    /// of its own group do not count at all. A picture is held against each of the others and not against a memory of some: which few of them a memory
    /// happens to hold would decide its score. What stands out is judged by ``StrangePicture``; of fewer than eight pictures nothing is said.
    ///
    /// Source: Ramaswamy, Rastogi and Shim, SIGMOD 2000, for the score.
    public func strangers(
        among training: NormalPictures, _ heldOut: NormalPictures, progress: @escaping Progress = { _, _, _ in true }
    ) throws -> [StrangePicture] {
        let pictures = training.and(heldOut)
        guard pictures.count >= OutlierSearch.leastRecordings else { return [] }
        let compared = Self.compared(of: pictures.items, seed: options.seed)
        let neighbours = try neighbours(compared, pictures)
        let session = try FeatureRun.session(of: neighbours.graph(), engine: engine, threads: options.threads)
        var scores: [Double] = []
        for (index, item) in pictures.items.enumerated() {
            let found = try session.run(
                [PictureNames.picture: pictures.input(index)], fetch: [PatchNeighbours.name])
            guard let distances = found[0].floats, distances.allSatisfy(\.isFinite) else {
                throw AnomalyError(.notFinite, "\(item.path) has no score that is a number; leave it out")
            }
            let others = zip(compared, distances).filter { pictures.items[$0.0].group != item.group }.map(\.1).sorted()
            // Where nearly all belong to one group, there is nobody to hold it against.
            guard !others.isEmpty else { return [] }
            let place = min(others.count, max(3, others.count / 10)) - 1
            scores.append(0.5 * log(Double(max(others[place], 1e-12))))
            guard progress("looking for strangers", index + 1, pictures.count) else { throw FittingError.stopped }
        }
        return StrangePicture.found(among: pictures, logarithms: scores)
    }

    /// Patches of those that are compared with, drawn by chance, as many of each.
    private func neighbours(_ compared: [Int], _ pictures: NormalPictures) throws -> PatchNeighbours {
        let (dimension, places) = (features.dimension, features.places)
        let run = try FeatureRun(features, engine: engine, threads: options.threads)
        let affordable = options.multiplyAdds / (compared.count * places * dimension)
        let each = min(places, max(Self.leastPlaces, min(places / 4, affordable)))
        var rows: [Float] = []
        for index in compared {
            let values = try run.features(of: pictures.input(index))
            var generator = SeededGenerator(seed: options.seed, stream: "strangers \(index)")
            for place in (0..<places).shuffled(using: &generator).prefix(each) {
                rows += (0..<dimension).map { values[$0 * places + place] }
            }
        }
        var centre = [Float](repeating: 0, count: dimension)
        let count = Float(rows.count / dimension)
        for (place, value) in rows.enumerated() { centre[place % dimension] += value / count }
        for place in rows.indices { rows[place] -= centre[place % dimension] }
        return PatchNeighbours(features: features, centre: centre, rows: rows, each: each)
    }

    /// Up to 48 pictures by chance, from as many groups as there are: one of each group before a second of any.
    static func compared(of items: [DataItem], seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed: seed, stream: "strangers")
        let groups = Dictionary(grouping: items.indices) { items[$0].group }
        var members = groups.sorted { $0.key < $1.key }.map { $0.value.shuffled(using: &generator) }
            .shuffled(using: &generator)
        var chosen: [Int] = []
        while chosen.count < min(mostCompared, items.count) {
            chosen += members.compactMap(\.first)
            members = members.map { Array($0.dropFirst()) }
        }
        return Array(chosen.prefix(mostCompared))
    }
}
