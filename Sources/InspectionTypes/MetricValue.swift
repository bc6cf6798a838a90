/// A figure with its 95 % interval; bounds are `nil` where none can be given (a single group, say).
public struct MetricValue: Sendable, Hashable, Codable {
    public var value: Double
    public var low: Double?
    public var high: Double?

    public init(_ value: Double, low: Double? = nil, high: Double? = nil) {
        self.value = value
        self.low = low
        self.high = high
    }
}
