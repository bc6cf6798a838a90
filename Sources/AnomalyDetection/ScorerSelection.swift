import Evaluation
import InspectionTypes

/// Which recipe was chosen on normal recordings alone, and why.
///
/// Recordings that are surely not a machine's normal ones, namely other machines' (of the same type where there are any: they are the
/// harder ones) and what was invented from its own, must rank above its own normal recordings, each scored as if it had not been learnt. A
/// recipe's rating is the mean over machines of `(AUC + pAUC) / 2`, pAUC up to a false-positive rate of 0.1. The first candidate stays
/// unless another is better by ``leastGain`` and by twice the standard error of the machines' gains.
public struct ScorerSelection: Sendable {
    public struct Rating: Sendable, Hashable {
        public var recipe: ScoringRecipe
        /// 0.5 is chance, 1 perfect; `nil` where nothing could be held against the normal recordings.
        public var value: Double?
    }

    public let chosen: ScoringRecipe
    /// In the candidates' order.
    public let ratings: [Rating]
    /// For ``InspectionTypes/DetectorCard/scoring``.
    public let words: String

    /// What another candidate must be better by.
    public static let leastGain = 0.005
    /// The nearest neighbour, and what may be better.
    public static let defaultCandidates: [ScoringRecipe] = [
        .nearestNeighbour,
        ScoringRecipe([.nearest(neighbours: 4)]),
        ScoringRecipe([.localDensity(neighbours: 1)]),
        ScoringRecipe([.localDensity(neighbours: 4)]),
        ScoringRecipe([.mahalanobis]),
        ScoringRecipe([.nearest(neighbours: 1), .mahalanobis, .localDensity(neighbours: 4)], fusion: .mean),
        ScoringRecipe([.nearest(neighbours: 1), .mahalanobis, .localDensity(neighbours: 4)], fusion: .minimum),
    ]
    /// Rows that are held against one machine.
    private static let mostOthers = 2000

    init(
        _ candidates: [ScoringRecipe], fits: [MachineFit], own: [Embeddings], names: [String],
        pseudoAnomalies: Embeddings?, options: FittingOptions
    ) throws(AnomalyError) {
        guard candidates.count > 1 else {
            self.init(chosen: candidates[0], ratings: [Rating(recipe: candidates[0])], "as asked for")
            return
        }
        var table: [[Double]] = []
        for machine in fits.indices {
            let others = Self.others(
                than: machine, own: own, names: names, pseudoAnomalies: pseudoAnomalies, seed: options.seed)
            guard !others.isEmpty, Set(own[machine].recordings).count > 1 else { continue }
            let raw = fits[machine].raw(others)
            table.append(
                candidates.map { recipe in
                    let scorer = MachineScorers.Machine(fits[machine], recipe)
                    let normal = scorer.heldOutScores(fits[machine], recipe)
                    let strange = (0..<others.count).map { row in
                        scorer.fuse(recipe.scorers.map { raw[$0]?[row] ?? 0 }, recipe.fusion)
                    }
                    return Self.separation(
                        of: RecordingScores.events(strange, others.recordings, options.rule).map(\.score),
                        from: RecordingScores.events(normal, own[machine].recordings, options.rule).map(\.score))
                })
        }
        self.init(candidates, table)
    }

    private init(_ candidates: [ScoringRecipe], _ table: [[Double]]) {
        guard !table.isEmpty else {
            self.init(
                chosen: candidates[0], ratings: candidates.map { Rating(recipe: $0) },
                "nothing but the normal recordings of one machine to choose by")
            return
        }
        let count = Double(table.count)
        let means = candidates.indices.map { place in table.reduce(0) { $0 + $1[place] } / count }
        let ratings = zip(candidates, means).map { Rating(recipe: $0, value: $1) }
        let best = means.indices.max { means[$0] < means[$1] } ?? 0
        let gain = means[best] - means[0]
        let gains = table.map { $0[best] - $0[0] }
        let variance = gains.reduce(0) { $0 + ($1 - gain) * ($1 - gain) } / max(1, count - 1)
        let ground = "how well other sounds rank above held-out normal ones (mean of AUC and pAUC)"
        func text(_ place: Int) -> String { DecimalText.fixed(means[place], digits: 3) }
        if gain >= Self.leastGain, gain > 2 * (variance / count).squareRoot() {
            self.init(
                chosen: candidates[best], ratings: ratings, "\(ground): \(text(best)), the \(candidates[0]) \(text(0))")
        } else {
            let other = best == 0 ? "" : ", no other clearly better (\(candidates[best]) \(text(best)))"
            self.init(chosen: candidates[0], ratings: ratings, "\(ground): \(text(0))\(other)")
        }
    }

    private init(chosen: ScoringRecipe, ratings: [Rating], _ grounds: String) {
        self.chosen = chosen
        self.ratings = ratings
        words = "\(chosen); \(grounds)"
    }

    private static func separation(of strange: [Double], from normal: [Double]) -> Double {
        let curve = try? ROCCurve(
            scores: strange + normal, positives: strange.map { _ in true } + normal.map { _ in false })
        return curve.map { ($0.area + $0.partialArea()) / 2 } ?? 0.5
    }

    /// Other machines' normal rows and what was invented from this one's, recordings numbered apart.
    private static func others(
        than machine: Int, own: [Embeddings], names: [String], pseudoAnomalies: Embeddings?, seed: UInt64
    ) -> Embeddings {
        var others = Embeddings(dimension: own[machine].dimension)
        let type = MachineName(names[machine]).type
        let kin = own.indices.filter { $0 != machine && MachineName(names[$0]).type == type }
        var next = 0
        func take(_ rows: Embeddings) {
            var numbers: [Int: Int] = [:]
            for row in 0..<rows.count {
                let recording = numbers[rows.recordings[row]] ?? next
                if recording == next {
                    numbers[rows.recordings[row]] = next
                    next += 1
                }
                others.append(rows[row], machine: machine, recording: recording)
            }
        }
        for other in kin.isEmpty ? own.indices.filter({ $0 != machine }) : kin { take(own[other]) }
        if let pseudoAnomalies { take(pseudoAnomalies.selecting(pseudoAnomalies.rows(ofMachine: machine))) }
        guard others.count > mostOthers else { return others }
        // Whole recordings, since an event is judged by all its windows.
        var generator = SeededGenerator(seed: seed, stream: "others \(machine)")
        let order = (0..<next).shuffled(using: &generator)
        let sizes = others.recordings.reduce(into: [Int](repeating: 0, count: next)) { $0[$1] += 1 }
        var kept: Set<Int> = []
        var rows = 0
        for recording in order where rows < mostOthers {
            kept.insert(recording)
            rows += sizes[recording]
        }
        return others.selecting((0..<others.count).filter { kept.contains(others.recordings[$0]) })
    }
}
