import InspectionTypes
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A rectangle of this or another normal picture, turned and put down where it does not belong (CutPaste; Li et al., CVPR 2021).
struct PatchDefect {
    /// Shares of the picture's area that a rectangle takes.
    static let areas: ClosedRange<Float> = 0.0008...0.05

    static func paint(on ground: inout DefectGround, using generator: inout SeededGenerator) {
        let area = generator.nextLogarithmic(areas.lowerBound, areas.upperBound) * ground.side * ground.side
        // Half as scars: long and thin.
        let aspect =
            generator.nextChance(0.6) ? generator.nextLogarithmic(0.2, 5) : generator.nextLogarithmic(0.05, 20)
        let longest = 0.6 * ground.side
        let size = SIMD2(
            max(2, min(longest, (area / aspect).squareRoot())), max(2, min(longest, (area * aspect).squareRoot())))
        let source = generator.nextChance(0.5) ? ground.values : ground.other
        let from = SIMD2(
            generator.next(0, max(0, Float(ground.width) - size.x)),
            generator.next(0, max(0, Float(ground.height) - size.y)))
        let (gain, offset) = (generator.next(0.8, 1.2), generator.next(-0.1, 0.1))
        let angle = generator.next(-.pi / 4, .pi / 4)
        let (cosine, sine) = (cos(angle), sin(angle))
        let middle = ground.place(using: &generator)
        let reach = (size.x * size.x + size.y * size.y).squareRoot() / 2 + 1
        let rows = max(0, Int(middle.y - reach))..<max(0, min(ground.height, Int(middle.y + reach) + 1))
        let columns = max(0, Int(middle.x - reach))..<max(0, min(ground.width, Int(middle.x + reach) + 1))
        for row in rows {
            for column in columns {
                let (x, y) = (Float(column) - middle.x, Float(row) - middle.y)
                let place = SIMD2(cosine * x + sine * y, cosine * y - sine * x)
                let edge = SIMD2(size.x / 2 - abs(place.x), size.y / 2 - abs(place.y)) + 0.5
                let cover = max(0, min(1, edge.x)) * max(0, min(1, edge.y))
                guard cover > 0 else { continue }
                let start = ground.index(row, column)
                for channel in 0..<ground.channels {
                    let value = DefectGround.sample(
                        source, width: ground.width, height: ground.height, channels: ground.channels,
                        at: from + size / 2 + place, channel: channel)
                    let old = ground.values[start + channel]
                    ground.values[start + channel] = max(0, min(1, old + cover * (value * gain + offset - old)))
                }
            }
        }
    }
}
