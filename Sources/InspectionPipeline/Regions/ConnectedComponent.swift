import InspectionTypes

/// What one pass over a component's pixels tells of it.
struct ConnectedComponent {
    private(set) var area = 0
    private(set) var runCount = 0
    /// Sum of its pixels' levels.
    private(set) var levels = 0
    private(set) var columns: Range<Int>
    private(set) var rows: Range<Int>
    /// Sums of x, y, x², y², xy over its pixels; whole numbers, so that no precision is lost: 2⁶³ suffices for a square of 65 536 pixels.
    private var sums = (x: 0, y: 0, xx: 0, yy: 0, xy: 0)

    /// - Parameter run: tells where it lies; to be added as all others.
    init(first run: PixelRuns.Run) {
        columns = Int(run.start)..<Int(run.end)
        rows = Int(run.row)..<Int(run.row) + 1
    }

    var box: Region.Box {
        Region.Box(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
    }

    mutating func add(_ run: PixelRuns.Run, levels sum: Int) {
        let (count, start, end, y) = (run.length, Int(run.start), Int(run.end), Int(run.row))
        columns = min(columns.lowerBound, start)..<max(columns.upperBound, end)
        rows = min(rows.lowerBound, y)..<max(rows.upperBound, y + 1)
        area += count
        runCount += 1
        levels += sum
        let x = (start + end - 1) * count / 2
        sums.x += x
        sums.y += y * count
        sums.xx += Self.squares(below: end) - Self.squares(below: start)
        sums.yy += y * y * count
        sums.xy += x * y
    }

    /// Of the main axis, in degrees anticlockwise from the horizontal, 0 ≤ angle < 180; 0 where no direction stands out.
    ///
    /// `½ · atan2(2 μ₁₁, μ₂₀ − μ₀₂)` with the central second moments of the pixels, `y` counted upwards.
    var orientation: Double {
        let (n, x, y) = (Double(area), Double(sums.x), Double(sums.y))
        let horizontal = Double(sums.xx) - x * x / n
        let vertical = Double(sums.yy) - y * y / n
        let mixed = Double(sums.xy) - x * y / n
        // A disc's or a square's moments differ by rounding alone.
        let scale = 1e-9 * (horizontal + vertical)
        guard abs(mixed) > scale || abs(horizontal - vertical) > scale else { return 0 }
        let degrees = Angle.degrees(ofHalf: -2 * mixed, horizontal - vertical)
        // The sum takes the sign from a zero.
        let turned = degrees < 0 ? degrees + 180 : degrees + 0
        return turned < 180 ? turned : 0
    }

    /// `Σ i²` for `0 ≤ i < end`.
    private static func squares(below end: Int) -> Int { (end - 1) * end * (2 * end - 1) / 6 }
}
