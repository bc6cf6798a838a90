public import InspectionTypes

/// What `evaluate --format json` says of a classifier under `metrics`.
///
/// Keys in JSON are snake case as written in ``CodingKeys``; `per_class` is an object by class name. Unlike the order of an object's
/// keys, that of the confusion matrix is the model's.
public struct ClassifierMetrics: Sendable, Codable, Hashable {
    /// Figures of one class against the rest, over items.
    public struct PerClass: Sendable, Codable, Hashable {
        public var precision: MetricValue
        public var recall: MetricValue
        public var f1: MetricValue
        /// Items of this class.
        public var support: Int

        public init(precision: MetricValue, recall: MetricValue, f1: MetricValue, support: Int) {
            self.precision = precision
            self.recall = recall
            self.f1 = f1
            self.support = support
        }
    }

    /// Items (windows) named rightly.
    public var accuracy: MetricValue
    /// Groups (recordings) whose mean probabilities name them rightly.
    public var groupAccuracy: MetricValue
    /// Mean recall over the classes that occur.
    public var balancedAccuracy: MetricValue
    public var precisionMacro: MetricValue
    public var recallMacro: MetricValue
    public var f1Macro: MetricValue
    /// `[truth][verdict]` over items, in the order of the model's classes.
    public var confusionMatrix: [[Int]]
    public var perClass: [String: PerClass]

    enum CodingKeys: String, CodingKey {
        case accuracy
        case groupAccuracy = "group_accuracy"
        case balancedAccuracy = "balanced_accuracy"
        case precisionMacro = "precision_macro"
        case recallMacro = "recall_macro"
        case f1Macro = "f1_macro"
        case confusionMatrix = "confusion_matrix"
        case perClass = "per_class"
    }

    /// The scalar figures by their names in JSON, as a model card's `validation` carries them.
    public var scalars: [String: MetricValue] {
        [
            "accuracy": accuracy, "group_accuracy": groupAccuracy, "balanced_accuracy": balancedAccuracy,
            "precision_macro": precisionMacro, "recall_macro": recallMacro, "f1_macro": f1Macro,
        ]
    }
}
