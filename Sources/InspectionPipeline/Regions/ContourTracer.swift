/// Follows a component's outlines along the sides of its pixels.
///
/// The corners lie on whole pixel coordinates (a pixel spans `x…x+1`), so that the area inside the polygons, the outer one less the holes, is exactly the
/// number of pixels, and filling them gives the mask back. The outer outline runs clockwise as seen, holes anticlockwise. Where two
/// pixels touch by a corner only, the outline passes that corner twice.
struct ContourTracer {
    private static let passed: UInt8 = 16

    private var grid: RegionGrid

    init(_ grid: RegionGrid) { self.grid = grid }

    /// `x, y, x, y …` in the picture's pixels; the outer outline first, then holes from the top.
    mutating func polygons() -> [[Double]] {
        var polygons: [[Double]] = []
        for cell in grid.cells.indices where hasTopSide(cell) && grid.cells[cell] & Self.passed == 0 {
            polygons.append(trace(from: cell))
        }
        return polygons
    }

    private func hasTopSide(_ cell: Int) -> Bool { isInside(cell) && !isInside(cell - grid.width) }

    private func isInside(_ cell: Int) -> Bool { grid.cells[cell] & RegionGrid.inside != 0 }

    /// Walks with the component on the right hand until the walk closes; only turns become corners.
    private mutating func trace(from start: Int) -> [Double] {
        var polygon: [Double] = []
        // The corner that is the upper left one of a cell bears the cell's number.
        var (corner, direction) = (start, Direction.east)
        repeat {
            if direction == .east { grid.cells[corner] |= Self.passed }
            corner += direction.step(grid.width)
            let turned = turn(at: corner, going: direction)
            if turned != direction {
                polygon.append(Double(grid.originX + corner % grid.width))
                polygon.append(Double(grid.originY + corner / grid.width))
            }
            direction = turned
        } while corner != start || direction != .east
        return polygon
    }

    private func turn(at corner: Int, going direction: Direction) -> Direction {
        let (left, right) = direction.ahead(of: corner, grid.width)
        if isInside(left) { return direction.turnedLeft }
        return isInside(right) ? direction : direction.turnedRight
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
