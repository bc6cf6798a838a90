/// One outline that encloses what several enclose, outer and holes: COCO's polygons are united when they are read, a hole as its own polygon would fill
/// itself.
///
/// From the top corner of each hole a slit without width goes up to the nearest outline, there and back. The area stays, and filling it gives the same
/// pixels.
enum KeyholePolygon {
    /// Holes that are cut at most, the largest; the others count as filled in the outline.
    static let limit = 1000

    /// - Parameter polygons: the outer outline first, holes in the other sense of rotation; `x, y, x, y …`.
    static func joined(_ polygons: [[Double]]) -> [Double] {
        guard let outer = polygons.first else { return [] }
        var points = self.points(outer)
        let holes = polygons.dropFirst().map(self.points).sorted { area($0) > area($1) }.prefix(limit)
        // From the top, so that what lies between a hole and the outer outline is already joined to it.
        for hole in holes.map(fromTop).sorted(by: { $0[0].y < $1[0].y }) {
            let top = hole[0]
            var nearest: (side: Int, y: Double)?
            for side in points.indices {
                let (a, b) = (points[side], points[(side + 1) % points.count])
                guard a.x != b.x, min(a.x, b.x) <= top.x, top.x <= max(a.x, b.x) else { continue }
                let y = a.y + (b.y - a.y) * (top.x - a.x) / (b.x - a.x)
                if y <= top.y, y > nearest?.y ?? -.infinity { nearest = (side, y) }
            }
            guard let nearest else { continue }
            let entry = Point(x: top.x, y: nearest.y)
            points.insert(contentsOf: [entry] + hole + [top, entry], at: nearest.side + 1)
        }
        return points.flatMap { [$0.x, $0.y] }
    }

    private struct Point {
        var x: Double
        var y: Double
    }

    private static func points(_ polygon: [Double]) -> [Point] {
        stride(from: 0, to: polygon.count - 1, by: 2).map { Point(x: polygon[$0], y: polygon[$0 + 1]) }
    }

    private static func area(_ points: [Point]) -> Double {
        let sum = points.indices.reduce(0.0) { sum, i in
            let (a, b) = (points[i], points[(i + 1) % points.count])
            return sum + a.x * b.y - b.x * a.y
        }
        return abs(sum) / 2
    }

    /// The same outline, begun at its top corner.
    private static func fromTop(_ points: [Point]) -> [Point] {
        let top = points.indices.min { (points[$0].y, points[$0].x) < (points[$1].y, points[$1].x) } ?? 0
        return Array(points[top...] + points[..<top])
    }
}
