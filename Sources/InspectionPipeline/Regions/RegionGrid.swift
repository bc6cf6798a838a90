import InspectionTypes

/// One component's pixels, cut out in its box with a margin of one pixel of background, so that every neighbour exists.
///
/// Other components in the same box count as background; they never touch this one, so no distance changes. What lies outside of the picture
/// is background too: a crack that leaves the picture is measured as far as it is seen.
struct RegionGrid {
    /// A pixel of the component.
    static let inside: UInt8 = 1
    /// A pixel of its skeleton (while thinning: not yet taken away).
    static let skeleton: UInt8 = 2

    /// Of the first cell, in the picture's pixels: one left of and above the box.
    let originX: Int
    let originY: Int
    /// In cells, the margin included.
    let width: Int
    let height: Int
    /// Flags a cell, row by row.
    var cells: [UInt8]

    init(box: Region.Box, runs: some Sequence<PixelRuns.Run>) {
        originX = box.x - 1
        originY = box.y - 1
        width = box.width + 2
        height = box.height + 2
        cells = [UInt8](repeating: 0, count: width * height)
        for run in runs {
            let start = (Int(run.row) - originY) * width + Int(run.start) - originX
            for cell in start..<start + run.length { cells[cell] = Self.inside }
        }
    }

    /// Steps to the eight neighbours, clockwise from the one above.
    var neighbours: [Int] { [-width, 1 - width, 1, 1 + width, width, width - 1, -1, -1 - width] }
}
