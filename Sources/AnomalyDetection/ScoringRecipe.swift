/// One way to say how far an embedding is from a machine's normal ones.
public enum ScorerKind: Sendable, Hashable, Codable, CustomStringConvertible {
    /// ``NearestNeighbourScorer``.
    case nearest(neighbours: Int)
    /// ``MahalanobisScorer``.
    case mahalanobis
    /// ``LocalDensityScorer``.
    case localDensity(neighbours: Int)

    public var description: String {
        switch self {
        case .nearest(1): "nearest neighbour"
        case .nearest(let count): "\(count) nearest neighbours"
        case .mahalanobis: "Mahalanobis distance"
        case .localDensity(let count): "local density of \(count) neighbour\(count == 1 ? "" : "s")"
        }
    }
}

/// Which scorers a detector uses, and how their z-normalised scores become one.
public struct ScoringRecipe: Sendable, Hashable, Codable, CustomStringConvertible {
    /// How several scores become one.
    public enum Fusion: String, Sendable, Hashable, Codable {
        case mean
        /// The least anomalous: all must agree that something is unusual.
        case minimum
    }

    /// At least one, none twice.
    public var scorers: [ScorerKind]
    /// Of no effect with one scorer.
    public var fusion: Fusion

    public init(_ scorers: [ScorerKind], fusion: Fusion = .mean) {
        precondition(
            !scorers.isEmpty && Set(scorers).count == scorers.count,
            "ScoringRecipe: \(scorers) is empty or has one twice")
        self.scorers = scorers
        self.fusion = fusion
    }

    /// The nearest neighbour's distance: what is used when nothing speaks for another.
    public static let nearestNeighbour = ScoringRecipe([.nearest(neighbours: 1)])

    public var description: String {
        guard scorers.count > 1 else { return scorers[0].description }
        return "the \(fusion.rawValue) of " + scorers.map(\.description).joined(separator: ", ")
    }
}
