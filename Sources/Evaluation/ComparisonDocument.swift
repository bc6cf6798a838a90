public import InspectionTypes

/// What `compare --format json` prints: one object.
public struct ComparisonDocument: Sendable, Codable, Hashable {
    /// One figure of both models, and `second − first`, each with its 95 % interval; the difference's is paired.
    public struct Figure: Sendable, Codable, Hashable {
        public var first: MetricValue
        public var second: MetricValue
        public var difference: MetricValue
    }

    /// An item on which the verdicts differ.
    public struct Change: Sendable, Codable, Hashable {
        public var file: String
        public var machine: String?
        public var truth: String
        public var first: String
        public var second: String
        /// `fixed`, `broken` or `otherwise`.
        public var change: PairedComparison.Change.Kind
    }

    /// How many verdicts changed.
    public struct Verdicts: Sendable, Codable, Hashable {
        public var fixed: Int
        public var broken: Int
        public var otherwise: Int
        public var same: Int
    }

    /// The first and the second model.
    public var models: [String]
    public var data: String
    public var items: Int
    public var groups: Int
    /// By the keys of `evaluate`.
    public var metrics: [String: Figure]
    /// Of detectors of several machines: by machine, then by key.
    public var perID: [String: [String: Figure]]?
    public var verdicts: Verdicts
    public var changes: [Change]

    enum CodingKeys: String, CodingKey {
        case models, data, items, groups, metrics, verdicts, changes
        case perID = "per_id"
    }

    public init(first: String, second: String, data: String, comparison: PairedComparison) {
        models = [first, second]
        self.data = data
        items = comparison.itemCount
        groups = comparison.groupCount
        func figures(_ machine: String?) -> [String: Figure] {
            comparison.figures.filter { $0.machine == machine }.reduce(into: [:]) {
                $0[$1.key] = Figure(first: $1.first, second: $1.second, difference: $1.difference)
            }
        }
        metrics = figures(nil)
        let machines = Set(comparison.figures.compactMap(\.machine))
        perID = machines.isEmpty ? nil : machines.reduce(into: [:]) { $0[$1] = figures($1) }
        verdicts = Verdicts(
            fixed: comparison.count(.fixed), broken: comparison.count(.broken),
            otherwise: comparison.count(.otherwise), same: comparison.itemCount - comparison.changes.count)
        changes = comparison.changes.map {
            Change(
                file: $0.file, machine: $0.machine, truth: $0.truth, first: $0.first, second: $0.second,
                change: $0.kind)
        }
    }
}
