import InspectionTypes
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A line that wanders: a scratch, a crack, a hair.
struct ScratchDefect {
    /// Widths in pixels.
    static let widths: ClosedRange<Float> = 0.5...3

    static func paint(on ground: inout DefectGround, using generator: inout SeededGenerator) {
        let points = self.points(on: ground, using: &generator)
        let width = generator.nextLogarithmic(widths.lowerBound, widths.upperBound)
        let soft = generator.nextChance(0.4) ? generator.next(1, 3) : 1
        var cover = self.cover(of: points, width: width, soft: soft, ground)
        let isBroken = generator.nextChance(0.4)
        let noise = ValueNoise(width: ground.width, height: ground.height, cell: 8, using: &generator)
        if isBroken {
            for place in cover.indices where cover[place] > 0 {
                cover[place] *= max(0, min(1, 0.7 + 0.5 * noise.values[place]))
            }
        }
        let step = BlobDefect.step(0.12, 0.7, using: &generator)
        // A groove has a bright and a dark side.
        let isGroove = generator.nextChance(0.3)
        let (away, share) = (1 + generator.nextIndex(through: 1), generator.next(0.3, 1))
        let isAcross = generator.nextChance(0.5)
        for row in 0..<ground.height {
            for column in 0..<ground.width {
                var change = step * cover[row * ground.width + column]
                if isGroove {
                    let (y, x) = isAcross ? (row, column - away) : (row - away, column)
                    if x >= 0, y >= 0 { change -= step * share * cover[y * ground.width + x] }
                }
                guard change != 0 else { continue }
                let start = ground.index(row, column)
                for index in start..<start + ground.channels {
                    ground.values[index] = max(0, min(1, ground.values[index] + change))
                }
            }
        }
    }

    /// A walk whose direction changes a little at every step.
    private static func points(on ground: DefectGround, using generator: inout SeededGenerator) -> [SIMD2<Float>] {
        let count = 3 + generator.nextIndex(through: 10)
        let step = generator.nextLogarithmic(0.03, 0.5) * ground.side / Float(count)
        let bend = generator.next(0, 0.6)
        var angle = generator.next(0, 2 * .pi)
        var points = [ground.place(using: &generator)]
        for _ in 0..<count {
            angle += bend * Float(generator.nextNormal())
            points.append(points[points.count - 1] + step * SIMD2(cos(angle), sin(angle)))
        }
        return points
    }

    /// How much of each pixel the line covers, by its distance from the nearest piece.
    private static func cover(
        of points: [SIMD2<Float>], width: Float, soft: Float, _ ground: DefectGround
    ) -> [Float] {
        var cover = [Float](repeating: 0, count: ground.width * ground.height)
        let reach = width / 2 + soft
        for (from, to) in zip(points, points.dropFirst()) {
            let along = to - from
            let length = max(1e-6, (along * along).sum())
            let low = pointwiseMin(from, to) - reach
            let high = pointwiseMax(from, to) + reach
            // The walk may leave the picture.
            guard high.x >= 0, high.y >= 0, low.x < Float(ground.width), low.y < Float(ground.height) else { continue }
            for row in Int(max(0, low.y))...min(ground.height - 1, Int(high.y)) {
                for column in Int(max(0, low.x))...min(ground.width - 1, Int(high.x)) {
                    let offset = SIMD2(Float(column), Float(row)) - from
                    let share = max(0, min(1, (offset * along).sum() / length))
                    let away = offset - share * along
                    let distance = (away * away).sum().squareRoot()
                    // A line thinner than a pixel covers a part of it.
                    let value = max(0, min(1, (width / 2 - distance) / soft + 0.5)) * min(1, width)
                    let place = row * ground.width + column
                    cover[place] = max(cover[place], value)
                }
            }
        }
        return cover
    }
}
