public import InspectionTypes

/// How many false alarms are acceptable: in a time (`1/week`, `2/day`, `0.5/hour`) or a share of recordings (`1/1000`, `0.01`, `1%`).
public struct FalseAlarmTarget: Sendable, Hashable, Codable, CustomStringConvertible {
    public enum Bound: Sendable, Hashable, Codable {
        /// False alarms an hour, above 0.
        case perHour(Double)
        /// Of normal recordings, above 0 and below 1.
        case share(Double)
    }

    /// As it was written.
    public let text: String
    public let bound: Bound
    /// What a time is counted in, `week` of `1/week`; `nil` of a share.
    public let period: Period?

    public typealias Period = TimePeriod

    /// - Throws: ``AnomalyError`` saying what is understood.
    public init(parsing text: String) throws(AnomalyError) {
        let (count, unit) = try RatioText.parse(
            text, of: "the false alarms", example: "1/week, 2/day, 1/1000, 0.01 or 1%")
        self.text = text
        switch unit {
        case .period(let period):
            bound = .perHour(count / period.hours)
            self.period = period
        case .share:
            guard count < 1 else {
                throw AnomalyError(
                    .wording, "the false alarms '\(text)' are a share of all recordings or more; say less than 1")
            }
            bound = .share(count)
            period = nil
        }
    }

    public var description: String { text }
}

/// How many recordings are inspected.
public struct InspectionRate: Sendable, Hashable, Codable {
    /// Above 0.
    public var perHour: Double

    public init(perHour: Double) {
        precondition(perHour > 0 && perHour.isFinite, "InspectionRate: \(perHour) recordings an hour")
        self.perHour = perHour
    }

    /// Recordings of `seconds` one after the other without a pause.
    public static func continuous(seconds: Double) -> InspectionRate { InspectionRate(perHour: 3600 / seconds) }

    /// Such as `200/day`.
    ///
    /// - Throws: ``AnomalyError`` saying what is understood.
    public init(parsing text: String) throws(AnomalyError) {
        let example = "200/day or 6/hour"
        let (count, unit) = try RatioText.parse(text, of: "the rate of inspection", example: example)
        guard case .period(let period) = unit else {
            throw AnomalyError(.wording, "the rate of inspection '\(text)' names no time; say it as \(example)")
        }
        self.init(perHour: count / period.hours)
    }
}

/// `2/day`, `2 per day`, `1/1000`, `0.01`, `1%`.
enum RatioText {
    enum Unit { case period(FalseAlarmTarget.Period), share }

    static func parse(
        _ text: String, of what: String, example: String
    ) throws(AnomalyError) -> (count: Double, unit: Unit) {
        let wrong = AnomalyError(.wording, "\(what) '\(text)' cannot be understood; say it as \(example)")
        let plain = String(text.lowercased().filter { !$0.isWhitespace }).replacing("per", with: "/")
        let parts = plain.split(separator: "/", omittingEmptySubsequences: false)
        func number(_ part: Substring) throws(AnomalyError) -> Double {
            guard let value = Double(part), value.isFinite, value > 0 else { throw wrong }
            return value
        }
        if parts.count == 1 {
            let isPercent = parts[0].hasSuffix("%")
            let value = try number(isPercent ? parts[0].dropLast() : parts[0])
            return (isPercent ? value / 100 : value, .share)
        }
        guard parts.count == 2 else { throw wrong }
        if let period = FalseAlarmTarget.Period(rawValue: String(parts[1])) {
            return (try number(parts[0]), .period(period))
        }
        return (try number(parts[0]) / number(parts[1]), .share)
    }
}
