public import InspectionTypes

/// A threshold from scores of normal recordings alone, with what it promises.
///
/// Of `n` scores of one distribution and one more, the one more is above the `k`-th largest with probability `k / (n + 1)`, whatever the
/// distribution is. So the threshold is just above the `k`-th largest score, `k` the largest number with `k / (n + 1)` not above the share asked
/// for, and the share of many new recordings that will pass it lies within the 2.5 % and 97.5 % quantiles of Beta(k, n + 1 − k). `n` recordings cannot
/// promise less than `1 / (n + 1)`.
///
/// What it rests on is that new normal recordings are like those: of the same machine, in the same place, in the same states.
/// Source: split conformal prediction, Papadopoulos et al. 2002; Laxhammar and Falkman, "Conformal anomaly detection", 2014.
public struct ThresholdCalibration: Sendable, Equatable {
    /// Scores at or above it are reported.
    public let threshold: Double
    public let calibration: DetectorCard.Calibration
    /// Which of the largest scores the threshold is just above, from 1.
    public let rank: Int

    /// Machines with fewer held-out recordings are calibrated on all machines' together.
    public static let leastOwn = 20

    /// Held-out event scores of one machine's normal recordings.
    public struct Scores: Sendable, Hashable {
        /// Of the machine.
        public var name: String
        /// z-normalised event scores, one a recording.
        public var scores: [Double]
        /// Lengths of the recordings; empty of pictures.
        public var seconds: [Double]
        /// What must be said of these scores, such as that the recordings were learnt from.
        public var caveats: [String]

        public init(name: String, scores: [Double], seconds: [Double] = [], caveats: [String] = []) {
            self.name = name
            self.scores = scores
            self.seconds = seconds
            self.caveats = caveats
        }
    }

    /// Calibrates every machine, on its own recordings where there are at least ``leastOwn`` and else on all machines' together.
    ///
    /// - Parameters:
    ///   - rate: recordings an hour, of each machine; `nil` for recordings one after the other without a pause.
    ///   - noun: what is counted, `recording` or `picture`.
    /// - Throws: ``AnomalyError`` where there is no score at all, one is not a number, or a target by time has no rate.
    public static func calibrate(
        _ machines: [Scores], target: FalseAlarmTarget, rate: InspectionRate? = nil, noun: String = "recording"
    ) throws(AnomalyError) -> [ThresholdCalibration] {
        var all = Scores(name: "all machines", scores: machines.flatMap(\.scores), seconds: machines.flatMap(\.seconds))
        for caveat in machines.flatMap(\.caveats) where !all.caveats.contains(caveat) { all.caveats.append(caveat) }
        var results: [ThresholdCalibration] = []
        for machine in machines {
            let pools = machine.scores.count < leastOwn && machine.scores.count < all.scores.count
            results.append(
                try ThresholdCalibration(
                    pools ? all : machine, target: target, rate: rate, noun: noun, pooledFor: pools ? machine : nil))
        }
        return results
    }

    /// Calibrates on one machine's scores.
    public init(
        _ machine: Scores, target: FalseAlarmTarget, rate: InspectionRate? = nil, noun: String = "recording"
    ) throws(AnomalyError) {
        try self.init(machine, target: target, rate: rate, noun: noun, pooledFor: nil)
    }

    private init(
        _ scores: Scores, target: FalseAlarmTarget, rate: InspectionRate?, noun: String, pooledFor machine: Scores?
    ) throws(AnomalyError) {
        let count = scores.scores.count
        guard count > 0 else {
            throw AnomalyError(
                .empty, "\(scores.name) has no held-out normal \(noun) to set a threshold by; add normal \(noun)s")
        }
        if let wrong = scores.scores.first(where: { !$0.isFinite }) {
            throw AnomalyError(.notFinite, "a normal \(noun) of \(scores.name) has the score \(wrong); leave it out")
        }
        let seconds = scores.seconds.reduce(0, +)
        let rate = rate ?? scores.usualRate
        let share = try Self.share(target, rate, noun)
        let isSupported: Bool
        (rank, isSupported) = Self.rank(of: share, among: count)
        threshold = scores.scores.sorted(by: >)[rank - 1].nextUp
        let promise = BetaDistribution(Double(rank), Double(count + 1 - rank))
        let alarms = MetricValue(promise.mean, low: promise.quantile(0.025), high: promise.quantile(0.975))
        let words = CalibrationWords(
            target: target, share: share, rate: rate, count: count, promise: alarms, isSupported: isSupported,
            noun: noun,
            scores: scores, pooledFor: machine)
        calibration = DetectorCard.Calibration(
            items: count, seconds: seconds, pooled: machine != nil, falseAlarms: alarms,
            perHour: rate.map { alarms.times($0.perHour) }, asked: target.text, isSupported: isSupported,
            words: words.text,
            caveats: words.caveats)
    }

    /// How many of `count` new normal recordings will be reported: the 95 % interval of the beta-binomial distribution.
    public func predictiveInterval(of count: Int) -> ClosedRange<Int> {
        Self.predictiveInterval(of: count, rank: rank, calibratedOn: calibration.items)
    }

    /// The same by what a card holds.
    public static func predictiveInterval(of count: Int, from calibration: DetectorCard.Calibration) -> ClosedRange<Int>
    {
        let rank = (calibration.falseAlarms.value * Double(calibration.items + 1)).rounded()
        return predictiveInterval(
            of: count, rank: min(max(1, Int(rank)), max(1, calibration.items)), calibratedOn: max(1, calibration.items))
    }

    private static func predictiveInterval(of count: Int, rank: Int, calibratedOn items: Int) -> ClosedRange<Int> {
        BetaDistribution(Double(rank), Double(items + 1 - rank)).hitInterval(of: count)
    }

    /// Which of the largest of `count` scores stands for a share, and whether the share can be promised at all.
    static func rank(of share: Double, among count: Int) -> (rank: Int, isSupported: Bool) {
        // Without the little more, 0.01 · 100 could fall short of 1.
        let wanted = (min(share, 1) * Double(count + 1) * (1 + 1e-12)).rounded(.down)
        return (min(max(1, Int(wanted)), count), wanted >= 1)
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

extension ThresholdCalibration.Scores {
    /// One recording after the other without a pause; `nil` of pictures.
    var usualRate: InspectionRate? {
        let total = seconds.reduce(0, +)
        return total > 0 ? .continuous(seconds: total / Double(seconds.count)) : nil
    }
}

extension MetricValue {
    fileprivate func times(_ factor: Double) -> MetricValue {
        MetricValue(value * factor, low: low.map { $0 * factor }, high: high.map { $0 * factor })
    }
}
