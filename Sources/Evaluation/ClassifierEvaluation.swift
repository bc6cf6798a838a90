import InspectionTypes

/// A classifier's predictions held against the truth.
///
/// ```swift
/// let evaluation = try ClassifierEvaluation(
///     probabilities: rows, truth: indices, groups: recordings, classes: card.classes, normalClasses: card.normalClasses)
/// print(evaluation.headline)                          // caught 18 of 20 defects; 1 false alarm in 212 normal recordings
/// let json = try JSONEncoder().encode(evaluation.metrics)
/// ```
///
/// An *item* is what the model scored (a window); a *group* is what a person counts (a recording, a flight). Intervals come from
/// ``GroupBootstrap``, or, where all resamples agree, from the exact bound of a rate without failures.
public struct ClassifierEvaluation: Sendable {
    /// `[item][class]`.
    public let probabilities: [[Double]]
    /// Class index an item.
    public let truth: [Int]
    /// Group name an item.
    public let groups: [String]
    public let classes: [String]
    /// Those of ``classes`` that mean "all is well"; empty where classes are neither good nor bad.
    public let normalClasses: [String]
    /// What one group is called, in the singular.
    public let groupNoun: String

    /// Class index an item: the most probable one.
    public let verdicts: [Int]
    public let groupVerdicts: [GroupVerdict]
    public let metrics: ClassifierMetrics

    public var itemCount: Int { truth.count }
    /// Distinct groups.
    public let groupCount: Int
    /// Over items.
    public var confusionMatrix: ConfusionMatrix { ConfusionMatrix(counts: metrics.confusionMatrix) }
    /// Over groups.
    public var groupConfusionMatrix: ConfusionMatrix {
        ConfusionMatrix(
            truth: groupVerdicts.map(\.truth), verdicts: groupVerdicts.map(\.verdict), classCount: classes.count)
    }

    /// - Parameters:
    ///   - groups: Empty: every item is a group of its own.
    ///   - clusters: What intervals are drawn over, an item: groups that depend on each other (recordings of one day) share one.
    ///     Empty: every group is one.
    ///   - normalClasses: Empty and two classes or more, of which some are named like a sound part and the rest like a defect
    ///     (``DefectWords``): derived from the names.
    /// - Throws: ``EvaluationError`` where there is nothing to evaluate, lengths differ, or a value is no probability.
    public init(
        probabilities: [[Double]], truth: [Int], groups: [String] = [], clusters: [String] = [], classes: [String],
        normalClasses: [String] = [], groupNoun: String = "recording", seed: UInt64 = 0, resamples: Int = 1000
    ) throws(EvaluationError) {
        let groups = groups.isEmpty ? truth.indices.map { "\($0)" } : groups
        try Self.check(probabilities: probabilities, truth: truth, groups: groups, classes: classes)
        precondition(
            clusters.isEmpty || clusters.count == truth.count,
            "ClassifierEvaluation: \(clusters.count) clusters for \(truth.count) items"
        )
        self.probabilities = probabilities
        self.truth = truth
        self.groups = groups
        self.classes = classes
        self.normalClasses = normalClasses.isEmpty ? Self.derivedNormalClasses(classes) : normalClasses
        self.groupNoun = groupNoun
        let verdicts = probabilities.map(argmax)
        let groupVerdicts = GroupVerdict.verdicts(probabilities: probabilities, truth: truth, groups: groups)
        let resampler = MetricResampler(
            truth: truth, verdicts: verdicts, clusters: clusters.isEmpty ? groups : clusters,
            groupVerdicts: groupVerdicts,
            classCount: classes.count
        )
        self.verdicts = verdicts
        self.groupVerdicts = groupVerdicts
        groupCount = Set(groups).count
        metrics = resampler.metrics(classes: classes, seed: seed, resamples: resamples)
    }

    /// The classes named like a sound part, where all the others are named like a defect.
    private static func derivedNormalClasses(_ classes: [String]) -> [String] {
        let normal = classes.filter(DefectWords.isNormal)
        let rest = classes.filter { !DefectWords.isNormal($0) }
        return rest.allSatisfy(DefectWords.isDefect) && !rest.isEmpty ? normal : []
    }

    private static func check(
        probabilities: [[Double]], truth: [Int], groups: [String], classes: [String]
    ) throws(EvaluationError) {
        if truth.isEmpty { throw EvaluationError(.empty, "there is nothing to evaluate: no labelled item was found") }
        if probabilities.count != truth.count || groups.count != truth.count {
            throw EvaluationError(
                .shape,
                "\(probabilities.count) predictions, \(truth.count) truths and \(groups.count) groups: there must be one each an item"
            )
        }
        for (item, row) in probabilities.enumerated() {
            if row.count != classes.count {
                throw EvaluationError(
                    .shape, "item \(item) (\(groups[item])) has \(row.count) probabilities for \(classes.count) classes"
                )
            }
            if !row.allSatisfy(\.isFinite) {
                throw EvaluationError(
                    .notFinite, "item \(item) (\(groups[item])) has a probability that is not a number: \(row)")
            }
        }
        if let item = truth.firstIndex(where: { !classes.indices.contains($0) }) {
            throw EvaluationError(
                .unknownClass,
                "item \(item) (\(groups[item])) is of class number \(truth[item]); the model has \(classes.count) classes"
            )
        }
    }
}
