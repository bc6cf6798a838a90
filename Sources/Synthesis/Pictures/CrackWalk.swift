#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A crack's way: it wanders about a direction, kinks where it meets a grain, widens and narrows, and sends out thinner branches.
struct CrackWalk {
    /// In radians.
    var direction: Double
    /// In pixels.
    var length: Double
    /// Half the width at its widest, in pixels.
    var radius: Double
    /// Standard deviation of the turn at a step, in radians.
    var wander: Double
    /// Branches to be expected in 100 pixels.
    var branching: Double
    /// Whether it starts as thin as it ends; not so where it comes in over the border.
    var startsThin: Bool

    static let thinnest = 0.6

    /// The crack and its branches from a point.
    func strokes(from start: (x: Double, y: Double), _ draw: inout Draw, depth: Int = 0) -> [Stroke] {
        var strokes = [Stroke(points: [])]
        var (x, y, heading) = (start.x, start.y, direction)
        // The width's slow swell, and its quick unevenness.
        let (period, phase) = (draw.number(25...70), draw.number(0...6.28))
        var travelled = 0.0
        while travelled < length {
            let share = travelled / length
            let taper = (1 - share * share) * (startsThin ? min(1, 4 * share) : 1)
            let swell = 0.75 + 0.25 * sin(2 * .pi * travelled / period + phase)
            let here = radius * taper * swell * draw.decibels(-3...2)
            strokes[0].points.append(.init(x: x, y: y, radius: max(Self.thinnest, here)))
            if depth < 2, draw.chance(branching / 100 * 2.5), travelled > 8 {
                let side = draw.chance(0.5) ? 1.0 : -1
                let child = CrackWalk(
                    direction: heading + side * draw.number(0.4...1.1), length: length * draw.number(0.12...0.45),
                    radius: here * draw.number(0.4...0.8), wander: wander, branching: branching * 0.5,
                    startsThin: false)
                strokes += child.strokes(from: (x, y), &draw, depth: depth + 1)
            }
            // It is drawn back to its direction, so that it gets somewhere.
            heading += wander * draw.normal() + 0.15 * (direction - heading)
            if draw.chance(0.06) { heading += draw.number(-0.9...0.9) }
            let step = draw.number(1.5...3.5)
            x += step * cos(heading)
            y += step * sin(heading)
            travelled += step
        }
        return strokes
    }
}
