/// The middle lines of a component, without spurs, and what is measured along them.
///
/// The lines' pixels are linked to their neighbours: by a side, or by a corner where no third pixel links the two by sides. Where a line ends,
/// thinning has stopped short of the defect's tip, so each end is drawn out to the edge by its distance from it: a bar of 40 × 5 pixels has the
/// length 40, a single pixel 1, a disc its diameter. All branches count, each measured by ``ChainLength``; a branch whose length, drawn out to the
/// edge, stays below the defect's width where it leaves is roughness of the edge and is taken away.
struct Skeleton {
    /// In pixels.
    private(set) var length = 0.0
    /// Along the lines, in pixels.
    private(set) var largestWidth = 0.0

    private var grid: RegionGrid
    private let neighbours: [Int]
    private let distance: EdgeDistance
    /// Set on cells whose chain has been measured; the bits below it are the grid's, the outline's and the thinning's.
    private static let walked: UInt8 = 32

    /// - Parameter grid: thinned.
    init(_ grid: consuming RegionGrid) {
        neighbours = grid.neighbours
        distance = EdgeDistance(copy grid)
        self.grid = grid
        // Each round shortens branches that end in a junction; what was a junction may be an inner pixel of a longer branch then.
        for _ in 0..<8 where !pruneSpurs() { break }
        measure()
    }

    /// Takes the spurs away; whether there were any.
    private mutating func pruneSpurs() -> Bool {
        var spurs: [[Int]] = []
        for cell in distance.cells.lazy.map(Int.init) where isLine(cell) && links(of: cell).nonzeroBitCount == 1 {
            if let spur = spur(from: cell) { spurs.append(spur) }
        }
        for cell in spurs.joined() { grid.cells[cell] &= ~RegionGrid.skeleton }
        return !spurs.isEmpty
    }

    /// The pixels from an end up to a junction, without it, where they are a spur.
    private func spur(from end: Int) -> [Int]? {
        var (cells, cell) = ([end], end)
        var length = distance.radius(at: end)
        var links = links(of: end)
        while true {
            guard links != 0 else { return nil }
            let way = links.trailingZeroBitCount
            length += Self.steps[way]
            cell += neighbours[way]
            links = self.links(of: cell)
            if links.nonzeroBitCount > 2 { break }
            if links.nonzeroBitCount < 2 { return nil }
            // Not back where it came from.
            links &= ~(1 << ((way + 4) % 8))
            cells.append(cell)
        }
        return length < 2 * distance.radius(at: cell) + 1 ? cells : nil
    }

    private mutating func measure() {
        for (place, cell) in distance.cells.enumerated() where isLine(Int(cell)) {
            let cell = Int(cell)
            let links = links(of: cell)
            let count = links.nonzeroBitCount
            if count < 2 { length += Double(2 - count) * distance.radius(at: cell) }
            largestWidth = max(largestWidth, distance.width(atPlace: place))
            guard count != 2 else { continue }
            // Each chain between two nodes is met from both of them.
            for way in 0..<8 where links >> way & 1 != 0 { length += chainLength(from: cell, way) / 2 }
        }
        // What was not walked along has no node: closed lines.
        for cell in distance.cells.lazy.map(Int.init) where isLine(cell) && grid.cells[cell] & Self.walked == 0 {
            let links = links(of: cell)
            if links.nonzeroBitCount == 2 { length += chainLength(from: cell, links.trailingZeroBitCount) }
        }
    }

    /// Walks from a cell up to the next end or junction, or round to where it began.
    private mutating func chainLength(from start: Int, _ first: Int) -> Double {
        var (cells, cell, way) = ([start], start, first)
        while true {
            cell += neighbours[way]
            cells.append(cell)
            grid.cells[cell] |= Self.walked
            let links = links(of: cell)
            guard cell != start, links.nonzeroBitCount == 2 else { break }
            way = (links & ~(1 << ((way + 4) % 8))).trailingZeroBitCount
        }
        return ChainLength.length(of: cells, width: grid.width)
    }

    private func isLine(_ cell: Int) -> Bool { grid.cells[cell] & RegionGrid.skeleton != 0 }

    /// The neighbours that a pixel is linked to, a bit each, clockwise from the one above.
    private func links(of cell: Int) -> Int {
        var code = 0
        for way in 0..<8 where isLine(cell + neighbours[way]) { code |= 1 << way }
        return Self.linked[code]
    }

    private static let steps = (0..<8).map { $0.isMultiple(of: 2) ? 1 : 2.0.squareRoot() }

    /// Of the neighbours that there are, those linked: a corner is not where a side next to it is there too.
    private static let linked = (0..<256).map { code in
        (0..<8).reduce(0) { links, way in
            let sides = 1 << ((way + 1) % 8) | 1 << ((way + 7) % 8)
            let isLinked = code >> way & 1 != 0 && (way.isMultiple(of: 2) || code & sides == 0)
            return isLinked ? links | 1 << way : links
        }
    }
}
