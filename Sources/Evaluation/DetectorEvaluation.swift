public import InspectionTypes

/// A detector's scores and verdicts held against the truth.
///
/// ```swift
/// let evaluation = try DetectorEvaluation(items: items, machines: card.detector?.machines ?? [])
/// print(evaluation.headline)              // caught 18 of 20 defects; 1 false alarm in 212 normal recordings
/// print(evaluation.falseAlarmSentence)    // 1 false alarm in 212 normal recordings; promised: 1 in 100 (0.2–2 %)
/// print(evaluation.metrics.meanAUC)
/// ```
///
/// Intervals are drawn over groups: ``DetectorItem/group``.
public struct DetectorEvaluation: Sendable {
    public let items: [DetectorItem]
    /// Of the model's card: what was promised of each machine.
    public let machines: [DetectorCard.Machine]
    /// What one item is called, in the singular.
    public let itemNoun: String
    public let metrics: DetectorMetrics
    /// Distinct groups.
    public let groupCount: Int
    /// Names of the machines that occur, sorted.
    public let machineNames: [String]

    public var itemCount: Int { items.count }

    /// - Parameters:
    ///   - machines: Of the model's card; empty: nothing was promised.
    ///   - pixels: Of pictures with masks.
    /// - Throws: ``EvaluationError`` where there is nothing to evaluate or a score is no number.
    public init(
        items: [DetectorItem], machines: [DetectorCard.Machine] = [], pixels: PixelEvaluation? = nil,
        itemNoun: String = "recording", seed: UInt64 = 0, resamples: Int = 1000
    ) throws(EvaluationError) {
        if items.isEmpty { throw EvaluationError(.empty, "there is nothing to evaluate: no item was scored") }
        if let item = items.first(where: { !$0.score.isFinite }) {
            throw EvaluationError(.notFinite, "\(item.file) has the score \(item.score), which is not a number")
        }
        let figures = DetectorFigures(items)
        let values = DetectorResampler(items, figures: figures).metrics(seed: seed, resamples: resamples)
        self.items = items
        self.machines = machines
        self.itemNoun = itemNoun
        groupCount = Set(items.map(\.group)).count
        machineNames = figures.machines
        metrics = Self.metrics(figures, values, items, machines, pixels)
    }

    private static func metrics(
        _ figures: DetectorFigures, _ values: [DetectorFigures.Figure: MetricValue], _ items: [DetectorItem],
        _ machines: [DetectorCard.Machine], _ pixels: PixelEvaluation?
    ) -> DetectorMetrics {
        func overall(_ figure: DetectorFigures.Overall) -> MetricValue? { values[.overall(figure)] }
        let byMachine = Dictionary(grouping: items, by: \.machine)
        let perID = figures.machines.enumerated().map { machine, name in
            let own = byMachine[name] ?? []
            let thresholds = Set(own.map(\.threshold))
            return (
                name,
                DetectorMetrics.PerID(
                    auc: values[.machine(machine, .auc)], pauc: values[.machine(machine, .pauc)],
                    precision: values[.machine(machine, .precision)], recall: values[.machine(machine, .recall)],
                    f1: values[.machine(machine, .f1)], falseAlarmRate: values[.machine(machine, .falseAlarmRate)],
                    falseAlarmsPromised: FalseAlarmPromise(machines, judging: own)?.share,
                    falseAlarmsInTime: FalseAlarmPace(machines, judging: own),
                    normals: own.count { !$0.isAnomaly }, anomalies: own.count(where: \.isAnomaly),
                    threshold: thresholds.count == 1 ? thresholds.first : nil,
                    aucByDomain: Dictionary(
                        uniqueKeysWithValues: figures.domains.enumerated().compactMap { domain, name in
                            values[.machineInDomain(machine: machine, domain: domain)].map { (name, $0) }
                        })
                )
            )
        }
        let perType = figures.types.enumerated().map { type, name in
            (
                name,
                DetectorMetrics.Means(
                    meanAUC: values[.type(type, .meanAUC)], meanPAUC: values[.type(type, .meanPAUC)],
                    harmonicMeanAUC: values[.type(type, .harmonicMeanAUC)],
                    harmonicMeanPAUC: values[.type(type, .harmonicMeanPAUC)], worstAUC: values[.type(type, .worstAUC)])
            )
        }
        let perDomain = figures.domains.enumerated().map { domain, name in
            (
                name,
                DetectorMetrics.Means(
                    meanAUC: values[.domain(domain, .meanAUC)],
                    harmonicMeanAUC: values[.domain(domain, .harmonicMeanAUC)])
            )
        }
        return DetectorMetrics(
            auc: overall(.auc), pauc: overall(.pauc), precision: overall(.precision), recall: overall(.recall),
            f1: overall(.f1), perID: Dictionary(uniqueKeysWithValues: perID), meanAUC: overall(.meanAUC),
            meanPAUC: overall(.meanPAUC), worstAUC: overall(.worstAUC), harmonicMeanAUC: overall(.harmonicMeanAUC),
            harmonicMeanPAUC: overall(.harmonicMeanPAUC), worstPAUC: overall(.worstPAUC),
            idAccuracy: overall(.idAccuracy), falseAlarmRate: overall(.falseAlarmRate),
            falseAlarmsPromised: FalseAlarmPromise(machines, judging: items)?.share,
            falseAlarmsInTime: FalseAlarmPace(machines, judging: items),
            balancedAccuracy: overall(.balancedAccuracy), pixelAUROC: pixels?.auroc, aupro: pixels?.aupro,
            perType: perType.isEmpty ? nil : Dictionary(uniqueKeysWithValues: perType),
            perDomain: perDomain.isEmpty ? nil : Dictionary(uniqueKeysWithValues: perDomain),
            dcaseScore: figures.domains.isEmpty ? nil : overall(.dcaseScore)
        )
    }

    /// Anomalies that were passed over, the farthest below their threshold first.
    public var misses: [DetectorItem] {
        items.filter { $0.isAnomaly && !$0.isReported }.sorted { ($0.margin, $0.file) < ($1.margin, $1.file) }
    }

    /// Sound items that were reported, the highest above their threshold first.
    public var falseAlarms: [DetectorItem] {
        items.filter { !$0.isAnomaly && $0.isReported }.sorted { ($1.margin, $0.file) < ($0.margin, $1.file) }
    }

    /// Items of one machine, in their order.
    public func items(of machine: String) -> [DetectorItem] { items.filter { $0.machine == machine } }

    /// Of one machine, or of all.
    /// - Throws: ``EvaluationError`` where there are no anomalies, or no normal items.
    public func rocCurve(of machine: String? = nil) throws(EvaluationError) -> ROCCurve {
        let own = items.filter { machine == nil || $0.machine == machine }
        return try ROCCurve(scores: own.map(\.score), positives: own.map(\.isAnomaly))
    }
}
