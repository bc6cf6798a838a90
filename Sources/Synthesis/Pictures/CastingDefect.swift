#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What casting can leave on a part's turned face, from gross to slight: large enough to be learnt from a few dozen pictures.
///
/// - Blow holes: gas caught below the skin, cut open by the lathe: small dark pits with a bright lip on the side away from the light.
/// - Cracks: hot tears from an edge, thin and crooked.
/// - Shrinkage: metal that had none to follow while it set: a patch of spongy holes in a slightly sunken, duller field.
///
/// Source: Campbell, "Complete Casting Handbook", 2015, chapters 6–8.
struct CastingDefect {
    let shape: CastingShape

    func addBlowHoles(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        let strength = draw.number(0.6...1)
        for _ in 0..<draw.whole(2...6) {
            let place = shape.point(faceShare(&draw), draw.number(0...6.28))
            addPit(
                at: place, radius: Double(shape.radius) * draw.ratio(0.035...0.1), depth: strength, to: &plane, &draw)
        }
    }

    func addCrack(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        let fromOutside = draw.chance(0.6)
        let angle = draw.number(0...6.28)
        let start = shape.point(fromOutside ? 1 : Double(shape.groove) + 0.01, angle)
        let lean = draw.number(-0.9...0.9)
        let walk = CrackWalk(
            direction: angle + (fromOutside ? .pi : 0) + lean, length: Double(shape.radius) * draw.number(0.3...0.6),
            radius: Double(shape.size) / 160 * draw.ratio(1.1...2.4), wander: 0.35, branching: 1.5, startsThin: false)
        var cover = BrightnessPlane(width: shape.size, height: shape.size)
        for stroke in walk.strokes(from: start, &draw) { stroke.cover(&cover) }
        let depth = Float(draw.number(0.45...0.9))
        plane.combine(cover) { $0 * (1 - depth * $1) }
    }

    func addShrinkage(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        let centre = shape.point(draw.number(0.72...0.88), draw.number(0...6.28))
        let reach = Double(shape.radius) * draw.number(0.18...0.32)
        let strength = Float(draw.number(0.6...0.95))
        let stretch = draw.number(0.6...1.6)
        var sponge = BrightnessPlane(width: shape.size, height: shape.size)
        ValueNoise.add(1, cell: max(2, 0.055 * Double(shape.radius)), octaves: 2, to: &sponge, &draw)
        let threshold = Float(draw.number(0.0...0.25))
        for index in sponge.values.indices {
            let dx = (Double(index % shape.size) + 0.5 - centre.x) * stretch
            let dy = (Double(index / shape.size) + 0.5 - centre.y) / stretch
            let field = Float(max(0, 1 - (dx * dx + dy * dy) / (reach * reach)))
            guard field > 0 else { continue }
            let hole = min(1, max(0, (sponge.values[index] - threshold + 0.3 * (field - 0.6)) * 4))
            plane.values[index] *= 1 - strength * (0.12 * field.squareRoot() + 0.75 * hole * min(1, 2.5 * field))
        }
    }

    /// What good parts have too: dust, faint scratches and glints on the edges.
    func addHarmlessTraces(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        for _ in 0..<draw.whole(0...4) {
            let place = shape.point(draw.number(0...1.1), draw.number(0...6.28))
            addPit(
                at: place, radius: Double(shape.size) / 160 * draw.number(0.4...0.8), depth: draw.number(0.1...0.35),
                to: &plane, &draw)
        }
        for _ in 0..<draw.whole(0...3) {
            let (start, end) = (shape.point(faceShare(&draw), draw.number(0...6.28)), draw.number(0...6.28))
            let length = Double(shape.radius) * draw.number(0.05...0.25)
            let brighter = Float(draw.number(0.02...0.07))
            addLine(from: start, angle: end, length: length, to: &plane) { $0 + brighter * $1 }
        }
        for _ in 0..<draw.whole(0...5) {
            let edge = [1, Double(shape.groove), Double(shape.bowl), Double(shape.hub)][draw.whole(0...3)]
            let place = shape.point(edge, draw.number(0...6.28))
            addSpot(at: place, radius: Double(shape.size) / 160 * draw.number(0.5...1.3), to: &plane) {
                $0 + 0.35 * $1
            }
        }
    }

    /// A place on the turned face or, seldom, on the inner ring.
    private func faceShare(_ draw: inout Draw) -> Double {
        draw.chance(0.85)
            ? draw.number((Double(shape.groove) + 0.05)...0.95)
            : draw.number((Double(shape.bowl) + 0.01)...(Double(shape.groove) - 0.03))
    }

    private func addPit(
        at place: (x: Double, y: Double), radius: Double, depth: Double, to plane: inout BrightnessPlane,
        _ draw: inout Draw
    ) {
        let lip = (
            x: place.x - cos(Double(shape.light)) * radius * 0.7, y: place.y - sin(Double(shape.light)) * radius * 0.7
        )
        addSpot(at: lip, radius: radius, to: &plane) { $0 * (1 + 0.18 * Float(depth) * $1) }
        // Two or three overlapping discs are no circle any more.
        for _ in 0..<draw.whole(1...3) {
            let (dx, dy) = (draw.normal() * 0.3 * radius, draw.normal() * 0.3 * radius)
            let part = radius * draw.number(0.6...1)
            addSpot(at: (place.x + dx, place.y + dy), radius: part, to: &plane) { $0 * (1 - 0.75 * Float(depth) * $1) }
        }
    }

    private func addSpot(
        at place: (x: Double, y: Double), radius: Double, to plane: inout BrightnessPlane,
        _ change: (Float, Float) -> Float
    ) {
        let reach = radius + 1
        let size = Double(shape.size)
        for row in Int(max(0, place.y - reach))..<max(Int(max(0, place.y - reach)), Int(min(size, place.y + reach + 1)))
        {
            for column in Int(
                max(0, place.x - reach))..<max(Int(max(0, place.x - reach)), Int(min(size, place.x + reach + 1)))
            {
                let (dx, dy) = (Double(column) + 0.5 - place.x, Double(row) + 0.5 - place.y)
                let covered = Float(min(1, max(0, radius + 0.5 - (dx * dx + dy * dy).squareRoot())))
                let index = row * shape.size + column
                if covered > 0 { plane.values[index] = change(plane.values[index], covered) }
            }
        }
    }

    private func addLine(
        from start: (x: Double, y: Double), angle: Double, length: Double, to plane: inout BrightnessPlane,
        _ change: (Float, Float) -> Float
    ) {
        var cover = BrightnessPlane(width: shape.size, height: shape.size)
        let end = (x: start.x + length * cos(angle), y: start.y + length * sin(angle))
        Stroke(points: [.init(x: start.x, y: start.y, radius: 0.4), .init(x: end.x, y: end.y, radius: 0.4)]).cover(
            &cover)
        plane.combine(cover) { $1 > 0 ? change($0, $1) : $0 }
    }
}
