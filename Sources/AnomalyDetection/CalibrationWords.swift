import InspectionTypes

/// What a threshold promises, for people.
struct CalibrationWords {
    let text: String
    let caveats: [String]

    /// - Parameter machine: whose threshold it is, where `scores` are of all machines.
    init(
        target: FalseAlarmTarget, share: Double, rate: InspectionRate?, promise: MetricValue, isSupported: Bool,
        noun: String, scores: ThresholdCalibration.Scores, pooledFor machine: ThresholdCalibration.Scores?
    ) {
        let things = noun + "s"
        var sentences: [String] = []
        let meaning =
            target.period == nil ? "" : ", which is \(Self.oneIn(share)) \(things) at \(Self.pace(rate, things))"
        let (count, groups) = (scores.scores.count, scores.groupCount)
        var basis = "\(DecimalText.grouped(count)) normal \(count == 1 ? noun : things)"
        if groups < count { basis += " in \(DecimalText.grouped(groups)) \(groups == 1 ? "group" : "groups")" }
        let expected = (scores.isBound ? "no more than " : "") + Self.expectation(promise, rate, target.period, things)
        if isSupported {
            sentences.append("Asked for: \(target)\(meaning). Promised from \(basis): \(expected).")
        } else {
            let needed = Self.recordings(for: share)
            sentences.append(
                "Asked for: \(target)\(meaning). \(basis) cannot promise less than \(Self.oneIn(promise.value)); promised instead: \(expected)."
            )
            let needs = groups < count ? "groups of normal \(things)" : "normal \(things)"
            sentences.append("What was asked for needs \(DecimalText.grouped(needed)) \(needs).")
        }
        var caveats = scores.caveats
        if let machine {
            let own = machine.scores.count
            let few = machine.groupCount < own ? "\(own) in \(machine.groupCount) groups" : "\(own)"
            sentences.append(
                "Rests on all machines together, since this one has \(own == 0 ? "none" : "only \(few)") of its own.")
            caveats.append(
                "calibrated on other machines' \(things) as well; its own false alarms may be more or fewer")
        }
        text = sentences.joined(separator: " ")
        self.caveats = caveats
    }

    /// The fewest normal recordings that can promise a share.
    static func recordings(for share: Double) -> Int { Int(min((1 / share - 1e-9).rounded(.up) - 1, 1e15)) }

    /// `1 in 400`, `1 in 2.5`.
    static func oneIn(_ share: Double) -> String {
        guard share < 1 else { return "all" }
        let number = 1 / share
        return "1 in " + (number < 10 ? short(number) : DecimalText.grouped(Int(min(number.rounded(), 1e15))))
    }

    /// Three figures that count.
    static func short(_ value: Double) -> String {
        let digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.095 ? 2 : 4
        var text = DecimalText.fixed(value, digits: digits)
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text
    }

    private static func pace(_ rate: InspectionRate?, _ things: String) -> String {
        guard let rate else { return "an unknown rate" }
        if rate.perHour >= 1 { return "\(short(rate.perHour)) \(things) an hour" }
        return "\(short(rate.perHour * 24)) \(things) a day"
    }

    /// `1 in 401 recordings (95 %: 1 in 15 839 to 1 in 109), 0.9 a week (0.02 to 3.4)`.
    private static func expectation(
        _ promise: MetricValue, _ rate: InspectionRate?, _ period: FalseAlarmTarget.Period?, _ things: String
    ) -> String {
        let (low, high) = (promise.low ?? promise.value, promise.high ?? promise.value)
        let bounds = low > 0 ? "\(oneIn(low)) to \(oneIn(high))" : "up to \(oneIn(high))"
        var text = "\(oneIn(promise.value)) \(things) (95\u{a0}%: \(bounds))"
        if let rate, let period {
            let scale = rate.perHour * period.hours
            let numbers = low > 0 ? "\(short(low * scale)) to \(short(high * scale))" : "up to \(short(high * scale))"
            text += ", \(short(promise.value * scale)) a \(period) (\(numbers))"
        }
        return text
    }
}
