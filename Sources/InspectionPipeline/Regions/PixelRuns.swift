/// A map's defective pixels as runs within rows, and which of them hang together.
///
/// Two runs of neighbouring rows belong together when they touch by a side or a corner (8-connected). One pass finds the runs and joins them
/// by union–find; the work is linear in the map's size and the memory, 16 bytes a run, in the defects' outline.
///
/// Source: He, Chao and Suzuki, "A run-based two-scan labeling algorithm", IEEE Transactions on Image Processing 17 (2008).
struct PixelRuns {
    /// Neighbouring pixels of one row.
    struct Run {
        var row: Int32
        var start: Int32
        /// The first column that no longer belongs to it.
        var end: Int32

        var length: Int { Int(end - start) }
    }

    private(set) var runs: [Run] = []
    private var parents: [Int32] = []

    /// - Parameters:
    ///   - levels: row by row from the top.
    ///   - lowest: the lowest level that counts as a defect, from 1.
    init(levels: UnsafeBufferPointer<UInt8>, width: Int, height: Int, lowest: UInt8) {
        precondition(levels.count == width * height, "PixelRuns: \(levels.count) levels for \(width)×\(height) pixels")
        precondition(lowest > 0, "PixelRuns: level 0 is no defect")
        var above = 0..<0
        for row in 0..<height {
            let first = runs.count
            let base = row * width
            var column = 0
            while column < width {
                while column < width, levels[base + column] < lowest { column += 1 }
                guard column < width else { break }
                let start = column
                while column < width, levels[base + column] >= lowest { column += 1 }
                runs.append(Run(row: Int32(row), start: Int32(start), end: Int32(column)))
                parents.append(Int32(parents.count))
            }
            join(above: above, here: first..<runs.count)
            above = first..<runs.count
        }
    }

    /// The number of the run that stands for a run's whole component: its topmost, of these the leftmost.
    mutating func root(of run: Int) -> Int {
        var node = run
        while Int(parents[node]) != node {
            parents[node] = parents[Int(parents[node])]
            node = Int(parents[node])
        }
        return node
    }

    /// Joins the runs of two neighbouring rows that touch; both rows are walked once, side by side.
    private mutating func join(above: Range<Int>, here: Range<Int>) {
        var (upper, lower) = (above.lowerBound, here.lowerBound)
        while upper < above.upperBound, lower < here.upperBound {
            let (a, b) = (runs[upper], runs[lower])
            if a.start <= b.end, b.start <= a.end {
                let (one, other) = (root(of: upper), root(of: lower))
                if one != other { parents[max(one, other)] = Int32(min(one, other)) }
            }
            if a.end < b.end { upper += 1 } else { lower += 1 }
        }
    }
}
