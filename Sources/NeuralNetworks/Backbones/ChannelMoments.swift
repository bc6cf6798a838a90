/// Mean and variance of each channel over batch and space, added up batch by batch.
public struct ChannelMoments: Sendable, Equatable {
    private var sums: [Double] = []
    private var squares: [Double] = []
    /// Numbers a channel.
    public private(set) var count = 0

    public init() {}

    /// - Parameters:
    ///   - values: `[batch, channel, …]`, row-major.
    public mutating func add(_ values: [Float], shape: [Int]) {
        precondition(
            shape.count >= 2 && values.count == shape.reduce(1, *),
            "ChannelMoments.add: \(values.count) numbers do not fill [batch, channel, …] \(shape)")
        let channels = shape[1]
        precondition(
            sums.isEmpty || sums.count == channels, "ChannelMoments.add: \(channels) channels after \(sums.count)")
        if sums.isEmpty {
            sums = Array(repeating: 0, count: channels)
            squares = sums
        }
        let area = shape[2...].reduce(1, *)
        for row in 0..<(shape[0] * channels) {
            var (sum, square) = (0.0, 0.0)
            for value in values[row * area..<(row + 1) * area] {
                let number = Double(value)
                sum += number
                square += number * number
            }
            sums[row % channels] += sum
            squares[row % channels] += square
        }
        count += shape[0] * area
    }

    public var mean: [Float] { sums.map { Float($0 / Double(max(1, count))) } }

    /// Over all numbers (not the unbiased estimate).
    public var variance: [Float] {
        let count = Double(max(1, count))
        return zip(sums, squares).map { Float(max(0, $1 / count - ($0 / count) * ($0 / count))) }
    }
}
