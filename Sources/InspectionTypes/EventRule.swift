/// How many of some windows in a row must pass the threshold before an event is reported.
///
/// A recording's event score is the highest threshold at which it would still raise an event: the largest, over all stretches of
/// ``windows`` windows in a row, of the ``needed``-th largest score among them. A recording's event score at or above the threshold
/// is an event, so that calibrating on event scores counts in events.
public struct EventRule: Sendable, Hashable, Codable {
    /// Windows that must pass; 1 ≤ needed ≤ windows.
    public var needed: Int
    /// Windows looked at.
    public var windows: Int

    /// Every window that passes is an event.
    public static let every = EventRule(needed: 1, of: 1)

    public init(needed: Int, of windows: Int) {
        precondition(needed >= 1 && needed <= windows, "EventRule: \(needed) of \(windows) windows")
        self.needed = needed
        self.windows = windows
    }

    /// The event score of windows in order; `nil` where there is no window. A recording shorter than the rule is judged by the windows
    /// it has: the ``needed``-th largest of them, or the smallest where there are fewer.
    public func eventScore(_ scores: [Double]) -> Double? {
        guard !scores.isEmpty else { return nil }
        let length = min(windows, scores.count)
        let rank = min(needed, length)
        return (0...scores.count - length).map { start in
            scores[start..<start + length].sorted(by: >)[rank - 1]
        }.max()
    }
}
