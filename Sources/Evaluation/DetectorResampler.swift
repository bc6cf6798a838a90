import InspectionTypes

/// A detector's figures with their intervals.
struct DetectorResampler {
    typealias Figure = DetectorFigures.Figure

    private let items: [DetectorItem]
    private let figures: DetectorFigures
    private let doubt: DetectorDoubt

    init(_ items: [DetectorItem], figures: DetectorFigures) {
        self.items = items
        self.figures = figures
        doubt = DetectorDoubt(items, machines: figures.machines)
    }

    /// What cannot be said is left out.
    func metrics(seed: UInt64, resamples: Int) -> [Figure: MetricValue] {
        let values = [Int32](repeating: 1, count: items.count).withUnsafeBufferPointer(figures.values)
        let bootstrap = Self.bootstrap(items, resamples: resamples, seed: seed)
        var columns = [[Double]](repeating: [], count: values.count)
        bootstrap.forEachResample { weights in
            for (column, value) in figures.values(weights).enumerated() { columns[column].append(value) }
        }
        var metrics: [Figure: MetricValue] = [:]
        for (column, figure) in figures.figures.enumerated() where !values[column].isNaN {
            var metric = MetricValue(values[column])
            if doubt.allowsInterval(figure), let interval = bootstrap.interval(columns[column]) {
                (metric.low, metric.high) = (interval.lowerBound, interval.upperBound)
            }
            metrics[figure] = ExactBound.widened(metric, least: doubt.least(figure))
        }
        return metrics
    }

    /// Draws that keep how many normal and anomalous groups each machine has, in each domain.
    static func bootstrap(_ items: [DetectorItem], resamples: Int, seed: UInt64) -> StratifiedBootstrap {
        StratifiedBootstrap(
            groups: items.map(\.group), kinds: items.map { "\($0.isAnomaly) \($0.machine) \($0.domain ?? "")" },
            resamples: resamples, seed: seed)
    }
}

/// How little a figure may be where no group shows a failure.
struct DetectorDoubt {
    /// Groups of a machine, or of all.
    private struct Groups {
        var normal: Set<String> = []
        var anomalous: Set<String> = []
        var reported: Set<String> = []

        var both: Int { min(normal.count, anomalous.count) }
        /// Pairs that do not share a group agree or disagree independently: their share is the AUC.
        var auc: Double? { ExactBound.leastRate(trials: both) }
        /// The same for pairs with one of the highest-scoring tenth of the normal items.
        var pauc: Double? {
            guard both > 0 else { return nil }
            let pairs = max(1, min(anomalous.count, Int(RankedItems.limit * Double(normal.count))))
            return ExactBound.leastRate(trials: pairs).map { RankedItems.standardised(RankedItems.limit * $0) }
        }
    }

    private let all: Groups
    /// `[machine]`
    private let machines: [Groups]
    private let groupCount: Int

    init(_ items: [DetectorItem], machines names: [String]) {
        func groups(_ items: [DetectorItem]) -> Groups {
            var groups = Groups()
            for item in items {
                if item.isAnomaly { groups.anomalous.insert(item.group) } else { groups.normal.insert(item.group) }
                if item.isReported { groups.reported.insert(item.group) }
            }
            return groups
        }
        let byMachine = Dictionary(grouping: items, by: \.machine)
        all = groups(items)
        machines = names.map { groups(byMachine[$0] ?? []) }
        groupCount = Set(items.map(\.group)).count
    }

    /// Areas need two groups of either kind: of one alone nobody knows how far another would lie.
    func allowsInterval(_ figure: DetectorFigures.Figure) -> Bool {
        switch figure {
        case .machine(let machine, .auc), .machine(let machine, .pauc), .machineInDomain(let machine, _):
            machines[machine].both > 1
        case .overall(.precision), .overall(.recall), .overall(.f1), .overall(.falseAlarmRate), .overall(.idAccuracy),
            .machine:
            groupCount > 1
        case .overall, .type, .domain: all.both > 1
        }
    }

    /// The least that a figure may be where all resamples agree on 1; `nil` where nothing bounds it.
    func least(_ figure: DetectorFigures.Figure) -> Double? {
        let judged = machines.filter { $0.both > 0 }
        return switch figure {
        case .overall(.auc): all.auc
        case .overall(.pauc): all.pauc
        case .overall(.precision): ExactBound.leastRate(trials: all.reported.count)
        case .overall(.recall), .overall(.f1): ExactBound.leastRate(trials: all.anomalous.count)
        case .overall(.falseAlarmRate): ExactBound.leastRate(trials: all.normal.count)
        case .overall(.balancedAccuracy):
            ExactBound.leastMeanRate(trials: [all.normal.count, all.anomalous.count])
        case .overall(.idAccuracy): ExactBound.leastRate(trials: groupCount)
        case .overall(.meanAUC), .overall(.harmonicMeanAUC), .type(_, .meanAUC), .type(_, .harmonicMeanAUC), .domain:
            Self.mean(judged.compactMap(\.auc))
        case .overall(.meanPAUC), .overall(.harmonicMeanPAUC), .type(_, .meanPAUC), .type(_, .harmonicMeanPAUC),
            .overall(.dcaseScore):
            Self.mean(judged.compactMap(\.pauc))
        case .overall(.worstAUC), .type(_, .worstAUC): judged.compactMap(\.auc).min()
        case .overall(.worstPAUC): judged.compactMap(\.pauc).min()
        case .machine(let machine, .auc), .machineInDomain(let machine, _): machines[machine].auc
        case .machine(let machine, .pauc): machines[machine].pauc
        case .machine(let machine, .precision): ExactBound.leastRate(trials: machines[machine].reported.count)
        case .machine(let machine, .recall), .machine(let machine, .f1):
            ExactBound.leastRate(trials: machines[machine].anomalous.count)
        case .machine(let machine, .falseAlarmRate): ExactBound.leastRate(trials: machines[machine].normal.count)
        }
    }

    /// The machine that is least sure takes all the doubt.
    private static func mean(_ least: [Double]) -> Double? {
        least.min().map { 1 - (1 - $0) / Double(least.count) }
    }
}
