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
    /// Flags a cell, row by row; defined for the component's cells and their neighbours.
    var cells: [UInt8]
    /// The component's cells as runs, from the top: a long slanting crack fills little of its box, and only these need be visited.
    let spans: [Range<Int>]

    /// - Parameter runs: from the top.
    init(box: Region.Box, runs: some Sequence<PixelRuns.Run>) {
        originX = box.x - 1
        originY = box.y - 1
        width = box.width + 2
        height = box.height + 2
        var spans: [Range<Int>] = []
        for run in runs {
            let start = (Int(run.row) - originY) * width + Int(run.start) - originX
            spans.append(start..<start + run.length)
        }
        self.spans = spans
        let (width, count) = (width, width * height)
        cells = [UInt8](unsafeUninitializedCapacity: count) { cells, initialized in
            Self.clear(cells, around: spans, width: width)
            for span in spans { cells[span].update(repeating: Self.inside) }
            initialized = count
        }
    }

    /// Sets to 0 the spans and all cells next to them; what lies beyond is never read, and in a large box of a thin crack that is nearly all.
    static func clear<Number: FixedWidthInteger>(
        _ cells: UnsafeMutableBufferPointer<Number>, around spans: [Range<Int>], width: Int
    ) {
        for span in spans {
            for row in [-width, 0, width] {
                cells[span.lowerBound + row - 1..<span.upperBound + row + 1].update(repeating: 0)
            }
        }
    }

    /// Steps to the eight neighbours, clockwise from the one above.
    var neighbours: [Int] { [-width, 1 - width, 1, 1 + width, width, width - 1, -1, -1 - width] }
}
