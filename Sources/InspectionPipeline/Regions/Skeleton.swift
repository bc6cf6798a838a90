/// The middle lines of a component, without spurs, and what is measured along them.
///
/// The lines' pixels are linked to their neighbours: by a side, or by a corner where no third pixel links the two by sides. A step by a side counts
/// 1, by a corner √2. Where a line ends, thinning has stopped short of the defect's tip, so each end is drawn out to the edge by its distance from
/// it: a bar of 40 × 5 pixels has the length 40, a single pixel 1, a disc its diameter. All branches count; a branch whose length, drawn out
/// to the edge, stays below the defect's width where it leaves is roughness of the edge and is taken away.
struct Skeleton {
    /// In pixels.
    private(set) var length = 0.0
    /// Along the lines, in pixels.
    private(set) var largestWidth = 0.0

    private var grid: RegionGrid
    private let distance: EdgeDistance

    /// - Parameter grid: thinned.
    init(_ grid: RegionGrid) {
        self.grid = grid
        distance = EdgeDistance(grid)
        // Each round shortens branches that end in a junction; what was a junction may be an inner pixel of a longer branch then.
        for _ in 0..<8 where !pruneSpurs() { break }
        measure()
    }

    /// Takes the spurs away; whether there were any.
    private mutating func pruneSpurs() -> Bool {
        var spurs: [[Int]] = []
        for cell in distance.cells.lazy.map(Int.init) where isLine(cell) && links(of: cell).count == 1 {
            if let spur = spur(from: cell) { spurs.append(spur) }
        }
        for cell in spurs.joined() { grid.cells[cell] &= ~RegionGrid.skeleton }
        return !spurs.isEmpty
    }

    /// The pixels from an end up to a junction, without it, where they are a spur.
    private func spur(from end: Int) -> [Int]? {
        var (cells, previous, cell) = ([end], -1, end)
        var length = distance.radius(at: end)
        while true {
            guard let next = links(of: cell).first(where: { $0 != previous }) else { return nil }
            length += step(cell, next)
            (previous, cell) = (cell, next)
            let count = links(of: cell).count
            if count > 2 { break }
            if count < 2 { return nil }
            cells.append(cell)
        }
        return length < 2 * distance.radius(at: cell) + 1 ? cells : nil
    }

    private mutating func measure() {
        for (place, cell) in distance.cells.enumerated() where isLine(Int(cell)) {
            let cell = Int(cell)
            let links = links(of: cell)
            // Each link is met from both of its sides.
            for neighbour in links { length += step(cell, neighbour) / 2 }
            if links.count < 2 { length += Double(2 - links.count) * distance.radius(at: cell) }
            largestWidth = max(largestWidth, distance.width(atPlace: place))
        }
    }

    private func isLine(_ cell: Int) -> Bool { grid.cells[cell] & RegionGrid.skeleton != 0 }

    private func step(_ one: Int, _ other: Int) -> Double {
        let difference = abs(one - other)
        return difference == 1 || difference == grid.width ? 1 : 2.0.squareRoot()
    }

    private func links(of cell: Int) -> [Int] {
        let width = grid.width
        var links: [Int] = []
        for side in [-width, 1, width, -1] where isLine(cell + side) { links.append(cell + side) }
        for (row, column) in [(-width, 1), (width, 1), (width, -1), (-width, -1)]
        where isLine(cell + row + column) && !isLine(cell + row) && !isLine(cell + column) {
            links.append(cell + row + column)
        }
        return links
    }
}
