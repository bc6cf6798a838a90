/// A line of varying width, such as a crack: points joined by straight pieces.
struct Stroke {
    struct Point {
        var x: Double
        var y: Double
        /// Half the width there, in pixels.
        var radius: Double
    }

    var points: [Point]

    /// Marks in `plane` how much of each pixel the line covers, 0…1, `clamp(radius − distance + ½)`; where lines cross, the larger share counts.
    func cover(_ plane: inout BrightnessPlane) {
        for (a, b) in zip(points, points.dropFirst()) {
            let reach = max(a.radius, b.radius) + 1
            let columns = Self.range(min(a.x, b.x) - reach, max(a.x, b.x) + reach, plane.width)
            let (dx, dy) = (b.x - a.x, b.y - a.y)
            let square = max(dx * dx + dy * dy, 1e-9)
            for row in Self.range(min(a.y, b.y) - reach, max(a.y, b.y) + reach, plane.height) {
                for column in columns {
                    let (px, py) = (Double(column) + 0.5 - a.x, Double(row) + 0.5 - a.y)
                    let share = min(1, max(0, (px * dx + py * dy) / square))
                    let (ex, ey) = (px - share * dx, py - share * dy)
                    let radius = a.radius + share * (b.radius - a.radius)
                    let covered = Float(min(1, radius + 0.5 - (ex * ex + ey * ey).squareRoot()))
                    let index = row * plane.width + column
                    if covered > plane.values[index] { plane.values[index] = covered }
                }
            }
        }
    }

    private static func range(_ low: Double, _ high: Double, _ count: Int) -> Range<Int> {
        let start = Int(min(max(low, 0), Double(count)))
        return start..<max(start, Int(min(max(high.rounded(.up), 0), Double(count))))
    }
}
