/// How long to wait before a lost source is tried again: 1, 2, 4 … 30 s, from the beginning after a good while.
public struct BackOff: Sendable, Equatable {
    /// The first wait, in seconds.
    public var shortest: Double
    /// No wait is longer, in seconds.
    public var longest: Double
    /// A source that was there for so long, in seconds, is tried again after the shortest wait.
    public var goodAfter: Double
    private var failures = 0

    public init(shortest: Double = 1, longest: Double = 30, goodAfter: Double = 60) {
        precondition(
            shortest >= 0 && longest >= shortest && goodAfter >= 0,
            "BackOff: \(shortest) … \(longest) s, \(goodAfter) s")
        self.shortest = shortest
        self.longest = longest
        self.goodAfter = goodAfter
    }

    /// The source was lost, or not found; it had been heard for so many seconds. Says how long to wait, in seconds.
    public mutating func wait(afterHearing seconds: Double) -> Double {
        if seconds >= goodAfter, seconds > 0 { failures = 0 }
        defer { failures = min(failures + 1, 60) }
        var wait = shortest
        for _ in 0..<failures where wait < longest { wait *= 2 }
        return min(wait, longest)
    }
}
