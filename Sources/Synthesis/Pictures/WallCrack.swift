#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import InspectionTypes

/// A crack in a wall and which pixels it covers.
struct WallCrack {
    /// The share of each pixel that it covers.
    let cover: BrightnessPlane
    /// How much darker than the wall it is, 0…1.
    let depth: Float

    /// One crack, seldom two, from hardly to be seen to gaping.
    init(size: Int, _ draw: inout Draw) {
        let side = Double(size)
        let scale = side / 256
        var cover = BrightnessPlane(width: size, height: size)
        let radius = draw.ratio(0.8...4) * scale
        for crack in 0..<(draw.chance(0.2) ? 2 : 1) {
            let crosses = draw.chance(0.7)
            let walk = CrackWalk(
                direction: draw.number(0...6.28),
                length: side * (crosses ? draw.number(0.7...1.5) : draw.number(0.25...0.6)),
                radius: crack == 0 ? radius : radius * 0.5, wander: draw.number(0.12...0.4),
                branching: draw.number(0...1.2), startsThin: !crosses)
            for stroke in walk.strokes(from: Self.start(of: walk, crosses: crosses, side: side, &draw), &draw) {
                stroke.cover(&cover)
            }
        }
        self.cover = cover
        // A hair crack is no pit: the thinner, the fainter.
        depth = Float(draw.number(0.3...0.85) * min(1, 0.6 + 0.2 * radius / scale))
    }

    /// Pixels that it covers by half or more.
    var mask: Mask {
        Mask(width: cover.width, height: cover.height, values: cover.values.map { $0 >= 0.5 ? 1 : 0 })
    }

    /// Darkens the wall; a little dirt lies along the edges.
    func add(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        var dirt = cover
        for _ in 0..<4 { dirt.soften(1) }
        let soiling = Float(draw.number(0...0.15))
        plane.combine(dirt) { $0 * (1 - soiling * min(1, $1)) }
        let depth = depth
        plane.combine(cover) { $0 * (1 - depth * $1) }
    }

    /// A crossing crack comes in over the border opposite to where it goes; the others start well inside.
    private static func start(
        of walk: CrackWalk, crosses: Bool, side: Double, _ draw: inout Draw
    ) -> (x: Double, y: Double) {
        let (c, s) = (cos(walk.direction), sin(walk.direction))
        let across = draw.number(-0.3...0.3) * side
        let back = crosses ? 0.5 * side / max(abs(c), abs(s)) : 0.5 * walk.length
        return (side / 2 - c * back - s * across, side / 2 - s * back + c * across)
    }
}
