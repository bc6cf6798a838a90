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
        // The stretch's scores in order, kept so from one stretch to the next: a rule may be hours long.
        var sorted = scores[..<length].sorted(by: >)
        var largest = sorted[rank - 1]
        for next in length..<max(length, scores.count) {
            // Within bounds even where a score is no number and has no place.
            sorted.remove(at: min(Self.place(of: scores[next - length], in: sorted), length - 1))
            sorted.insert(scores[next], at: Self.place(of: scores[next], in: sorted))
            largest = max(largest, sorted[rank - 1])
        }
        return largest
    }

    /// Of the first that is not above `score`, in falling order.
    private static func place(of score: Double, in sorted: [Double]) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] > score { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
