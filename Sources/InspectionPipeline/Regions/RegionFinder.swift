public import InspectionTypes

/// Finds the connected pieces of a defect and measures them.
///
/// ```swift
/// let found = RegionFinder.find(
///     in: map, threshold: 0.5, minimumArea: 20, label: "crack", millimetresPerPixel: 0.2)
/// ```
///
/// Pixels that touch by a side or a corner belong together. What a region's figures mean is said at `Region`; how its length is measured, at
/// ``Skeleton``. A pixel of background is taken to lie all around the picture, so a crack that leaves it is measured as far as it is seen.
///
/// The work is linear in the map's size and in the areas of the regions' boxes.
public enum RegionFinder {
    /// Regions that are measured at most, the largest ones: a map of noise would give hundreds of thousands.
    public static let limit = 1000

    /// The regions where the probability is at least `threshold`, largest first, and how many there are.
    ///
    /// - Parameters:
    ///   - minimumArea: smaller regions are left out, in pixels.
    ///   - millimetresPerPixel: a pixel's side, where lengths in millimetres are wanted.
    public static func find(
        in map: ProbabilityMap, threshold: Double, minimumArea: Int = 1, label: String,
        millimetresPerPixel: Double? = nil, limit: Int = Self.limit
    ) -> FoundRegions {
        guard let lowest = UInt8(exactly: ProbabilityMap.level(of: threshold)) else {
            return FoundRegions(listed: [], count: 0)
        }
        let components = map.levels.withUnsafeBufferPointer {
            ComponentSearch(
                levels: $0, width: map.width, height: map.height, lowest: lowest, minimumArea: minimumArea, limit: limit
            )
        }
        let regions = components.map { component, runs in
            let score = Double(component.levels) / Double(component.area) / 255
            return measured(component, runs, label: label, score: score, millimetresPerPixel)
        }
        return FoundRegions(listed: regions, count: components.count)
    }

    /// The regions of a mask, largest first; their score is 1.
    public static func regions(
        of mask: Mask, minimumArea: Int = 1, label: String, millimetresPerPixel: Double? = nil,
        limit: Int = Self.limit
    ) -> [Region] {
        let components = mask.values.withUnsafeBufferPointer {
            ComponentSearch(
                levels: $0, width: mask.width, height: mask.height, lowest: 1, minimumArea: minimumArea, limit: limit)
        }
        return components.map { component, runs in
            measured(component, runs, label: label, score: 1, millimetresPerPixel)
        }
    }

    private static func measured(
        _ component: ConnectedComponent, _ runs: ArraySlice<PixelRuns.Run>, label: String, score: Double,
        _ millimetresPerPixel: Double?
    ) -> Region {
        var grid = RegionGrid(box: component.box, runs: runs)
        let polygons = ContourTracer.polygons(&grid)
        Thinning.thin(&grid)
        let skeleton = Skeleton(grid)
        var region = Region(
            label: label, score: score, box: component.box, area: component.area, length: skeleton.length,
            // A stub is hardly longer than wide: its area over its length would pass its largest width.
            meanWidth: min(Double(component.area) / skeleton.length, skeleton.largestWidth),
            largestWidth: skeleton.largestWidth,
            orientation: component.orientation, polygons: polygons)
        if let scale = millimetresPerPixel {
            region.millimetres = Region.Millimetres(
                area: Double(region.area) * scale * scale, length: region.length * scale,
                meanWidth: region.meanWidth * scale, largestWidth: region.largestWidth * scale)
        }
        return region
    }
}
