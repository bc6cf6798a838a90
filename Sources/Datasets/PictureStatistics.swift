import InspectionTypes

/// Mean and deviation of a channel's values over many pictures, by which a network standardises its input.
public struct PictureStatistics: Sendable, Equatable {
    /// A channel, of values 0…1.
    public var mean: [Float]
    /// A channel, of values 0…1; at least 1/255, so that one can divide by it.
    public var deviation: [Float]
    public var pictureCount: Int

    public init(mean: [Float], deviation: [Float], pictureCount: Int) {
        self.mean = mean
        self.deviation = deviation
        self.pictureCount = pictureCount
    }
}

/// Adds up pictures' values exactly, in whole numbers.
struct PictureSums: Sendable {
    private var sums: [UInt64]
    private var squares: [UInt64]
    private var pixelCount: UInt64 = 0
    private var pictureCount = 0

    init(channelCount: Int) {
        sums = Array(repeating: 0, count: channelCount)
        squares = sums
    }

    mutating func add(_ picture: Picture) {
        precondition(
            picture.channelCount == sums.count,
            "PictureSums: a picture of \(picture.channelCount) channels among those of \(sums.count)")
        let channels = sums.count
        picture.pixels.withUnsafeBufferPointer { pixels in
            for channel in 0..<channels {
                var (sum, square): (UInt64, UInt64) = (0, 0)
                for place in stride(from: channel, to: pixels.count, by: channels) {
                    let value = UInt64(pixels[place])
                    sum &+= value
                    square &+= value &* value
                }
                sums[channel] += sum
                squares[channel] += square
            }
        }
        pixelCount += UInt64(picture.pixelCount)
        pictureCount += 1
    }

    mutating func add(_ other: PictureSums) {
        for channel in sums.indices {
            sums[channel] += other.sums[channel]
            squares[channel] += other.squares[channel]
        }
        pixelCount += other.pixelCount
        pictureCount += other.pictureCount
    }

    var statistics: PictureStatistics {
        let count = Double(max(1, pixelCount))
        let means = sums.map { Double($0) / count }
        let deviations = zip(squares, means).map { max(0, Double($0) / count - $1 * $1).squareRoot() }
        return PictureStatistics(
            mean: means.map { Float($0 / 255) }, deviation: deviations.map { Float(max(1, $0) / 255) },
            pictureCount: pictureCount)
    }
}
