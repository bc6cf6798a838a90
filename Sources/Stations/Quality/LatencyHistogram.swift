#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// How long verdicts took, in steps of 5 %, from 10 µs to an hour: percentiles of any number of them in 3 kB.
public struct LatencyHistogram: Sendable, Equatable {
    private static let step = 1.05
    private static let least = 1e-5
    private static let steps = 404

    private var counts = [Int](repeating: 0, count: steps)
    public private(set) var count = 0
    /// In seconds.
    public private(set) var largest = 0.0

    public init() {}

    /// Adds one, in seconds.
    public mutating func add(_ seconds: Double) {
        let place = Int(log(max(seconds, Self.least) / Self.least) / log(Self.step))
        counts[min(max(0, place), Self.steps - 1)] += 1
        count += 1
        largest = max(largest, seconds)
    }

    public mutating func add(_ other: LatencyHistogram) {
        for place in counts.indices { counts[place] += other.counts[place] }
        count += other.count
        largest = max(largest, other.largest)
    }

    /// The value that a share of them does not exceed, in seconds: the upper edge of its step; `nil` of none.
    public func percentile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let wanted = max(1, Int((share * Double(count)).rounded(.up)))
        var sum = 0
        for (place, number) in counts.enumerated() {
            sum += number
            if sum >= wanted { return min(largest, Self.least * pow(Self.step, Double(place + 1))) }
        }
        return largest
    }
}
