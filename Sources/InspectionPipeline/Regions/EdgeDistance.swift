/// How far the pixels of a skeleton lie from the nearest pixel of the background: the exact Euclidean distance transform, kept only where it is
/// needed.
///
/// Columns first (steps up and down), then each run of a row takes the lower envelope of the parabolas `(x − i)² + column[i]²`. A run needs its
/// own columns and the two background pixels beside it only: nothing beyond those is nearer. Three rows are held at a time.
///
/// Source: Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions", Theory of Computing 8 (2012).
struct EdgeDistance {
    /// The skeleton's cells, ascending.
    private(set) var cells: [Int32] = []
    /// Squared distance from a cell's centre to the nearest background pixel's, a cell of ``cells``.
    private(set) var squares: [Int32] = []
    /// Whether the middle lies between two rows of pixels, so that the width is even; a cell of ``cells``.
    private(set) var isBetween: [Bool] = []

    init(_ grid: RegionGrid) {
        let columns = Self.columnDistances(grid)
        let spans = grid.spans
        var rows = [[Int32]](repeating: [Int32](repeating: 0, count: grid.width), count: 3)
        // Which spans each of the three rows holds.
        var held = [Range<Int>](repeating: 0..<0, count: 3)
        var envelope = LowerEnvelope(capacity: grid.width)
        var next = 0
        for row in 1..<grid.height {
            let place = row % 3
            let base = row * grid.width
            for span in spans[held[place]] {
                let start = span.lowerBound % grid.width
                for column in start..<start + span.count { rows[place][column] = 0 }
            }
            let first = next
            while next < spans.count, spans[next].lowerBound < base + grid.width {
                let start = spans[next].lowerBound - base
                envelope.distances(columns, base: base, of: start..<start + spans[next].count, into: &rows[place])
                next += 1
            }
            held[place] = first..<next
            let before = (row + 2) % 3
            collect(grid, spans[held[before]], above: rows[(row + 1) % 3], rows[before], below: rows[place])
        }
    }

    /// The place of a skeleton's cell in ``cells``.
    func place(of cell: Int) -> Int {
        var (low, high) = (0, cells.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(cells[middle]) < cell { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// From the centre of a skeleton's pixel to the nearest side of a background pixel, in pixels: half a pixel less than to its centre.
    func radius(at cell: Int) -> Double { Double(squares[place(of: cell)]).squareRoot() - 0.5 }

    /// The width of the defect there, in pixels: a bar of *n* pixels has the width *n*, odd or even.
    func width(atPlace place: Int) -> Double {
        2 * Double(squares[place]).squareRoot() - (isBetween[place] ? 0 : 1)
    }

    /// Steps to the nearest background pixel of the same column; 65 535 at most.
    private static func columnDistances(_ grid: RegionGrid) -> [UInt16] {
        let width = grid.width
        return [UInt16](unsafeUninitializedCapacity: grid.cells.count) { out, initialized in
            RegionGrid.clear(out, around: grid.spans, width: width)
            for span in grid.spans {
                for index in span { out[index] = out[index - width] == .max ? .max : out[index - width] + 1 }
            }
            for span in grid.spans.reversed() {
                for index in span {
                    let longer = out[index + width] == .max ? .max : out[index + width] + 1
                    out[index] = min(out[index], longer)
                }
            }
            initialized = grid.cells.count
        }
    }

    /// Keeps what a row tells of the skeleton.
    private mutating func collect(
        _ grid: RegionGrid, _ spans: ArraySlice<Range<Int>>, above: [Int32], _ here: [Int32], below: [Int32]
    ) {
        for span in spans {
            let start = span.lowerBound % grid.width
            for cell in span where grid.cells[cell] & RegionGrid.skeleton != 0 {
                let column = start + cell - span.lowerBound
                let square = here[column]
                // In a bar of even width the two middle rows are equally far from the edge: a block of four equals.
                let left = here[column - 1] >= square
                let right = here[column + 1] >= square
                let isBetween =
                    (above[column] >= square
                        && (left && above[column - 1] >= square || right && above[column + 1] >= square))
                    || (below[column] >= square
                        && (left && below[column - 1] >= square || right && below[column + 1] >= square))
                cells.append(Int32(cell))
                squares.append(square)
                self.isBetween.append(isBetween)
            }
        }
    }
}

/// The parabolas that are lowest somewhere in a run.
private struct LowerEnvelope {
    private var sites: [Int]
    /// Where each becomes the lowest.
    private var starts: [Double]

    init(capacity: Int) {
        sites = [Int](repeating: 0, count: capacity)
        starts = [Double](repeating: 0, count: capacity)
    }

    /// Squared distances of a run's pixels.
    ///
    /// - Parameters:
    ///   - base: the row's first cell.
    ///   - run: columns.
    mutating func distances(_ columns: [UInt16], base: Int, of run: Range<Int>, into out: inout [Int32]) {
        let (from, through) = (run.lowerBound - 1, run.upperBound)
        var count = 0
        for site in from...through {
            let height = Self.square(columns[base + site]) + site * site
            var start = -Double.infinity
            while count > 0 {
                let last = sites[count - 1]
                start = Double(height - Self.square(columns[base + last]) - last * last) / Double(2 * (site - last))
                guard start <= starts[count - 1] else { break }
                count -= 1
                start = -Double.infinity
            }
            sites[count] = site
            starts[count] = start
            count += 1
        }
        var lowest = 0
        for column in run {
            while lowest + 1 < count, starts[lowest + 1] < Double(column) { lowest += 1 }
            let across = column - sites[lowest]
            out[column] = Int32(clamping: across * across + Self.square(columns[base + sites[lowest]]))
        }
    }

    private static func square(_ value: UInt16) -> Int { Int(value) * Int(value) }
}
