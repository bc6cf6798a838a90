public import InspectionTypes

/// Which share of normal items is to be reported, as a model's card promises: of one machine, or of several together.
///
/// Several machines' promises are weighed by how many normal items of each were judged. Their bounds keep as far from the mean as
/// independent errors would (the root of the sum of squares); where machines share a calibration, as far as all erring alike. A card that
/// promises no more than a share has 0 as its lower end: what is far below the share on purpose is so for all such machines at once.
public struct FalseAlarmPromise: Sendable, Hashable {
    /// What is promised, with the interval within which the share of many new items will lie.
    public var share: MetricValue
    /// Whether some machine's promise is "no more than": fewer false alarms are no surprise then.
    public var isBound = false

    /// What holding it against what was achieved says.
    public enum Outcome: String, Sendable, Hashable {
        /// The interval of their difference holds 0.
        case kept
        /// More false alarms than can be laid on chance.
        case broken
        /// Fewer than can be laid on chance.
        case fewer
    }

    /// - Parameter items: Judged ones; anomalies do not count. `nil` where nothing was promised of their machines.
    public init?(_ machines: [DetectorCard.Machine], judging items: [DetectorItem]) {
        var (weight, value, linear) = (0.0, 0.0, (low: 0.0, high: 0.0))
        var (squares, bounded) = ((low: 0.0, high: 0.0), 0.0)
        var (isPooled, hasBounds) = (false, true)
        let counts = Dictionary(grouping: items.filter { !$0.isAnomaly }, by: \.machine).mapValues(\.count)
        // Without a normal item the promise of the machines themselves stands.
        let weights = counts.isEmpty ? Dictionary(items.map { ($0.machine, 1) }, uniquingKeysWith: max) : counts
        for (name, count) in weights {
            guard let calibration = machines.calibration(of: name) else { continue }
            let share = calibration.falseAlarms
            let part = Double(count)
            weight += part
            value += part * share.value
            isPooled = isPooled || calibration.pooled
            guard let low = share.low, let high = share.high else {
                hasBounds = false
                continue
            }
            let (below, above) = (part * (share.value - low), part * (high - share.value))
            linear = (linear.low + below, linear.high + above)
            squares.high += above * above
            if low <= 0 {
                isBound = true
                bounded += below
            } else {
                squares.low += below * below
            }
        }
        guard weight > 0 else { return nil }
        let mean = value / weight
        share = MetricValue(mean)
        guard hasBounds else { return }
        let reach = isPooled ? linear : (low: bounded + squares.low.squareRoot(), high: squares.high.squareRoot())
        share.low = max(0, mean - reach.low / weight)
        share.high = min(1, mean + reach.high / weight)
    }

    /// Holds what came of it against the promise. Two intervals that overlap may still differ by more than chance, so it is their
    /// difference that is judged: its bounds are as far from it as the root of the sum of both squares.
    ///
    /// Source: Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998).
    ///
    /// - Parameter achieved: The share that came of it, with its interval.
    public func outcome(_ achieved: MetricValue) -> Outcome {
        func reach(_ bound: Double?, _ other: Double?) -> Double {
            let (own, promised) = (achieved.value - (bound ?? achieved.value), share.value - (other ?? share.value))
            return (own * own + promised * promised).squareRoot()
        }
        let difference = achieved.value - share.value
        if difference - reach(achieved.low, share.high) > 0 { return .broken }
        if difference + reach(achieved.high, share.low) < 0 { return .fewer }
        return .kept
    }

    /// `1 in 100 (0.2–2 %)`, `no more than 1 in 100 (0–2 %)`.
    public var words: String {
        let opening = (isBound ? "no more than " : "") + Self.oneIn(share.value)
        guard let low = share.low, let high = share.high else { return opening }
        return "\(opening) (\(Self.hundredths(low))–\(Self.hundredths(high))\u{a0}%)"
    }

    /// `1 in 100`; above one in two, hundredths.
    public static func oneIn(_ share: Double) -> String {
        if share <= 0 { return "none" }
        if share > 0.5 { return hundredths(share) + "\u{a0}%" }
        return "1 in \(DecimalText.grouped(Int(min(1 / share, 1e12).rounded())))"
    }

    /// A share in hundredths with two digits that count: `0.21`, `2`, `13`.
    static func hundredths(_ share: Double) -> String { short(100 * share) }

    /// Two digits that count: `0.21`, `2`, `13`.
    static func short(_ value: Double) -> String {
        let digits = value == 0 || value >= 10 ? 0 : value >= 1 ? 1 : value >= 0.1 ? 2 : 3
        var text = DecimalText.fixed(value, digits: digits)
        if text.contains(".") {
            while text.last == "0" { text.removeLast() }
            if text.last == "." { text.removeLast() }
        }
        return text
    }
}

extension [DetectorCard.Machine] {
    /// What the card says of a machine; of a detector of one thing, of whatever it judges.
    func calibration(of name: String) -> DetectorCard.Calibration? {
        first { $0.name == name }?.calibration ?? (count == 1 ? self[0].calibration : nil)
    }
}
