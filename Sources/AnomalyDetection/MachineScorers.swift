import InspectionTypes

/// Scores an embedding against every machine that a detector knows, and finds the nearest normal embedding of each.
///
/// Scores are z-normalised by held-out normal embeddings of the machine, each scorer by itself and their fusion again: 0 is the mean of the
/// normal ones and 1 their standard deviation, of every machine. ``write(on:in:)`` puts the same sums into a graph.
public struct MachineScorers: Sendable {
    public let space: EmbeddingSpace
    public let recipe: ScoringRecipe
    /// The memory of all machines, one machine's rows after the other's, in ``space``. `nearest` counts rows in it.
    public let bank: Embeddings
    /// Whose rows stand where in ``bank``.
    public let ranges: [Range<Int>]
    let machines: [Machine]

    struct Machine: Sendable {
        let bank: Embeddings
        let distances: RowDistances
        /// By number of neighbours.
        var spacings: [Int: Spacings]
        var mahalanobis: MahalanobisScorer?
        /// One a scorer of the recipe, in its order.
        var scales: [ScoreScale]
        /// Of what the fusion gives.
        var fused: ScoreScale
    }

    public var machineCount: Int { ranges.count }
    /// Bytes of all arrays that the graph carries for scoring.
    public var byteCount: Int {
        4 * (bank.values.count + bank.count)
            + machines.reduce(0) { sum, machine in
                let whitening = recipe.scorers.contains(.mahalanobis) ? machine.mahalanobis?.whitening.count ?? 0 : 0
                return sum + 4 * whitening
            }
    }

    /// The z-normalised score of one embedding against every machine.
    public func scores(_ embedding: some Collection<Float>) -> [Double] {
        let query = space.project(embedding)
        return machines.map { $0.score(query, recipe) }
    }

    /// The same of many embeddings, as the network gives them, on all processors: `[row][machine]`.
    public func scores(of embeddings: Embeddings) -> [[Double]] {
        ParallelMap.run(embeddings.count) { row in scores(embeddings[row]) }
    }

    /// Of every machine, the row of ``bank`` that is nearest.
    public func nearest(_ embedding: some Collection<Float>) -> [Int] {
        let query = space.project(embedding)[...]
        return zip(ranges, machines).map { range, machine in
            range.lowerBound + (Smallest.places(1, of: machine.distances.squared(from: query)).first ?? 0)
        }
    }
}

extension MachineScorers.Machine {
    func score(_ query: [Float], _ recipe: ScoringRecipe) -> Double {
        let squared = distances.squared(from: query[...])
        return fuse(
            recipe.scorers.map { kind in
                switch kind {
                case .nearest(let count): NearestNeighbourScorer.score(query[...], squared, bank, count)
                case .localDensity(let count):
                    LocalDensityScorer.score(query[...], squared, bank, spacings[count] ?? Spacings([]))
                case .mahalanobis: mahalanobis?.score(query) ?? 0
                }
            }, recipe.fusion)
    }

    /// Raw scores, one a scorer, as one z-normalised score.
    func fuse(_ raw: [Double], _ fusion: ScoringRecipe.Fusion) -> Double {
        let normalised = zip(raw, scales).map { $1.apply($0) }
        return fused.apply(Self.join(normalised, fusion))
    }

    private static func join(_ scores: [Double], _ fusion: ScoringRecipe.Fusion) -> Double {
        switch fusion {
        case .mean: scores.reduce(0, +) / Double(scores.count)
        case .minimum: scores.min() ?? 0
        }
    }

    /// Scales by the machine's held-out scores.
    init(_ fit: MachineFit, _ recipe: ScoringRecipe) {
        bank = fit.bank
        distances = RowDistances(to: fit.bank)
        let columns = recipe.scorers.map { fit.heldOut[$0] ?? [] }
        scales = columns.map(ScoreScale.init(of:))
        let scales = scales
        let joined = (columns.first ?? []).indices.map { row in
            Self.join(zip(columns, scales).map { $1.apply($0[row]) }, recipe.fusion)
        }
        // One scorer's scores are normalised already.
        fused = columns.count == 1 ? ScoreScale.raw : ScoreScale(of: joined)
        spacings = fit.spacings
        mahalanobis = fit.mahalanobis
    }
}

extension MachineScorers {
    init(_ fits: [MachineFit], _ recipe: ScoringRecipe, in space: EmbeddingSpace) {
        self.space = space
        self.recipe = recipe
        var bank = Embeddings(dimension: space.mean.count)
        var ranges: [Range<Int>] = []
        for fit in fits {
            ranges.append(bank.count..<bank.count + fit.bank.count)
            bank.append(contentsOf: fit.bank)
        }
        self.bank = bank
        self.ranges = ranges
        machines = fits.map { Machine($0, recipe) }
    }
}
