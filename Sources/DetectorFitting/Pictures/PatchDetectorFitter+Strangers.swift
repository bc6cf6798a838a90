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
    /// Banks that a picture is held against, each of other pictures.
    private static let banks = 5
    /// Pictures in a bank at most, and patches of all of them.
    private static let (pictures, rows) = (16, 400)

    /// Pictures that look unlike the others, looked for before anything is learnt: what is an anomaly must neither be learnt nor set a threshold.
    ///
    /// The pictures are dealt into halves, those that belong together into one, and of each half five banks are made of patches drawn by chance, none
    /// of them of the same pictures. A picture's score is its worst place's distance to the nearest patch of a bank of the other half, the median over
    /// the banks: anomalies that stand in fewer than three of them do not vouch for each other. What stands out is judged by ``OutlierSearch``; of
    /// fewer than eight pictures nothing is said.
    public func strangers(
        among training: NormalPictures, _ heldOut: NormalPictures, progress: @escaping Progress = { _, _, _ in true }
    ) throws -> [StrangePicture] {
        let pictures = training.and(heldOut)
        guard pictures.count >= OutlierSearch.leastRecordings else { return [] }
        let halves = Self.halves(of: pictures.items, seed: options.seed)
        guard !halves[0].isEmpty, !halves[1].isEmpty else { return [] }
        var scores = [Double](repeating: 0, count: pictures.count)
        var done = 0
        for (known, judged) in [(halves[0], halves[1]), (halves[1], halves[0])] {
            let sessions = try banks(of: known, pictures).map {
                try FeatureRun.session(of: $0.graph(), engine: engine, threads: options.threads)
            }
            for index in judged {
                let input = try pictures.input(index)
                let distances = try sessions.map { session in
                    let found = try session.run([PictureNames.picture: input], fetch: [DetectorNames.scores])
                    guard let score = found[0].floats?.first, score.isFinite else {
                        throw AnomalyError(
                            .notFinite, "\(pictures.items[index].path) has no score that is a number; leave it out")
                    }
                    return Double(score)
                }
                scores[index] = log(max(distances.sorted()[distances.count / 2], 1e-6))
                done += 1
                guard progress("looking for strangers", done, pictures.count) else { throw FittingError.stopped }
            }
        }
        return StrangePicture.found(among: pictures, logarithms: scores)
    }

    /// Of few pictures there are fewer than five.
    private func banks(of chosen: [Int], _ pictures: NormalPictures) throws -> [PatchCore] {
        let count = min(Self.banks, chosen.count)
        return try (0..<count).map { number in
            let own = stride(from: number, to: chosen.count, by: count).map { chosen[$0] }
            return try bank(of: own.prefix(Self.pictures), pictures)
        }
    }

    /// Patches of some pictures, drawn by chance, as many of each.
    private func bank(of shown: ArraySlice<Int>, _ pictures: NormalPictures) throws -> PatchCore {
        let (dimension, places) = (features.dimension, features.places)
        let run = try FeatureRun(features, engine: engine, threads: options.threads)
        let each = min(places, (Self.rows + shown.count - 1) / shown.count)
        var rows: [Float] = []
        for index in shown {
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
        return PatchCore(features: features, centre: centre, bank: rows, neighbours: 1)
    }

    /// Two halves by chance, groups whole.
    static func halves(of items: [DataItem], seed: UInt64) -> [[Int]] {
        var generator = SeededGenerator(seed: seed, stream: "strangers")
        let groups = Dictionary(grouping: items.indices) { items[$0].group }
        var halves: [[Int]] = [[], []]
        for group in groups.sorted(by: { $0.key < $1.key }).map(\.value).shuffled(using: &generator) {
            halves[halves[0].count <= halves[1].count ? 0 : 1] += group
        }
        return halves.map { $0.shuffled(using: &generator) }
    }
}
