/// Leaves out corners of a closed outline that lie near the line between those that stay.
///
/// Source: Douglas and Peucker, "Algorithms for the reduction of the number of points required to represent a digitized line", Cartographica 10
/// (1973).
enum PolygonSimplifier {
    /// No corner of the outline ends up farther than `tolerance` pixels from the new one; 0 leaves it as it is.
    ///
    /// - Parameter polygon: `x, y, x, y …`, closed by itself.
    static func simplified(_ polygon: [Double], tolerance: Double) -> [Double] {
        let count = polygon.count / 2
        guard tolerance > 0, count > 4 else { return polygon }
        func squaredDistance(_ i: Int, _ j: Int) -> Double {
            let (x, y) = (polygon[2 * i] - polygon[2 * j], polygon[2 * i + 1] - polygon[2 * j + 1])
            return x * x + y * y
        }
        // A closed line has no ends: it is cut at its first corner and at the one farthest from that.
        let far = (1..<count).max { squaredDistance(0, $0) < squaredDistance(0, $1) } ?? 0
        var isKept = [Bool](repeating: false, count: count + 1)
        isKept[0] = true
        isKept[far] = true
        var parts = [(0, far), (far, count)]
        while let (first, last) = parts.popLast() {
            var (worst, distance) = (first, tolerance)
            for corner in first..<last where corner > first {
                let away = distanceToSegment(polygon, corner, first, last % count)
                if away > distance { (worst, distance) = (corner, away) }
            }
            guard worst > first else { continue }
            isKept[worst] = true
            parts.append((first, worst))
            parts.append((worst, last))
        }
        let kept = (0..<count).filter { isKept[$0] }
        guard kept.count >= 3 else { return polygon }
        return kept.flatMap { [polygon[2 * $0], polygon[2 * $0 + 1]] }
    }

    private static func distanceToSegment(_ polygon: [Double], _ point: Int, _ a: Int, _ b: Int) -> Double {
        let (ax, ay) = (polygon[2 * a], polygon[2 * a + 1])
        let (dx, dy) = (polygon[2 * b] - ax, polygon[2 * b + 1] - ay)
        let (px, py) = (polygon[2 * point] - ax, polygon[2 * point + 1] - ay)
        let square = dx * dx + dy * dy
        let share = square > 0 ? min(1, max(0, (px * dx + py * dy) / square)) : 0
        let (x, y) = (px - share * dx, py - share * dy)
        return (x * x + y * y).squareRoot()
    }
}
