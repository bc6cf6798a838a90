import InspectionTypes

/// Whether there is enough normal data: how a threshold moves when it is calibrated on fewer recordings, and how sure it is on all.
///
/// For every size `n` many samples are drawn with replacement from the held-out scores and calibrated on. At full size their spread says how far the
/// threshold would move had other recordings been made; the way there says whether more would still change it.
public struct SufficiencyCurve: Sendable, Hashable, Codable {
    public struct Point: Sendable, Hashable, Codable {
        /// Groups calibrated on, which are recordings where each stands by itself.
        public var count: Int
        /// Of the samples' thresholds.
        public var median: Double
        /// Nine of ten samples lie between ``low`` and ``high``.
        public var low: Double
        public var high: Double
        /// The share of false alarms that as many recordings can promise.
        public var promised: Double
    }

    public enum Verdict: String, Sendable, Hashable, Codable {
        /// What was asked for is supported, and more recordings would hardly move the threshold.
        case enough
        /// What was asked for is supported, but the threshold still moves.
        case unsettled
        /// As few recordings cannot support what was asked for.
        case tooFew
    }

    /// From few recordings to all.
    public let points: [Point]
    public let verdict: Verdict
    /// The verdict for people.
    public let words: String

    /// The threshold is settled when its interval is no wider than this, in standard deviations of the normal scores, …
    public static let settledWidth = 1.0
    /// … and its median moved no more than this since half of the recordings.
    public static let settledMove = 0.25

    /// - Parameters:
    ///   - machine: its held-out event scores.
    ///   - draws: samples for each size.
    /// - Throws: as ``ThresholdCalibration`` does.
    public init(
        _ machine: ThresholdCalibration.Scores, target: FalseAlarmTarget, rate: InspectionRate? = nil,
        noun: String = "recording", seed: UInt64 = 0, draws: Int = 200
    ) throws(AnomalyError) {
        precondition(draws > 0, "SufficiencyCurve: \(draws) draws")
        let whole = try ThresholdCalibration(machine, target: target, rate: rate, noun: noun)
        let share = try ThresholdCalibration.share(target, rate ?? machine.usualRate, noun)
        let scores = machine.scores.sorted()
        // What is drawn is what is counted: groups.
        let groups = machine.scoresByGroup
        points = Self.sizes(groups.count).map { size in
            var generator = SeededGenerator(seed: seed, stream: UInt64(size))
            let least = (1 + (min(share, 1) * Double(size + 1) * (1 + 1e-12) - 1).rounded(.down)) / Double(size + 1)
            let thresholds = (0..<draws).map { _ in
                let drawn = (0..<size).map { _ in groups[Int.random(in: groups.indices, using: &generator)] }
                let weights = drawn.flatMap { group in group.map { _ in 1 / Double(group.count) } }
                return ThresholdPlace(drawn.flatMap { $0 }, weights: weights, share: share).score.nextUp
            }.sorted()
            return Point(
                count: size, median: Self.quantile(thresholds, 0.5), low: Self.quantile(thresholds, 0.05),
                high: Self.quantile(thresholds, 0.95), promised: max(least, 1 / Double(size + 1)))
        }
        (verdict, words) = Self.judge(
            points, scores, whole.calibration, share, groups.count < scores.count ? "group" : noun)
    }

    // MARK: - Parts

    /// From 5 on in steps of √2, and all.
    private static func sizes(_ count: Int) -> [Int] {
        var sizes = [count]
        while let last = sizes.last, sizes.count < 24 {
            let next = Int((Double(last) / 2.squareRoot()).rounded())
            guard next >= 5, next < last else { break }
            sizes.append(next)
        }
        return sizes.reversed()
    }

    private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        let place = share * Double(sorted.count - 1)
        let low = Int(place)
        let high = min(low + 1, sorted.count - 1)
        return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
    }

    private static func judge(
        _ points: [Point], _ scores: [Double], _ calibration: DetectorCard.Calibration, _ share: Double, _ noun: String
    ) -> (Verdict, String) {
        guard let last = points.last else { return (.tooFew, "") }
        let count = DecimalText.grouped(last.count)
        guard calibration.isSupported else {
            let needed = DecimalText.grouped(CalibrationWords.recordings(for: share))
            return (
                .tooFew,
                "Not enough normal data for \(calibration.asked): \(count) \(noun)s can promise \(CalibrationWords.oneIn(last.promised)) at best; \(needed) are needed."
            )
        }
        let spread = max(ScoreScale(of: scores).deviation, 1e-9)
        let half = points.last { $0.count <= (last.count + 1) / 2 } ?? points[0]
        let width = (last.high - last.low) / spread
        let move = abs(last.median - half.median) / spread
        let figures =
            "nine of ten such samples put the threshold within \(CalibrationWords.short(width)) standard deviations of the normal scores, and it moved by \(CalibrationWords.short(move)) since half of them"
        if width <= settledWidth, move <= settledMove {
            return (.enough, "Enough normal data for \(calibration.asked): with \(count) \(noun)s \(figures).")
        }
        return (
            .unsettled,
            "More normal data would make \(calibration.asked) surer: with \(count) \(noun)s \(figures)."
        )
    }
}
