import InspectionTypes
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A picture that defects are painted on: numbers 0…1, `[row, column, channel]`, beside what it was before.
struct DefectGround {
    let width: Int
    let height: Int
    let channels: Int
    /// Another normal picture of the same size and colour, where foreign content is taken from.
    let other: [Float]
    let original: [Float]
    var values: [Float]

    init(_ picture: Picture, other: Picture) {
        precondition(
            picture.width == other.width && picture.height == other.height && picture.colour == other.colour,
            "DefectGround: a picture of \(picture.width)×\(picture.height) beside one of \(other.width)×\(other.height)"
        )
        (width, height, channels) = (picture.width, picture.height, picture.channelCount)
        original = picture.pixels.map { Float($0) / 255 }
        values = original
        self.other = other.pixels.map { Float($0) / 255 }
    }

    /// The shorter side, in pixels: what shares of a picture are shares of.
    var side: Float { Float(min(width, height)) }

    func index(_ row: Int, _ column: Int) -> Int { (row * width + column) * channels }

    /// Whether a pixel looks different from what it was by more than `least` in a channel.
    func isChanged(pixel: Int, least: Float) -> Bool {
        let start = pixel * channels
        return (start..<start + channels).contains { abs(values[$0] - original[$0]) > least }
    }

    func changedPixels(least: Float) -> Int {
        (0..<width * height).reduce(0) { $0 + (isChanged(pixel: $1, least: least) ? 1 : 0) }
    }

    /// Where a defect's middle comes to lie: anywhere in half of the cases, else where of eight places the picture changes most. Edges
    /// are where castings, printings and weavings fail, and where a defect is hardest to tell from what belongs there.
    func place(using generator: inout SeededGenerator) -> SIMD2<Float> {
        let isAnywhere = generator.nextChance(0.5)
        let places = (0..<8).map { _ in
            (row: Int(generator.nextUniform() * Double(height)), column: Int(generator.nextUniform() * Double(width)))
        }
        func steepness(_ place: (row: Int, column: Int)) -> Float {
            let (above, below) = (max(0, place.row - 1), min(height - 1, place.row + 1))
            let (left, right) = (max(0, place.column - 1), min(width - 1, place.column + 1))
            return abs(values[index(below, place.column)] - values[index(above, place.column)])
                + abs(values[index(place.row, right)] - values[index(place.row, left)])
        }
        let chosen = isAnywhere ? places[0] : places.max { steepness($0) < steepness($1) } ?? places[0]
        return SIMD2(Float(chosen.column), Float(chosen.row))
    }

    /// A channel of a picture between pixels, its border held.
    static func sample(
        _ values: [Float], width: Int, height: Int, channels: Int, at point: SIMD2<Float>, channel: Int
    ) -> Float {
        let x = max(0, min(Float(width - 1), point.x))
        let y = max(0, min(Float(height - 1), point.y))
        let (column, row) = (min(max(0, width - 2), Int(x)), min(max(0, height - 2), Int(y)))
        let (right, below) = (x - Float(column), y - Float(row))
        let here = (row * width + column) * channels + channel
        let next = width > 1 ? channels : 0
        let under = height > 1 ? width * channels : 0
        let upper = values[here] + right * (values[here + next] - values[here])
        let lower = values[here + under] + right * (values[here + under + next] - values[here + under])
        return upper + below * (lower - upper)
    }

    /// The picture now, and where it can be seen to have changed.
    func finished(least: Float) -> (picture: Picture, mask: Mask) {
        let pixels = values.map { UInt8(max(0, min(255, ($0 * 255).rounded()))) }
        let changed = (0..<width * height).map { UInt8(isChanged(pixel: $0, least: least) ? 1 : 0) }
        return (
            Picture(width: width, height: height, colour: channels == 1 ? .grey : .rgb, pixels: pixels),
            Mask(width: width, height: height, values: changed)
        )
    }
}

extension SeededGenerator {
    /// A number of the range, its logarithm evenly drawn: as often between 1 and 2 as between 2 and 4.
    mutating func nextLogarithmic(_ low: Float, _ high: Float) -> Float {
        low * exp(log(high / low) * Float(nextUniform()))
    }

    /// A number of the range, evenly drawn.
    mutating func next(_ low: Float, _ high: Float) -> Float { low + (high - low) * Float(nextUniform()) }

    /// A place in a list of shares that add up to 1.
    mutating func nextKind(of shares: [Float]) -> Int {
        var rest = Float(nextUniform())
        for (place, share) in shares.enumerated() {
            rest -= share
            if rest < 0 { return place }
        }
        return shares.count - 1
    }
}
