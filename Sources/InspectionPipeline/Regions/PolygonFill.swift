public import InspectionTypes

extension Mask {
    /// The pixels whose centres lie inside polygons, by the even–odd rule: an outline within another is a hole.
    ///
    /// - Parameter polygons: `x, y, x, y …` in pixels, each closed by itself; those of fewer than three corners enclose nothing. What lies outside
    ///   of the picture is left out.
    public init(width: Int, height: Int, polygons: [[Double]]) {
        self.init(width: width, height: height)
        PolygonFill(polygons).spans(width: width, height: height) { row, columns in
            for index in row * width + columns.lowerBound..<row * width + columns.upperBound { values[index] = 1 }
        }
    }
}

/// Rows of pixels inside polygons.
struct PolygonFill {
    private struct Side {
        var top: Double
        var bottom: Double
        /// At ``top``.
        var x: Double
        var slope: Double
    }

    /// By ``Side/top``.
    private let sides: [Side]

    init(_ polygons: [[Double]]) {
        var sides: [Side] = []
        for polygon in polygons where polygon.count >= 6 {
            let count = polygon.count / 2
            for corner in 0..<count {
                let next = (corner + 1) % count
                let (x0, y0) = (polygon[2 * corner], polygon[2 * corner + 1])
                let (x1, y1) = (polygon[2 * next], polygon[2 * next + 1])
                guard y0 != y1, (x0 + y0 + x1 + y1).isFinite else { continue }
                let slope = (x1 - x0) / (y1 - y0)
                sides.append(Side(top: min(y0, y1), bottom: max(y0, y1), x: y0 < y1 ? x0 : x1, slope: slope))
            }
        }
        self.sides = sides.sorted { $0.top < $1.top }
    }

    /// Calls for every run of pixels whose centres lie inside, from the top.
    func spans(width: Int, height: Int, _ body: (_ row: Int, _ columns: Range<Int>) -> Void) {
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
                let start = Self.column(crossings[pair], width)
                let end = Self.column(crossings[pair + 1], width)
                if start < end { body(row, start..<end) }
            }
        }
    }

    /// The first column whose centre is not left of `x`.
    private static func column(_ x: Double, _ width: Int) -> Int {
        Int(min(max((x - 0.5).rounded(.up), 0), Double(width)))
    }
}
