#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A pump impeller as a camera above the belt sees it: a turned flange with a groove, a bowl with curved vanes, a hub with its bore.
///
/// Parts of one kind differ by little: place, turn, tilt, light, the traces of the lathe.
struct CastingShape {
    /// In pixels.
    let size: Int
    let centre: (x: Float, y: Float)
    /// Of the flange's edge, in pixels; the radii below are shares of it.
    let radius: Float
    let groove: Float
    let bowl: Float
    let hub: Float
    let bore: Float
    private let vanes: Float
    private let turn: Float
    /// Where the light comes from, in radians.
    let light: Float
    private let glare: (broad: Float, narrow: Float)
    private let background: Float
    private let shadow: Float
    private let metal: Float
    /// Brightness of the lathe's rings, from the centre outwards, two a pixel.
    private let rings: [Float]
    /// Brightness around the turn, 256 directions.
    private let streaks: [Float]

    init(size: Int, _ draw: inout Draw) {
        self.size = size
        let side = Double(size)
        centre = (Float(side * draw.number(0.47...0.53)), Float(side * draw.number(0.47...0.53)))
        radius = Float(side * draw.number(0.405...0.445))
        groove = Float(draw.number(0.59...0.62))
        bowl = groove - Float(draw.number(0.065...0.085))
        hub = Float(draw.number(0.255...0.275))
        bore = hub - Float(draw.number(0.07...0.085))
        vanes = 6
        turn = Float(draw.number(0...6.28))
        light = Float(draw.number(-2.6 ... -0.5))
        glare = (Float(draw.number(0.04...0.12)), Float(draw.number(0.04...0.14)))
        background = Float(draw.number(0.52...0.72))
        shadow = Float(draw.number(0.15...0.5))
        metal = Float(draw.number(0.66...0.82))
        var noise = draw.noise()
        let depth = Float(draw.number(0.006...0.02))
        rings = noise.samples(2 * size).map { $0 * depth }
        let unevenness = Float(draw.number(0.03...0.12))
        streaks = Self.smoothed(noise.samples(256), times: 6).map { $0 * unevenness }
    }

    /// The part without any defect and without the camera's noise.
    func render() -> BrightnessPlane {
        var plane = BrightnessPlane(width: size, height: size)
        plane.fill { x, y in
            let (dx, dy) = (x - centre.x, y - centre.y)
            return brightness(dx, dy, distance: (dx * dx + dy * dy).squareRoot())
        }
        return plane
    }

    /// The point at a share of the radius and an angle, in pixels.
    func point(_ share: Double, _ angle: Double) -> (x: Double, y: Double) {
        (
            Double(centre.x) + share * Double(radius) * cos(angle),
            Double(centre.y) + share * Double(radius) * sin(angle)
        )
    }

    private func brightness(_ dx: Float, _ dy: Float, distance: Float) -> Float {
        let angle = atan2(dy, dx)
        var value = ground(dx, dy)
        // From outside inwards, each laid over the one before with an edge one pixel soft.
        value += inside(1, distance) * (flange(angle, distance) - value)
        let rim = inside(1, distance) * (1 - inside(0.985, distance))
        value += rim * (0.45 + 0.35 * cos(angle - light) - value)
        value += inside(groove, distance) * (0.16 + 0.10 * cos(angle - light + .pi) - value)
        value += inside(groove - 0.025, distance) * (flange(angle, distance) * (1 - 0.06 * cos(angle - light)) - value)
        value += inside(bowl, distance) * (inner(angle, distance) - value)
        value += inside(hub, distance) * (metal + glare.broad * cos(angle - light) - value)
        return value + inside(bore, distance) * (hole(dx, dy) - value)
    }

    /// The share of a pixel that lies within a circle.
    private func inside(_ share: Float, _ distance: Float) -> Float {
        min(1, max(0, share * radius - distance + 0.5))
    }

    /// The belt, with the part's soft shadow on the side away from the light.
    private func ground(_ dx: Float, _ dy: Float) -> Float {
        let (sx, sy) = (dx + 0.05 * radius * cos(light), dy + 0.05 * radius * sin(light))
        let beyond = ((sx * sx + sy * sy).squareRoot() - radius) / (0.10 * radius)
        let gradient = 0.05 * (dx * cos(light) + dy * sin(light)) / radius
        return background + gradient - shadow * exp(-max(0, beyond))
    }

    /// Turned metal: its fine rings throw the light into fans on both sides.
    private func flange(_ angle: Float, _ distance: Float) -> Float {
        let broad = glare.broad * cos(angle - light)
        let fan = cos(2 * (angle - light))
        let ring = rings[min(rings.count - 1, Int(2 * distance))]
        let streak = streaks[Int((angle + .pi) * (255.9 / (2 * .pi))) & 255]
        return metal + broad + glare.narrow * fan * fan * fan + ring + streak
    }

    /// The dark bowl; the vanes are logarithmic spirals.
    private func inner(_ angle: Float, _ distance: Float) -> Float {
        let share = max(distance / radius, 0.05)
        let spiral = cos(vanes * (angle + turn) + 9 * log(share))
        let wall = max(0, spiral - 0.75) * 4
        return 0.08 + 0.2 * wall * (0.6 + 0.4 * cos(angle - light)) + 0.05 * (share - hub)
    }

    private func hole(_ dx: Float, _ dy: Float) -> Float {
        let across = (dx * cos(light) + dy * sin(light)) / (bore * radius)
        return background * (0.72 - 0.35 * across)
    }

    /// The mean of neighbours around the circle, several times.
    private static func smoothed(_ values: [Float], times: Int) -> [Float] {
        (0..<times).reduce(values) { values, _ in
            let count = values.count
            return (0..<count).map {
                (values[($0 + count - 1) % count] + values[$0] + values[($0 + 1) % count]) / 3
            }
        }
    }
}
