/// How many frames a second are judged, of late.
struct FrameRateMeter {
    /// Seconds that are looked back.
    private static let span = Duration.seconds(5)
    private static let mostKept = 4096
    private var times: [ContinuousClock.Instant] = []

    mutating func note(_ now: ContinuousClock.Instant = .now) {
        times.append(now)
        let first = times.firstIndex { now - $0 <= Self.span } ?? 0
        times.removeFirst(max(first, times.count - Self.mostKept))
    }

    /// `nil` before half a second is known.
    var framesPerSecond: Double? {
        guard let first = times.first, let last = times.last, last - first >= .milliseconds(500) else { return nil }
        let seconds = (last - first).components
        return Double(times.count - 1) / (Double(seconds.seconds) + Double(seconds.attoseconds) / 1e18)
    }
}
