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

    private enum CodingKeys: String, CodingKey { case value, low, high }

    /// A bound that cannot be given is written as `null`, not left out: a reader finds all three.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(value, forKey: .value)
        try container.encode(low, forKey: .low)
        try container.encode(high, forKey: .high)
    }
}
