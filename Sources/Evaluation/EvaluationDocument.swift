public import InspectionTypes

/// What `evaluate --format json` prints and `metrics.json` holds: one object.
public struct EvaluationDocument: Sendable, Codable, Hashable {
    /// Time a window or item takes, in milliseconds.
    public struct Latency: Sendable, Codable, Hashable {
        public var p50: Double
        public var p99: Double

        public init(p50: Double, p99: Double) {
            self.p50 = p50
            self.p99 = p99
        }

        /// Percentiles of single measurements in milliseconds; `nil` where there are none.
        public init?(milliseconds: [Double]) {
            let sorted = milliseconds.filter(\.isFinite).sorted()
            guard !sorted.isEmpty else { return nil }
            p50 = GroupBootstrap.percentile(0.5, of: sorted)
            p99 = GroupBootstrap.percentile(0.99, of: sorted)
        }
    }

    /// Figures of the model's kind; in JSON the figures themselves.
    public enum Metrics: Sendable, Codable, Hashable {
        case classifier(ClassifierMetrics)
        case segmenter(SegmenterMetrics)
        case detector(DetectorMetrics)

        public init(from decoder: any Decoder) throws {
            if try decoder.container(keyedBy: SegmenterMetrics.CodingKeys.self).contains(.iou) {
                self = .segmenter(try SegmenterMetrics(from: decoder))
            } else if try decoder.container(keyedBy: DetectorMetrics.CodingKeys.self).contains(.perID) {
                self = .detector(try DetectorMetrics(from: decoder))
            } else {
                self = .classifier(try ClassifierMetrics(from: decoder))
            }
        }

        public func encode(to encoder: any Encoder) throws {
            switch self {
            case .classifier(let metrics): try metrics.encode(to: encoder)
            case .segmenter(let metrics): try metrics.encode(to: encoder)
            case .detector(let metrics): try metrics.encode(to: encoder)
            }
        }

        public var classifier: ClassifierMetrics? {
            if case .classifier(let metrics) = self { metrics } else { nil }
        }

        public var segmenter: SegmenterMetrics? {
            if case .segmenter(let metrics) = self { metrics } else { nil }
        }

        public var detector: DetectorMetrics? {
            if case .detector(let metrics) = self { metrics } else { nil }
        }

        /// The plain figures by their keys, as a model's card keeps them.
        public var scalars: [String: MetricValue] {
            switch self {
            case .classifier(let metrics): metrics.scalars
            case .segmenter(let metrics): metrics.scalars
            case .detector(let metrics): metrics.scalars
            }
        }
    }

    /// Name of the model.
    public var model: String
    /// Folder or table, as named on the command line.
    public var data: String
    public var items: Int
    public var groups: Int
    public var metrics: Metrics
    public var latency: Latency?
    public var itemsPerSecond: Double?

    enum CodingKeys: String, CodingKey {
        case model, data, items, groups, metrics
        case latency = "latency_ms"
        case itemsPerSecond = "items_per_second"
    }

    public init(
        model: String, data: String, evaluation: ClassifierEvaluation, latency: Latency? = nil,
        itemsPerSecond: Double? = nil
    ) {
        self.model = model
        self.data = data
        items = evaluation.itemCount
        groups = evaluation.groupCount
        metrics = .classifier(evaluation.metrics)
        self.latency = latency
        self.itemsPerSecond = itemsPerSecond
    }

    public init(
        model: String, data: String, evaluation: SegmentationEvaluation, latency: Latency? = nil,
        itemsPerSecond: Double? = nil
    ) {
        self.model = model
        self.data = data
        items = evaluation.itemCount
        groups = evaluation.groupCount
        metrics = .segmenter(evaluation.metrics)
        self.latency = latency
        self.itemsPerSecond = itemsPerSecond
    }

    public init(
        model: String, data: String, evaluation: DetectorEvaluation, latency: Latency? = nil,
        itemsPerSecond: Double? = nil
    ) {
        self.model = model
        self.data = data
        items = evaluation.itemCount
        groups = evaluation.groupCount
        metrics = .detector(evaluation.metrics)
        self.latency = latency
        self.itemsPerSecond = itemsPerSecond
    }
}
