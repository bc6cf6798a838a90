#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Concrete or plaster without a crack, and what may be taken for one: joints, pores, stains, streaks, shadows, scratches.
struct WallSurface {
    let size: Int

    /// The bare surface: clouds, blotches, grain.
    func render(_ draw: inout Draw) -> BrightnessPlane {
        let side = Double(size)
        var plane = BrightnessPlane(width: size, height: size, value: Float(draw.number(0.42...0.74)))
        ValueNoise.add(draw.number(0.02...0.09), cell: side / 3, octaves: 3, to: &plane, &draw)
        ValueNoise.add(
            draw.number(0.01...0.06), cell: draw.ratio(5...16), stretch: draw.chance(0.25) ? draw.number(2...6) : 1,
            octaves: 4, gain: draw.number(0.5...0.9), to: &plane, &draw)
        addLight(to: &plane, &draw)
        return plane
    }

    /// What may be taken for a crack and is none.
    func addDistractors(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        if draw.chance(0.45) { addStains(to: &plane, &draw) }
        if draw.chance(0.5) { addPores(to: &plane, &draw) }
        if draw.chance(0.3) { addJoint(to: &plane, &draw) }
        if draw.chance(0.25) { addStreaks(to: &plane, &draw) }
        if draw.chance(0.3) { addScratches(to: &plane, &draw) }
        if draw.chance(0.3) { addShadow(to: &plane, &draw) }
    }

    /// Light from one side, darker towards the picture's corners.
    private func addLight(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        let (angle, slope) = (draw.number(0...6.28), Float(draw.number(0...0.14)))
        let (c, s) = (Float(cos(angle)) * slope, Float(sin(angle)) * slope)
        let half = Float(size) / 2
        var light = BrightnessPlane(width: size, height: size)
        light.fill { x, y in
            let (dx, dy) = ((x - half) / half, (y - half) / half)
            return 1 + c * dx + s * dy - 0.03 * (dx * dx + dy * dy)
        }
        plane.combine(light, *)
    }

    /// Damp: patches with a soft border, darker by a tenth or two.
    private func addStains(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        var field = BrightnessPlane(width: size, height: size)
        ValueNoise.add(1, cell: Double(size) * draw.number(0.15...0.4), octaves: 4, to: &field, &draw)
        let (threshold, depth) = (Float(draw.number(0.1...0.6)), Float(draw.number(0.05...0.2)))
        let sharpness = Float(draw.number(2...10))
        plane.combine(field) { $0 * (1 - depth * min(1, max(0, ($1 - threshold) * sharpness))) }
    }

    /// Where air stood at the formwork: round and dark.
    private func addPores(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        var cover = BrightnessPlane(width: size, height: size)
        for _ in 0..<draw.whole(3...40) {
            let (x, y) = (draw.number(0...Double(size)), draw.number(0...Double(size)))
            let radius = draw.ratio(0.6...4) * Double(size) / 256
            // A short piece of line: round to oval.
            let end = Stroke.Point(
                x: x + draw.normal() * 0.4 * radius, y: y + draw.normal() * 0.4 * radius, radius: radius)
            Stroke(points: [.init(x: x, y: y, radius: radius), end]).cover(&cover)
        }
        let depth = Float(draw.number(0.2...0.6))
        plane.combine(cover) { $0 * (1 - depth * $1) }
    }

    /// A formwork joint or a movement joint: straight, even, upright or level, at times with its cross.
    private func addJoint(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        let side = Double(size)
        let (depth, radius) = (Float(draw.number(0.15...0.6)), draw.ratio(0.6...3.5) * side / 256)
        var cover = BrightnessPlane(width: size, height: size)
        let isUpright = draw.chance(0.5)
        for crossing in 0..<(draw.chance(0.3) ? 2 : 1) {
            let (place, lean) = (draw.number(0.1...0.9) * side, draw.number(-0.02...0.02) * side)
            let (a, b) = ((place - lean, -5.0), (place + lean, side + 5))
            let upright = isUpright == (crossing == 0)
            Stroke(
                points: [a, b].map {
                    upright ? .init(x: $0.0, y: $0.1, radius: radius) : .init(x: $0.1, y: $0.0, radius: radius)
                }
            )
            .cover(&cover)
        }
        plane.combine(cover) { $0 * (1 - depth * $1) }
    }

    /// Water ran down here.
    private func addStreaks(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        var field = BrightnessPlane(width: size, height: size)
        ValueNoise.add(1, cell: draw.number(6...20), stretch: draw.number(10...25), octaves: 2, to: &field, &draw)
        let depth = Float(draw.number(0.05...0.18))
        plane.combine(field) { $0 * (1 - depth * min(1, max(0, 2 * $1))) }
    }

    /// Straight and mostly bright.
    private func addScratches(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        var cover = BrightnessPlane(width: size, height: size)
        let side = Double(size)
        for _ in 0..<draw.whole(1...5) {
            let (x, y, angle) = (draw.number(0...side), draw.number(0...side), draw.number(0...6.28))
            let length = side * draw.number(0.05...0.4)
            let radius = draw.number(0.3...0.9)
            Stroke(points: [
                .init(x: x, y: y, radius: radius),
                .init(x: x + length * cos(angle), y: y + length * sin(angle), radius: radius * 0.6),
            ]).cover(&cover)
        }
        let change = Float(draw.chance(0.8) ? draw.number(0.05...0.18) : draw.number(-0.15 ... -0.05))
        plane.combine(cover) { $0 + change * $1 }
    }

    /// A pole's or a railing's shadow: a straight soft edge, sometimes two.
    private func addShadow(to plane: inout BrightnessPlane, _ draw: inout Draw) {
        let angle = draw.number(0...6.28)
        let (c, s) = (Float(cos(angle)), Float(sin(angle)))
        let half = Float(size) / 2
        let offset = Float(draw.number(-0.7...0.7)) * half
        let breadth = draw.chance(0.5) ? Float(draw.number(0.05...0.5)) * half : 4 * half
        let softness = Float(draw.number(1...10))
        let depth = Float(draw.number(0.15...0.45))
        var shadow = BrightnessPlane(width: size, height: size)
        shadow.fill { x, y in
            let across = (x - half) * c + (y - half) * s - offset
            return min(1, max(0, min(across, breadth - across) / softness + 0.5))
        }
        plane.combine(shadow) { $0 * (1 - depth * $1) }
    }
}
