/// The mean Euclidean distance to the `k` nearest rows of a memory bank, `(1/k)·Σ ‖q − bᵢ‖`.
///
/// Of rows at length 1 it is the chord of the angle, `√(2 − 2·cos)`.
/// Source: Ramaswamy, Rastogi and Shim, "Efficient algorithms for mining outliers from large data sets", SIGMOD 2000; the mean of
/// distances after Angiulli and Pizzuti, PKDD 2002.
public struct NearestNeighbourScorer: AnomalyScorer {
    public let neighbours: Int
    private let bank: Embeddings
    private let distances: RowDistances

    /// - Precondition: the bank has a row. Of a bank with fewer rows than `neighbours`, all count.
    public init(bank: Embeddings, neighbours: Int = 1) {
        precondition(
            !bank.isEmpty && neighbours > 0, "NearestNeighbourScorer: \(neighbours) neighbours among \(bank.count) rows"
        )
        self.bank = bank
        self.neighbours = min(neighbours, bank.count)
        distances = RowDistances(to: bank)
    }

    public func score(_ query: some Collection<Float>) -> Double {
        let query = Array(query)[...]
        return Self.score(query, distances.squared(from: query), bank, neighbours)
    }

    /// By squared distances that are known; rows at infinity do not count, and of none the score is 0.
    static func score(_ query: ArraySlice<Float>, _ squared: [Float], _ bank: Embeddings, _ neighbours: Int) -> Double {
        let places = Smallest.places(neighbours, of: squared)
        return places.reduce(0) { $0 + ExactDistance.between(query, bank[$1]) } / Double(max(1, places.count))
    }

    /// The nearest rows of the bank, nearest first.
    public func nearest(_ query: some Collection<Float>) -> [(row: Int, distance: Double)] {
        let query = Array(query)
        return Smallest.places(neighbours, of: distances.squared(from: query[...])).map {
            ($0, ExactDistance.between(query[...], bank[$0]))
        }
    }
}

/// Distances taken from the differences: without the cancellation that `‖q‖² + ‖b‖² − 2·q·b` suffers from between near rows.
enum ExactDistance {
    static func between(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                Double(FarthestPoints.squaredDistance(a.baseAddress, 0, b.baseAddress, 0, a.count)).squareRoot()
            }
        }
    }
}
