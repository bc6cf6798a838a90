#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A map of embeddings in the plane that keeps neighbours together: t-SNE.
///
/// Minimises `KL(P‖Q) = Σ p·log(p / q)` with `P` as of ``PerplexityAffinities`` and `q[i, j] ∝ 1 / (1 + ‖yᵢ − yⱼ‖²)`, by gradient
/// descent with momentum and gains, `P` being exaggerated at first; up to ``Options/exactCount`` rows over all pairs, beyond with far
/// points taken together (Barnes and Hut). It starts from the two largest principal components, as scikit-learn does, and draws no random
/// number but those of large sets' components, so that the same data give the same map on any number of threads.
///
/// Sources: van der Maaten and Hinton, "Visualizing data using t-SNE", JMLR 2008; van der Maaten, "Accelerating t-SNE using tree-based
/// algorithms", JMLR 2014; Kobak and Berens, "The art of using t-SNE", Nature Communications 2019 (start, learning rate).
public struct TSNE: Sendable {
    public struct Options: Sendable {
        /// How many neighbours count, softly; at most a third of the other rows.
        public var perplexity: Double
        public var iterations: Int
        /// Of these, with ``exaggeration``.
        public var earlyIterations: Int
        public var exaggeration: Double
        /// `nil` for `max(n / exaggeration / 4, 50)`.
        public var learningRate: Double?
        /// Under what angle far points are taken together.
        public var theta: Double
        /// Rows up to which all pairs are looked at.
        public var exactCount: Int
        public var seed: UInt64

        public init(
            perplexity: Double = 30, iterations: Int = 1000, earlyIterations: Int = 250, exaggeration: Double = 12,
            learningRate: Double? = nil, theta: Double = 0.5, exactCount: Int = 600, seed: UInt64 = 0
        ) {
            self.perplexity = perplexity
            self.iterations = iterations
            self.earlyIterations = earlyIterations
            self.exaggeration = exaggeration
            self.learningRate = learningRate
            self.theta = theta
            self.exactCount = exactCount
            self.seed = seed
        }
    }

    /// `[row]`.
    public let points: [SIMD2<Double>]
    /// What is left of `KL(P‖Q)`; how much neighbourhood the plane could not keep.
    public let divergence: Double
    /// What was used: the wanted perplexity, or less for few rows.
    public let perplexity: Double
    public let iterations: Int

    /// - Parameters:
    ///   - components: of `table`; its first two scores are the start.
    ///   - progress: told of each iteration out of how many; answers whether to go on.
    /// - Returns: `nil` for fewer than five rows, of which no map can be made.
    /// - Throws: ``ExplorationError`` `stopped` where `progress` says so.
    public init?(
        _ table: EmbeddingTable, components: PrincipalComponents, distance: EmbeddingDistance = .cosine,
        options: Options = Options(), progress: (_ iteration: Int, _ of: Int) -> Bool = { _, _ in true }
    ) throws(ExplorationError) {
        guard table.count >= 5 else { return nil }
        let count = table.count
        let perplexity = min(options.perplexity, Double(count - 1) / 3)
        let isExact = count <= options.exactCount
        let reach = isExact ? count - 1 : min(count - 1, Int(3 * perplexity) + 1)
        let affinities = Self.affinities(table, distance, reach: reach, perplexity: perplexity)
        var descent = TSNEDescent(
            affinities, start: Self.start(components, count), theta: isExact ? nil : options.theta)
        let rate = options.learningRate ?? max(Double(count) / options.exaggeration / 4, 50)
        var done = 0
        for iteration in 0..<options.iterations {
            guard progress(iteration, options.iterations) else {
                throw ExplorationError(.stopped, "the map of the embeddings was stopped")
            }
            let isEarly = iteration < options.earlyIterations
            if iteration == options.earlyIterations { descent.rest() }
            let norm = descent.step(
                rate: rate, momentum: isEarly ? 0.5 : 0.8, exaggeration: isEarly ? options.exaggeration : 1)
            done = iteration + 1
            if !isEarly, norm < 1e-7 { break }
        }
        points = descent.points
        divergence = descent.divergence
        self.perplexity = perplexity
        iterations = done
    }

    private static func affinities(
        _ table: EmbeddingTable, _ distance: EmbeddingDistance, reach: Int, perplexity: Double
    ) -> PerplexityAffinities {
        let nearest = DistanceSweep(table, distance).map { row, distances -> [(place: Int, squared: Double)] in
            func squared(_ place: Int) -> Double {
                let length = distance.length(Double(distances[place]))
                return length * length
            }
            if reach == distances.count - 1 {
                return distances.indices.filter { $0 != row }.map { ($0, squared($0)) }
            }
            var list = NearestList(capacity: reach)
            for (place, distance) in distances.enumerated() where place != row { list.offer(place, distance) }
            return list.places.map { ($0, squared($0)) }
        }
        return PerplexityAffinities(
            neighbours: nearest.map { $0.map(\.place) }, squared: nearest.map { $0.map(\.squared) },
            perplexity: perplexity)
    }

    /// The first two components, scaled to a spread of 0.0001.
    private static func start(_ components: PrincipalComponents, _ count: Int) -> [SIMD2<Double>] {
        let raw = components.scores.map { SIMD2($0.first ?? 0, $0.count > 1 ? $0[1] : 0) }
        let variance = raw.reduce(0) { $0 + $1.x * $1.x } / Double(count)
        let factor = variance > 0 ? 1e-4 / variance.squareRoot() : 0
        return raw.map { $0 * factor }
    }
}
