import InspectionTypes
import Signals

/// A region's pixels and those around it, as an overlay draws them.
struct RegionLayer {
    enum Part: UInt8 {
        case inside = 1
        case line
        case rim
    }

    private let originX: Int
    private let originY: Int
    private let width: Int
    private let height: Int
    private var parts: [UInt8]

    /// - Parameters:
    ///   - line: in pixels; beyond it comes a rim of one pixel for every three of the line's, at least one.
    ///   - width: the picture's.
    init(_ region: Region, line: Int, width pictureWidth: Int, height pictureHeight: Int) {
        let reach = line + max(1, line / 3)
        let left = max(0, region.box.x - reach)
        let top = max(0, region.box.y - reach)
        originX = left
        originY = top
        width = max(0, min(pictureWidth, region.box.x + region.box.width + reach) - left)
        height = max(0, min(pictureHeight, region.box.y + region.box.height + reach) - top)
        parts = [UInt8](repeating: 0, count: width * height)
        guard width > 0, height > 0 else { return }
        let shifted = region.polygons.map { polygon in
            polygon.enumerated().map { $1 - Double($0.isMultiple(of: 2) ? left : top) }
        }
        let rowLength = width
        PolygonFill(shifted, rule: .evenOdd).spans(width: width, height: height) { row, columns in
            for column in columns { parts[row * rowLength + column] = Part.inside.rawValue }
        }
        stamp(.rim, reach: reach)
        stamp(.line, reach: line)
    }

    /// Calls for every pixel that is drawn, in the picture's coordinates.
    func each(_ body: (_ x: Int, _ y: Int, _ part: Part) -> Void) {
        for row in 0..<height {
            for column in 0..<width {
                if let part = Part(rawValue: parts[row * width + column]) {
                    body(originX + column, originY + row, part)
                }
            }
        }
    }

    /// Gives a part to all that lies outside of the region within `reach` pixels of it.
    private mutating func stamp(_ part: Part, reach: Int) {
        var disc: [(x: Int, y: Int)] = []
        for y in -reach...reach {
            for x in -reach...reach where x * x + y * y <= reach * reach { disc.append((x, y)) }
        }
        for row in 0..<height {
            for column in 0..<width where isEdge(row, column) {
                for step in disc {
                    let (x, y) = (column + step.x, row + step.y)
                    guard x >= 0, x < width, y >= 0, y < height, !isInside(y, x) else { continue }
                    parts[y * width + x] = part.rawValue
                }
            }
        }
    }

    private func isInside(_ row: Int, _ column: Int) -> Bool {
        parts[row * width + column] == Part.inside.rawValue
    }

    /// A pixel of the region with a side to the outside.
    private func isEdge(_ row: Int, _ column: Int) -> Bool {
        guard isInside(row, column) else { return false }
        return (column > 0 && !isInside(row, column - 1)) || (column + 1 < width && !isInside(row, column + 1))
            || (row > 0 && !isInside(row - 1, column)) || (row + 1 < height && !isInside(row + 1, column))
    }
}
