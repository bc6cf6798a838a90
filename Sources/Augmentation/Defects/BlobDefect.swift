import InspectionTypes
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An irregular, more or less soft-edged ellipse that something has happened to.
struct BlobDefect {
    /// What happened within it.
    enum Kind: CaseIterable {
        /// Darker or brighter, with a little texture.
        case spot
        /// One tone for all: a hole, a blot.
        case hole
        /// What stands elsewhere in another picture.
        case foreign
        /// Roughness on top.
        case rough
        /// A height field lit from one side: a dent or a bump.
        case dent
        /// Content pushed along one direction.
        case smear
        /// Local contrast bleached or raised.
        case contrast

        /// How often each of them is drawn, in order.
        static let shares: [Float] = [0.22, 0.14, 0.16, 0.12, 0.14, 0.10, 0.12]
    }

    /// Its window's first column.
    let left: Int
    /// Its window's first row.
    let top: Int
    let width: Int
    let height: Int
    /// Mean diameter in pixels.
    let diameter: Float
    /// How much of each pixel of the window belongs to it, 0…1.
    let cover: [Float]

    /// - Parameter lengths: of the mean diameter, as shares of the picture's side.
    init?(on ground: DefectGround, lengths: ClosedRange<Float>, using generator: inout SeededGenerator) {
        diameter = generator.nextLogarithmic(lengths.lowerBound, lengths.upperBound) * ground.side
        let bend = generator.nextLogarithmic(1, 2.5).squareRoot()
        let (a, b) = (max(0.8, diameter / 2 * bend), max(0.8, diameter / 2 / bend))
        let angle = generator.next(0, .pi)
        let roughness = generator.next(0, 0.5)
        let cell = max(2, diameter * generator.next(0.2, 0.6))
        // The edge's width, in radii: sharp for most.
        let soft =
            generator.nextChance(0.7)
            ? generator.nextLogarithmic(0.7, 4) / max(1, diameter) : generator.next(0.3, 1)
        let middle =
            ground.place(using: &generator)
            + SIMD2(generator.next(-0.5, 0.5), generator.next(-0.5, 0.5))
        let reach = 1.7 * a + 2.5
        left = max(0, Int(middle.x - reach))
        top = max(0, Int(middle.y - reach))
        width = min(ground.width, Int(middle.x + reach) + 1) - left
        height = min(ground.height, Int(middle.y + reach) + 1) - top
        guard width >= 2, height >= 2 else { return nil }
        let noise = ValueNoise(width: width, height: height, cell: cell, using: &generator)
        var cover = [Float](repeating: 0, count: width * height)
        let (cosine, sine) = (cos(angle), sin(angle))
        for row in 0..<height {
            for column in 0..<width {
                let (x, y) = (Float(left + column) - middle.x, Float(top + row) - middle.y)
                let (u, v) = ((cosine * x + sine * y) / a, (cosine * y - sine * x) / b)
                let radius = (u * u + v * v).squareRoot()
                let inside = 1 - radius + roughness * noise.values[row * width + column]
                let edge = max(0, min(1, inside / soft + 0.5))
                cover[row * width + column] = edge * max(0, min(1, (1.7 - radius) / 0.2))
            }
        }
        self.cover = cover
    }

    /// Paints it.
    func paint(_ kind: Kind, on ground: inout DefectGround, using generator: inout SeededGenerator) {
        let strength = generator.next(0.6, 1)
        switch kind {
        case .spot:
            let noise = texture(cell: max(2, diameter * 0.3), using: &generator)
            let step = Self.step(0.06, 0.6, using: &generator)
            blend(&ground, strength) { place, _, value in value + step * (1 + 0.3 * noise[place]) }
        case .hole:
            let noise = texture(cell: generator.nextLogarithmic(1, max(2, diameter * 0.5)), using: &generator)
            let (depth, tones) = (generator.next(0, 0.15), Self.tones(ground, using: &generator))
            blend(&ground, strength) { place, channel, _ in tones[channel] + depth * noise[place] }
        case .foreign: paintForeign(on: &ground, strength, using: &generator)
        case .rough:
            let noise = texture(
                cell: generator.nextLogarithmic(1, max(2, diameter * 0.3)), using: &generator)
            let depth = generator.nextLogarithmic(0.08, 0.4)
            blend(&ground, strength) { place, _, value in value + depth * noise[place] }
        case .dent: paintDent(on: &ground, using: &generator)
        case .smear: paintSmear(on: &ground, strength, using: &generator)
        case .contrast:
            let factor = generator.nextChance(0.5) ? generator.next(-0.3, 0.5) : generator.next(1.5, 2.5)
            let means = self.means(of: ground)
            blend(&ground, strength) { _, channel, value in means[channel] + factor * (value - means[channel]) }
        }
    }

    /// A change of brightness: darker more often than brighter.
    static func step(_ low: Float, _ high: Float, using generator: inout SeededGenerator) -> Float {
        let size = generator.nextLogarithmic(low, high)
        return generator.nextChance(0.4) ? size : -size
    }

    /// A colour: mostly grey, with a little colour where the picture has any.
    private static func tones(_ ground: DefectGround, using generator: inout SeededGenerator) -> [Float] {
        let tone = generator.next(0, 1)
        let tint: Float = generator.nextChance(0.5) ? 0.25 : 0.03
        return (0..<ground.channels).map { _ in ground.channels == 1 ? tone : tone + generator.nextSymmetric(tint) }
    }

    private func texture(cell: Float, using generator: inout SeededGenerator) -> [Float] {
        ValueNoise(width: width, height: height, cell: cell, using: &generator).values
    }

    /// Goes over to a new value as far as the blob covers a pixel.
    private func blend(
        _ ground: inout DefectGround, _ strength: Float, _ value: (_ place: Int, _ channel: Int, _ old: Float) -> Float
    ) {
        for row in 0..<height {
            for column in 0..<width {
                let place = row * width + column
                guard cover[place] > 0 else { continue }
                let start = ground.index(top + row, left + column)
                for channel in 0..<ground.channels {
                    let old = ground.values[start + channel]
                    let new = old + strength * cover[place] * (value(place, channel, old) - old)
                    ground.values[start + channel] = max(0, min(1, new))
                }
            }
        }
    }

    private func means(of ground: DefectGround) -> [Float] {
        var sums = [Float](repeating: 0, count: ground.channels)
        for row in top..<top + height {
            for column in left..<left + width {
                for channel in sums.indices { sums[channel] += ground.values[ground.index(row, column) + channel] }
            }
        }
        return sums.map { $0 / Float(width * height) }
    }

    private func paintForeign(
        on ground: inout DefectGround, _ strength: Float, using generator: inout SeededGenerator
    ) {
        let row = generator.nextIndex(through: ground.height - height)
        let column = generator.nextIndex(through: ground.width - width)
        let isTurned = generator.nextChance(0.5)
        let keepsTone = generator.nextChance(0.5)
        let (gain, offset) = (generator.next(0.7, 1.3), generator.next(-0.15, 0.15))
        let (other, channels, line) = (ground.other, ground.channels, ground.width)
        func foreign(_ place: Int, _ channel: Int) -> Float {
            let (y, x) = (place / width, place % width)
            let (from, at) = isTurned ? (height - 1 - y, width - 1 - x) : (y, x)
            return other[((row + from) * line + column + at) * channels + channel]
        }
        var shift = [Float](repeating: 0, count: channels)
        if keepsTone {
            let means = self.means(of: ground)
            for channel in 0..<channels {
                let mean = (0..<width * height).reduce(Float(0)) { $0 + foreign($1, channel) } / Float(width * height)
                shift[channel] = means[channel] - mean
            }
        }
        blend(&ground, strength) { place, channel, _ in
            (foreign(place, channel) + shift[channel]) * gain + offset
        }
    }

    /// Light from one side on the blob taken as a height: one flank bright, the other dark.
    private func paintDent(on ground: inout DefectGround, using generator: inout SeededGenerator) {
        let noise = texture(cell: max(2, diameter * generator.next(0.3, 0.8)), using: &generator)
        let heights = cover.indices.map { cover[$0] * (1 + 0.3 * noise[$0]) }
        let angle = generator.next(0, 2 * .pi)
        let (cosine, sine) = (cos(angle), sin(angle))
        var slopes = [Float](repeating: 0, count: heights.count)
        var steepest: Float = 1e-6
        for row in 0..<height {
            for column in 0..<width {
                let (left, right) = (max(0, column - 1), min(width - 1, column + 1))
                let (above, below) = (max(0, row - 1), min(height - 1, row + 1))
                let across = heights[row * width + right] - heights[row * width + left]
                let down = heights[below * width + column] - heights[above * width + column]
                let slope = cosine * across + sine * down
                slopes[row * width + column] = slope
                steepest = max(steepest, abs(slope))
            }
        }
        let light = generator.nextLogarithmic(0.12, 0.7) / steepest
        let tone = generator.nextChance(0.6) ? Self.step(0.04, 0.3, using: &generator) : 0
        for row in 0..<height {
            for column in 0..<width {
                let place = row * width + column
                let change = light * slopes[place] + tone * cover[place]
                let start = ground.index(top + row, left + column)
                for index in start..<start + ground.channels {
                    ground.values[index] = max(0, min(1, ground.values[index] + change))
                }
            }
        }
    }

    private func paintSmear(
        on ground: inout DefectGround, _ strength: Float, using generator: inout SeededGenerator
    ) {
        let angle = generator.next(0, 2 * .pi)
        let length = generator.next(0.15, 0.6) * diameter + 1.5
        let (across, down) = (Int((cos(angle) * length).rounded()), Int((sin(angle) * length).rounded()))
        let before = ground
        blend(&ground, strength) { place, channel, _ in
            let row = max(0, min(before.height - 1, top + place / width + down))
            let column = max(0, min(before.width - 1, left + place % width + across))
            return before.values[before.index(row, column) + channel]
        }
    }
}
