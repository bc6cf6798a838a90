public import InspectionTypes

/// A threshold from scores of normal recordings alone, with what it promises.
///
/// Of `n` scores of one distribution and one more, the one more is above the `k`-th largest with probability `k / (n + 1)`, whatever the
/// distribution is, and the share of many new recordings that will pass it lies within the 2.5 % and 97.5 % quantiles of Beta(k, n + 1 − k).
/// Recordings of one group (a day, a session, a place) are not drawn one by one, so it is groups that are counted: with `G` groups, of which
/// each has a share `a` above the threshold, a recording of a new group is above it with a probability of at most `(1 + Σ a) / (G + 1)`. The
/// threshold is the lowest for which that is not above the share asked for; `G` groups cannot promise less than `1 / (G + 1)`. Shares
/// vary no more than ones and noughts of the same mean would, so the interval is that of Beta(1 + Σ a, G − Σ a). With every
/// recording a group of its own this is the rule above.
///
/// What it rests on is that new normal recordings are like those: of the same machine, in the same place, in the same states.
/// Source: split conformal prediction, Papadopoulos et al. 2002; Laxhammar and Falkman, "Conformal anomaly detection", 2014; groups: Lee,
/// Barber and Willett, "Distribution-free inference with hierarchical data", 2023.
public struct ThresholdCalibration: Sendable, Equatable {
    /// Scores at or above it are reported.
    public let threshold: Double
    public let calibration: DetectorCard.Calibration

    /// Machines with fewer held-out groups are calibrated on all machines' together.
    public static let leastOwn = 20

    /// Calibrates every machine, on its own recordings where they are of at least ``leastOwn`` groups and else on all machines' together.
    ///
    /// - Parameters:
    ///   - rate: recordings an hour, of each machine; `nil` for recordings one after the other without a pause.
    ///   - noun: what is counted, `recording` or `picture`.
    /// - Throws: ``AnomalyError`` where there is no score at all, one is not a number, or a target by time has no rate.
    public static func calibrate(
        _ machines: [Scores], target: FalseAlarmTarget, rate: InspectionRate? = nil, noun: String = "recording"
    ) throws(AnomalyError) -> [ThresholdCalibration] {
        let spread = Scores.likeness(machines)
        var results: [ThresholdCalibration] = []
        for (place, machine) in machines.enumerated() {
            let all = Scores.pooled(machines, for: place)
            let pools = machine.groupCount < leastOwn && machine.groupCount < all.groupCount
            results.append(
                try ThresholdCalibration(
                    pools ? all : machine, target: target, rate: rate, noun: noun, pooledFor: pools ? machine : nil,
                    likeness: pools ? spread : 0))
        }
        return results
    }

    /// Calibrates on one machine's scores.
    public init(
        _ machine: Scores, target: FalseAlarmTarget, rate: InspectionRate? = nil, noun: String = "recording"
    ) throws(AnomalyError) {
        try self.init(machine, target: target, rate: rate, noun: noun, pooledFor: nil, likeness: 0)
    }

    /// - Parameter likeness: of recordings of one machine, where machines are pooled; see ``Scores/likeness(_:)``.
    private init(
        _ scores: Scores, target: FalseAlarmTarget, rate: InspectionRate?, noun: String, pooledFor machine: Scores?,
        likeness: Double
    ) throws(AnomalyError) {
        guard !scores.scores.isEmpty else {
            throw AnomalyError(
                .empty, "\(scores.name) has no held-out normal \(noun) to set a threshold by; add normal \(noun)s")
        }
        if let wrong = scores.scores.first(where: { !$0.isFinite }) {
            throw AnomalyError(.notFinite, "a normal \(noun) of \(scores.name) has the score \(wrong); leave it out")
        }
        let rate = rate ?? scores.usualRate
        let share = try Self.share(target, rate, noun)
        let place = ThresholdPlace(scores.scores, weights: scores.weights, share: share)
        threshold = place.score.nextUp
        let groups = scores.groupCount
        var alarms = Self.promise(above: place.above, groups: groups, likeness: likeness)
        if scores.isBound { alarms.low = 0 }
        let isSupported = alarms.value <= share * (1 + 1e-12)
        let words = CalibrationWords(
            target: target, share: share, rate: rate, promise: alarms, isSupported: isSupported, noun: noun,
            scores: scores, pooledFor: machine)
        calibration = DetectorCard.Calibration(
            items: scores.scores.count, groups: groups == scores.scores.count ? nil : groups,
            seconds: scores.seconds.reduce(0, +), pooled: machine != nil, falseAlarms: alarms,
            perHour: rate.map { alarms.times($0.perHour) }, asked: target.text, isSupported: isSupported,
            words: words.text, caveats: words.caveats)
    }

    /// What `groups` promise of which shares that sum to `above` lie above the threshold. Where machines stand for each other, one's own
    /// share keeps varying however many recordings there are: of the variance of ones and noughts as much as recordings of a machine are alike.
    private static func promise(above: Double, groups: Int, likeness: Double) -> MetricValue {
        let mean = (1 + above) / Double(groups + 1)
        // A Beta distribution of concentration c has the variance mean·(1 − mean) / (c + 1).
        let variance = 1 / Double(groups + 2) + likeness * (1 - 1 / Double(groups + 2))
        let concentration = max(1 / variance - 1, 0.1)
        let beta = BetaDistribution(mean * concentration, (1 - mean) * concentration)
        return MetricValue(mean, low: min(beta.quantile(0.025), mean), high: max(beta.quantile(0.975), mean))
    }

    /// How many of `count` new normal recordings will be reported: the 95 % interval of the beta-binomial distribution, for recordings that are
    /// each a group of its own, of a machine that was calibrated on itself.
    public func predictiveInterval(of count: Int) -> ClosedRange<Int> {
        Self.predictiveInterval(of: count, from: calibration)
    }

    /// The same by what a card holds.
    public static func predictiveInterval(of count: Int, from calibration: DetectorCard.Calibration) -> ClosedRange<Int>
    {
        let rows = Double(max(1, calibration.groups ?? calibration.items) + 1)
        let above = min(max(calibration.falseAlarms.value * rows, 1e-9), rows - 1e-9)
        let interval = BetaDistribution(above, rows - above).hitInterval(of: count)
        return calibration.falseAlarms.low == 0 ? 0...interval.upperBound : interval
    }

    /// The share of normal recordings that may be reported.
    static func share(
        _ target: FalseAlarmTarget, _ rate: InspectionRate?, _ noun: String
    ) throws(AnomalyError) -> Double {
        switch target.bound {
        case .share(let share): return share
        case .perHour(let alarms):
            guard let rate else {
                throw AnomalyError(
                    .wording,
                    "'\(target)' needs to know how many \(noun)s are inspected; give a rate such as 200/day, or false alarms as a share such as 1/1000"
                )
            }
            return alarms / rate.perHour
        }
    }
}

/// The held-out score that a threshold lies just above.
struct ThresholdPlace {
    let score: Double
    /// Shares of the groups that lie above it, added up.
    let above: Double

    /// The lowest score that leaves no more above it than a share of the groups and one more; the highest where none does.
    ///
    /// - Parameter weights: of each score, one over how many its group has.
    init(_ scores: [Double], weights: [Double], share: Double) {
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        let groups = weights.reduce(0, +)
        // Without the little more, 0.01 · 100 could fall short of 1.
        let allowed = min(share, 1) * (groups + 1) * (1 + 1e-12)
        var (place, above) = (order[0], 0.0)
        var passed = 0.0
        for index in order {
            if scores[index] < scores[place] {
                guard 1 + passed <= allowed else { break }
                (place, above) = (index, passed)
            }
            passed += weights[index]
        }
        (score, self.above) = (scores[place], above)
    }
}

extension MetricValue {
    fileprivate func times(_ factor: Double) -> MetricValue {
        MetricValue(value * factor, low: low.map { $0 * factor }, high: high.map { $0 * factor })
    }
}
