/// Follows a component's outlines along the sides of its pixels.
///
/// The corners lie on whole pixel coordinates (a pixel spans `x…x+1`), so that the area inside the polygons, the outer one less the holes, is exactly the
/// number of pixels, and filling them gives the mask back. The outer outline runs clockwise as seen, holes anticlockwise. Where two
/// pixels touch by a corner only, the outline passes that corner twice.
enum ContourTracer {
    /// Outlines of one component at most; holes met later, from the top, are left out. Only maps of pure noise have so many.
    static let limit = 10_000

    private static let passed: UInt8 = 16

    /// `x, y, x, y …` in the picture's pixels; the outer outline first, then holes from the top.
    static func polygons(_ grid: inout RegionGrid) -> [[Double]] {
        var polygons: [[Double]] = []
        for span in grid.spans {
            for cell in span where grid.isTop(cell) && grid.cells[cell] & passed == 0 {
                polygons.append(trace(&grid, from: cell))
                if polygons.count == limit { return polygons }
            }
        }
        return polygons
    }

    /// Walks with the component on the right hand until the walk closes; only turns become corners.
    private static func trace(_ grid: inout RegionGrid, from start: Int) -> [Double] {
        var polygon: [Double] = []
        // The corner that is the upper left one of a cell bears the cell's number.
        var (corner, direction) = (start, Direction.east)
        repeat {
            if direction == .east { grid.cells[corner] |= passed }
            corner += direction.step(grid.width)
            let (left, right) = direction.ahead(of: corner, grid.width)
            let turned =
                grid.isInside(left) ? direction.turnedLeft : grid.isInside(right) ? direction : direction.turnedRight
            if turned != direction {
                polygon.append(Double(grid.originX + corner % grid.width))
                polygon.append(Double(grid.originY + corner / grid.width))
            }
            direction = turned
        } while corner != start || direction != .east
        return polygon
    }

    private enum Direction: Int {
        case east, south, west, north

        var turnedLeft: Direction { Direction(rawValue: (rawValue + 3) % 4) ?? self }
        var turnedRight: Direction { Direction(rawValue: (rawValue + 1) % 4) ?? self }

        func step(_ width: Int) -> Int { [1, width, -1, -width][rawValue] }

        /// The two cells that meet in front of a corner, on the walker's left and right.
        func ahead(of corner: Int, _ width: Int) -> (left: Int, right: Int) {
            switch self {
            case .east: (corner - width, corner)
            case .south: (corner, corner - 1)
            case .west: (corner - 1, corner - 1 - width)
            case .north: (corner - 1 - width, corner - width)
            }
        }
    }
}

extension RegionGrid {
    fileprivate func isInside(_ cell: Int) -> Bool { cells[cell] & Self.inside != 0 }

    /// Whether a pixel has no other of the component above it.
    fileprivate func isTop(_ cell: Int) -> Bool { !isInside(cell - width) }
}
