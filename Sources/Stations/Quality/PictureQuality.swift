public import InspectionTypes

/// From where on a picture is no good. Only what leaves no doubt: blur and darkness are matters of what is looked at.
public struct PictureRules: Sendable, Equatable {
    /// Black: all but one pixel in a thousand have no channel brighter than this.
    public var darkest: UInt8
    /// Overexposed: all but one pixel in a hundred have no channel darker than this.
    public var brightest: UInt8
    /// Uniform: all but two pixels in a thousand differ by no more than this.
    public var leastSpread: UInt8
    /// Frozen: the very same bytes from a live source for so long, in seconds. A film's standing picture, packed anew, seldom is the same
    /// for so long.
    public var frozenSeconds: Double

    public init(
        darkest: UInt8 = 16, brightest: UInt8 = 250, leastSpread: UInt8 = 2, frozenSeconds: Double = 10
    ) {
        self.darkest = darkest
        self.brightest = brightest
        self.leastSpread = leastSpread
        self.frozenSeconds = frozenSeconds
    }
}

/// How good a picture is.
public struct PictureQuality: Sendable, Equatable {
    /// The mean of all channels, 0…1.
    public var brightness: Double
    /// The first that applies.
    public var problem: SignalProblem?

    public init(brightness: Double, problem: SignalProblem?) {
        self.brightness = brightness
        self.problem = problem
    }

    /// Pixels that are looked at, at most, evenly spread.
    private static let mostPixels = 1 << 18

    public init(of picture: Picture, rules: PictureRules = PictureRules()) {
        let channels = picture.channelCount
        // By the brightest and the darkest channel of each pixel, and of each channel by itself.
        var histograms = [[Int]](repeating: [Int](repeating: 0, count: 256), count: 2 + channels)
        // Odd, so that it does not walk along a column.
        let step = max(1, picture.pixelCount / Self.mostPixels) | 1
        var (sum, count) = (0, 0)
        picture.pixels.withUnsafeBufferPointer { pixels in
            for pixel in stride(from: 0, to: picture.pixelCount, by: step) {
                var (most, least) = (UInt8(0), UInt8(255))
                for channel in 0..<channels {
                    let value = pixels[pixel * channels + channel]
                    (most, least) = (max(most, value), min(least, value))
                    sum += Int(value)
                    histograms[2 + channel][Int(value)] += 1
                }
                histograms[0][Int(most)] += 1
                histograms[1][Int(least)] += 1
                count += 1
            }
        }
        brightness = Double(sum) / Double(count * channels) / 255
        let isUniform = histograms[2...].allSatisfy {
            Self.level($0, 0.999, of: count) - Self.level($0, 0.001, of: count) <= Int(rules.leastSpread)
        }
        if Self.level(histograms[0], 0.999, of: count) <= Int(rules.darkest) {
            problem = .black
        } else if Self.level(histograms[1], 0.01, of: count) >= Int(rules.brightest) {
            problem = .overexposed
        } else if isUniform {
            problem = .uniform
        }
    }

    /// The level that a share of the pixels does not exceed.
    private static func level(_ histogram: [Int], _ share: Double, of count: Int) -> Int {
        let wanted = max(1, Int((share * Double(count)).rounded(.up)))
        var sum = 0
        for (level, number) in histogram.enumerated() {
            sum += number
            if sum >= wanted { return level }
        }
        return 255
    }
}

/// Whether a live source has been sending one and the same picture.
struct FreezeWatch {
    private let seconds: Double
    private var last: UInt64?
    private var since = 0.0
    private var repeats = 0

    init(_ rules: PictureRules) { seconds = rules.frozenSeconds }

    /// - Parameter position: when it came, in seconds.
    mutating func isFrozen(_ bytes: [UInt8], at position: Double) -> Bool {
        let sum = bytes.withUnsafeBytes(Checksum.of)
        guard sum == last else {
            (last, since, repeats) = (sum, position, 0)
            return false
        }
        repeats += 1
        return repeats >= 2 && position - since >= seconds
    }
}
