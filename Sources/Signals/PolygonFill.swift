public import InspectionTypes

extension Mask {
    /// The pixels whose centres lie inside polygons, as ``PolygonFill`` has it.
    public init(width: Int, height: Int, polygons: [[Double]], rule: PolygonFill.Rule) {
        self.init(width: width, height: height)
        PolygonFill(polygons, rule: rule).spans(width: width, height: height) { row, columns in
            for index in row * width + columns.lowerBound..<row * width + columns.upperBound { values[index] = 1 }
        }
    }
}

/// Rows of pixels inside polygons: those whose centres `(column + ½, row + ½)` lie there.
///
/// A row's centres are held against the outlines: those between each odd crossing and the next are inside. An edge that runs through a centre
/// puts the pixel to its right inside.
public struct PolygonFill: Sendable {
    /// What several outlines mean together. Where one crosses itself, its own inside is by the even–odd rule in both.
    public enum Rule: Sendable, Hashable {
        /// Each is a thing of its own: what any of them encloses, as annotations are drawn.
        case union
        /// An outline within another is a hole: what an odd number of them enclose, as regions with holes are written.
        case evenOdd
    }

    private struct Side: Sendable {
        var top: Double
        var bottom: Double
        /// At ``top``.
        var x: Double
        var slope: Double
    }

    /// What is filled in one go, each by ``Side/top``.
    private let groups: [[Side]]

    /// - Parameter polygons: `x₀, y₀, x₁, y₁ …` in pixels, each closed by itself; those of fewer than three corners enclose nothing.
    public init(_ polygons: [[Double]], rule: Rule) {
        let outlines = polygons.filter { $0.count >= 6 }.map(Self.sides)
        let groups = rule == .union ? outlines : [outlines.flatMap { $0 }]
        self.groups = groups.map { $0.sorted { $0.top < $1.top } }
    }

    private static func sides(of polygon: [Double]) -> [Side] {
        let count = polygon.count / 2
        return (0..<count).compactMap { corner in
            let next = (corner + 1) % count
            let (x0, y0) = (polygon[2 * corner], polygon[2 * corner + 1])
            let (x1, y1) = (polygon[2 * next], polygon[2 * next + 1])
            guard y0 != y1, (x0 + y0 + x1 + y1).isFinite else { return nil }
            let slope = (x1 - x0) / (y1 - y0)
            return Side(top: min(y0, y1), bottom: max(y0, y1), x: y0 < y1 ? x0 : x1, slope: slope)
        }
    }

    /// Calls for every run of pixels inside; what lies outside of the picture is left out.
    ///
    /// By ``Rule/evenOdd`` from the top, each pixel once; by ``Rule/union`` outline by outline, so that a pixel in two of them comes twice.
    public func spans(width: Int, height: Int, _ body: (_ row: Int, _ columns: Range<Int>) -> Void) {
        for sides in groups { Self.spans(of: sides, width: width, height: height, body) }
    }

    private static func spans(
        of sides: [Side], width: Int, height: Int, _ body: (_ row: Int, _ columns: Range<Int>) -> Void
    ) {
        guard let first = sides.first else { return }
        var active: [Side] = []
        var upcoming = 0
        for row in max(0, Int(min(first.top, Double(height)).rounded(.down)))..<max(0, height) {
            let y = Double(row) + 0.5
            while upcoming < sides.count, sides[upcoming].top <= y {
                active.append(sides[upcoming])
                upcoming += 1
            }
            active.removeAll { $0.bottom <= y }
            if active.isEmpty, upcoming == sides.count { return }
            let crossings = active.map { $0.x + ($0.slope * (y - $0.top)) }.sorted()
            for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                let start = column(crossings[pair], width)
                let end = column(crossings[pair + 1], width)
                if start < end { body(row, start..<end) }
            }
        }
    }

    /// The first column whose centre is not left of `x`.
    private static func column(_ x: Double, _ width: Int) -> Int {
        Int(min(max((x - 0.5).rounded(.up), 0), Double(width)))
    }
}
