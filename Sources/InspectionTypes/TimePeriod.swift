/// Stretches of time with a name, in which people count: false alarms a week, inspections a day.
public enum TimePeriod: String, Sendable, Hashable, Codable, CaseIterable {
    case hour, day, week, month, year

    public var hours: Double {
        switch self {
        case .hour: 1
        case .day: 24
        case .week: 168
        case .month: 8766 / 12
        case .year: 8766
        }
    }

    /// The one that a rate such as `1/week` or `2 per day` is counted in; `nil` of what names none, such as `1%`.
    public init?(ofRate text: String) {
        let plain = String(text.lowercased().filter { !$0.isWhitespace }).replacing("per", with: "/")
        guard let slash = plain.lastIndex(of: "/") else { return nil }
        self.init(rawValue: String(plain[plain.index(after: slash)...]))
    }
}
