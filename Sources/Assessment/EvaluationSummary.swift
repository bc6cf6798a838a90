public import Evaluation
public import InspectionTypes

/// What `evaluate --format json` prints: the words of its keys are part of the command line's contract.
public struct EvaluationSummary: Sendable, Encodable {
    public struct Latency: Sendable, Encodable {
        public var p50: Double
        public var p99: Double
    }

    public var model: String
    public var data: String
    /// Windows.
    public var items: Int
    /// Recordings.
    public var groups: Int
    public var metrics: ClassifierMetrics
    public var latencyMs: Latency
    public var itemsPerSecond: Double

    public init(model: String, data: String, scoring: Scoring, evaluation: ClassifierEvaluation) {
        self.model = model
        self.data = data
        self.items = evaluation.itemCount
        self.groups = evaluation.groupCount
        self.metrics = evaluation.metrics
        self.latencyMs = Latency(p50: scoring.latency.p50, p99: scoring.latency.p99)
        self.itemsPerSecond = scoring.windowsPerSecond
    }

    enum CodingKeys: String, CodingKey {
        case model, data, items, groups, metrics
        case latencyMs = "latency_ms"
        case itemsPerSecond = "items_per_second"
    }
}
