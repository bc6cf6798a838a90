import InspectionTypes

/// A look at a data set in figures: `metrics.json`, and what `explore --format json` prints.
public struct ExplorationDocument: Sendable, Codable {
    public struct ClassFigures: Sendable, Codable {
        public var items: Int
        public var silhouette: Double?
        /// That most of its items are nearest to.
        public var nearestClass: String?
        public var likelyErrors: Int
    }

    public struct LabelError: Sendable, Codable {
        public var item: String
        public var label: String
        public var suggestion: String
        public var score: Double
        public var reason: String
    }

    public struct Copies: Sendable, Codable {
        public var kind: CopyGroup.Kind
        public var distance: Double
        public var items: [String]
    }

    public struct Map: Sendable, Codable {
        public var perplexity: Double
        public var iterations: Int
        public var divergence: Double
    }

    public var headline: String
    public var model: String
    public var data: String
    public var items: Int
    public var embeddingLength: Int
    public var distance: EmbeddingDistance
    public var silhouette: Double?
    public var classes: [String: ClassFigures]
    /// Of the principal components, the first ones.
    public var explainedVariance: [Double]
    public var map: Map?
    public var labelErrors: [LabelError]
    public var copies: [Copies]
    public var seed: UInt64

    public init(_ exploration: DataExploration, model: String, data: String) {
        headline = exploration.headline
        self.model = model
        self.data = data
        items = exploration.items.count
        embeddingLength = exploration.dimension
        distance = exploration.options.distance
        silhouette = exploration.silhouette?.overall
        classes = Dictionary(
            uniqueKeysWithValues: exploration.classes.indices.map { place in
                (exploration.classes[place], exploration.figures(ofClass: place))
            })
        explainedVariance = exploration.components.ratios
        map = exploration.map.map {
            Map(perplexity: $0.perplexity, iterations: $0.iterations, divergence: $0.divergence)
        }
        labelErrors = exploration.suspicions.map { suspicion in
            LabelError(
                item: exploration.name(of: suspicion.index), label: exploration.classes[suspicion.label],
                suggestion: exploration.classes[suspicion.suggestion], score: suspicion.score,
                reason: exploration.reason(for: suspicion))
        }
        copies = exploration.copies.map { group in
            Copies(kind: group.kind, distance: group.distance, items: group.members.map(exploration.name(of:)))
        }
        seed = exploration.options.map.seed
    }
}

extension DataExploration {
    /// A class's line in a table.
    public func figures(ofClass place: Int) -> ExplorationDocument.ClassFigures {
        let members = labels.indices.filter { labels[$0] == place }
        var votes: [Int: Int] = [:]
        for member in members {
            if let nearest = silhouette?.nearestClass[member] { votes[nearest, default: 0] += 1 }
        }
        let nearest = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
        return ExplorationDocument.ClassFigures(
            items: members.count, silhouette: silhouette?.perClass[place], nearestClass: nearest.map { classes[$0] },
            likelyErrors: suspicions.count { $0.label == place })
    }
}
