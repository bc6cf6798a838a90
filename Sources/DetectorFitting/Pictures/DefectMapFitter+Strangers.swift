import AnomalyDetection
import Datasets
public import NeuralNetworks

#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

extension DefectMapFitter {
    /// Parts of the pictures whose distances come from the others.
    private static let folds = 4
    /// Share of the pictures, those nearest to the others, that Gaussians are fitted on.
    private static let kept = 0.75

    /// Pictures that the network finds unlike the other normal ones.
    ///
    /// Two numbers of each, as robust deviations: the largest value of its map, among the pictures that the network learns from or among those it
    /// does not; and the distance of its features from those of other normal pictures, itself and its group left out (from 90 pictures on). Their mean
    /// is judged by ``OutlierSearch``; of fewer than eight pictures nothing is said.
    ///
    /// - Parameter network: `picture` → `logits`, `embedding`; trained for a while.
    public func strangers(_ network: Graph, training: NormalPictures, heldOut: NormalPictures) throws
        -> [StrangePicture]
    {
        let all = training.and(heldOut)
        guard all.count >= OutlierSearch.leastRecordings else { return [] }
        let seen = try values(
            [DetectorNames.scores, DetectorNames.embedding], of: all, DefectMapDetector(network, views: .one).graph(),
            stage: "looking for strangers")
        let peaks = seen.map { Double($0[0][0]) }
        let (learnt, held) = (Array(peaks[..<training.count]), Array(peaks[training.count...]))
        let hasOwn = min(learnt.count, held.count) >= OutlierSearch.leastRecordings
        var scores =
            hasOwn ? Self.deviations(learnt) + Self.deviations(held) : Self.deviations(peaks)
        if Double(all.count) * Self.kept * (1 - 1 / Double(Self.folds)) >= Double(Self.leastForGaussian) {
            let distances = try Self.distances(seen.map { $0[1] }, groups: all.items.map(\.group))
            scores = zip(scores, Self.deviations(distances.map { log(max($0, 1e-6)) })).map { ($0 + $1) / 2 }
        }
        return StrangePicture.found(among: all, logarithms: scores)
    }

    /// Of each row from the Gaussian of the other folds.
    ///
    /// Several anomalies of one kind would widen it in their own direction; so it is fitted again without the farthest rows, twice.
    /// Source: the concentration steps of Rousseeuw and Van Driessen, Technometrics 41, 1999.
    private static func distances(_ embeddings: [[Float]], groups: [String]) throws -> [Double] {
        var folds: [String: Int] = [:]
        for group in groups where folds[group] == nil { folds[group] = folds.count % Self.folds }
        let own = (0..<Self.folds).map { fold in groups.map { folds[$0] == fold } }
        var distances = [Double](repeating: 0, count: embeddings.count)
        var isKept = [Bool](repeating: true, count: embeddings.count)
        for _ in 0..<3 {
            for isOwn in own where isOwn.contains(true) {
                let others = embeddings.indices.filter { !isOwn[$0] && isKept[$0] }.map { embeddings[$0] }
                // Where nearly all belong to one group, there are none to compare with.
                guard others.count > 1 else { continue }
                let scorer = try MahalanobisScorer(fitting: rows(others))
                for index in embeddings.indices where isOwn[index] {
                    distances[index] = scorer.score(embeddings[index])
                }
            }
            let limit = distances.sorted()[Int(Self.kept * Double(distances.count - 1))]
            isKept = distances.map { $0 <= limit }
        }
        return distances
    }

    /// About the median, in units of 1.4826 times the median absolute deviation.
    private static func deviations(_ values: [Double]) -> [Double] {
        func median(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.sorted()[values.count / 2] }
        let middle = median(values)
        let deviation = max(1.4826 * median(values.map { abs($0 - middle) }), 1e-6)
        return values.map { ($0 - middle) / deviation }
    }
}
