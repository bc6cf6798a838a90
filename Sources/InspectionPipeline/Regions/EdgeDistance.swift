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
        let width = grid.width
        let columns = Self.columnDistances(grid)
        var rows = [[Int32]](repeating: [Int32](repeating: 0, count: width), count: 3)
        var envelope = LowerEnvelope(capacity: width)
        for row in 1..<grid.height {
            for column in 0..<width { rows[row % 3][column] = 0 }
            envelope.distances(grid, columns, row: row, into: &rows[row % 3])
            collect(grid, row: row - 1, above: rows[(row + 1) % 3], rows[(row + 2) % 3], below: rows[row % 3])
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
        var distances = [UInt16](repeating: 0, count: grid.cells.count)
        distances.withUnsafeMutableBufferPointer { out in
            grid.cells.withUnsafeBufferPointer { cells in
                for index in width..<cells.count {
                    let longer = out[index - width] &+ (out[index - width] == .max ? 0 : 1)
                    out[index] = cells[index] & RegionGrid.inside == 0 ? 0 : longer
                }
            }
            for index in stride(from: out.count - 1 - width, through: 0, by: -1) {
                let longer = out[index + width] &+ (out[index + width] == .max ? 0 : 1)
                out[index] = min(out[index], longer)
            }
        }
        return distances
    }

    private mutating func collect(
        _ grid: RegionGrid, row: Int, above: [Int32], _ here: [Int32], below: [Int32]
    ) {
        let base = row * grid.width
        for column in 0..<grid.width where grid.cells[base + column] & RegionGrid.skeleton != 0 {
            let square = here[column]
            // In a bar of even width the two middle rows are equally far from the edge: a block of four equals.
            let isBetween = [above, below].contains { row in
                row[column] >= square
                    && [column - 1, column + 1].contains { row[$0] >= square && here[$0] >= square }
            }
            cells.append(Int32(base + column))
            squares.append(square)
            self.isBetween.append(isBetween)
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

    /// Squared distances of a row's pixels of the component; others stay as they are.
    mutating func distances(_ grid: RegionGrid, _ columns: [UInt16], row: Int, into out: inout [Int32]) {
        let base = row * grid.width
        var column = 0
        while column < grid.width {
            while column < grid.width, columns[base + column] == 0 { column += 1 }
            guard column < grid.width else { return }
            let start = column
            while columns[base + column] != 0 { column += 1 }
            run(columns, base: base, from: start - 1, through: column, into: &out)
        }
    }

    private mutating func run(_ columns: [UInt16], base: Int, from: Int, through: Int, into out: inout [Int32]) {
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
        for column in from + 1..<through {
            while lowest + 1 < count, starts[lowest + 1] < Double(column) { lowest += 1 }
            let across = column - sites[lowest]
            out[column] = Int32(clamping: across * across + Self.square(columns[base + sites[lowest]]))
        }
    }

    private static func square(_ value: UInt16) -> Int { Int(value) * Int(value) }
}
