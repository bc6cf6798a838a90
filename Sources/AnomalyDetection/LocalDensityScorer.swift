/// The distance to a row of the memory bank in units of how far apart normal embeddings lie there, the least over the bank:
/// `min_b ‖q − b‖ / ρ(b)`, `ρ(b)` the mean distance from `b` to its nearest embeddings in the `k` nearest other recordings.
///
/// A normal sound that is rare lies in a thin part of the space, and its next recording may be farther off than that of a common one.
/// `ρ` counts one embedding a recording, so that windows of one recording do not pass for a dense place, and is taken among all normal
/// embeddings, not in the thinned bank, which is equally thin everywhere.
///
/// Source: Wilkinghoff, Yang, Ebbers, Germain, Wichern and Le Roux, "Local density-based anomaly score normalization for domain
/// generalization", 2025; the idea is that of the local outlier factor (Breunig, Kriegel, Ng and Sander, SIGMOD 2000).
public struct LocalDensityScorer: AnomalyScorer {
    private let bank: Embeddings
    /// `ρ` of every row of the bank, above 0.
    public var spacings: [Float] { density.values }
    private let density: Spacings
    private let distances: RowDistances

    public init(bank: Embeddings, spacings: [Float]) {
        precondition(
            bank.count == spacings.count && !bank.isEmpty,
            "LocalDensityScorer: \(spacings.count) spacings of \(bank.count) rows")
        self.init(bank: bank, Spacings(spacings))
    }

    private init(bank: Embeddings, _ density: Spacings) {
        self.bank = bank
        self.density = density
        distances = RowDistances(to: bank)
    }

    /// - Parameter reference: the normal embeddings among which neighbours are looked for.
    public init(bank: Embeddings, reference: Embeddings, neighbours: Int = 1) {
        self.init(bank: bank, RecordingNeighbours(of: bank, among: reference, count: neighbours).spacings(neighbours))
    }

    public func score(_ query: some Collection<Float>) -> Double {
        let query = Array(query)[...]
        return Self.score(query, distances.squared(from: query), bank, density)
    }

    /// By squared distances that are known; rows at infinity do not count, and of none the score is 0.
    static func score(_ query: ArraySlice<Float>, _ squared: [Float], _ bank: Embeddings, _ spacings: Spacings)
        -> Double
    {
        let ratios = [Float](unsafeUninitializedCapacity: squared.count) { ratios, initialized in
            for row in squared.indices { ratios[row] = squared[row] * spacings.factors[row] }
            initialized = squared.count
        }
        guard let best = Smallest.places(1, of: ratios).first else { return 0 }
        return ExactDistance.between(query, bank[best]) / Double(spacings[best])
    }
}
