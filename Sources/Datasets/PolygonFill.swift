public import InspectionTypes

/// Outlines and run lengths made masks.
public enum PolygonFill {
    /// The pixels whose centres `(column + ½, row + ½)` any of the polygons encloses by the even-odd rule.
    ///
    /// A row's centres are held against the polygon's edges: those between each odd crossing and the next are inside. An edge that runs through a centre
    /// puts the pixel to its right inside.
    ///
    /// - Parameter polygons: `x₀, y₀, x₁, y₁ …` in pixels, at least three corners each; parts outside of the picture are cut off.
    public static func mask(of polygons: [[Double]], width: Int, height: Int) -> Mask {
        var mask = Mask(width: width, height: height)
        for polygon in polygons { fill(polygon, into: &mask) }
        return mask
    }

    private static func fill(_ polygon: [Double], into mask: inout Mask) {
        precondition(
            polygon.count >= 6 && polygon.count.isMultiple(of: 2),
            "PolygonFill: \(polygon.count) numbers are no x and y of three corners or more"
        )
        let corners = stride(from: 0, to: polygon.count, by: 2).map { (x: polygon[$0], y: polygon[$0 + 1]) }
        let lowest = corners.reduce(.infinity) { min($0, $1.y) }
        let highest = corners.reduce(-.infinity) { max($0, $1.y) }
        let first = max(0, Int((lowest - 0.5).rounded(.up)))
        let last = min(mask.height - 1, Int((highest - 0.5).rounded(.up)) - 1)
        guard first <= last else { return }
        for row in first...last {
            let crossings = crossings(of: corners, at: Double(row) + 0.5)
            for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                let from = max(0, column(atOrAfter: crossings[pair]))
                let until = min(mask.width, column(atOrAfter: crossings[pair + 1]))
                guard from < until else { continue }
                for column in from..<until { mask.values[row * mask.width + column] = 1 }
            }
        }
    }

    /// The first column whose centre is at `x` or to its right.
    private static func column(atOrAfter x: Double) -> Int { Int((x - 0.5).rounded(.up)) }

    /// Where the outline crosses a row's centres, from the left; an even number.
    private static func crossings(of corners: [(x: Double, y: Double)], at y: Double) -> [Double] {
        var found: [Double] = []
        var previous = corners[corners.count - 1]
        for corner in corners {
            // Half-open, so that a corner on the line counts once.
            if (previous.y <= y) != (corner.y <= y) {
                found.append(previous.x + (y - previous.y) / (corner.y - previous.y) * (corner.x - previous.x))
            }
            previous = corner
        }
        return found.sorted()
    }
}
