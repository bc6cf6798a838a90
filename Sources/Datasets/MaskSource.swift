/// Where it stands which pixels of a picture belong to a defect.
public enum MaskSource: Sendable, Hashable, Codable {
    /// A picture whose bright pixels are the defect; its path from the data set's root.
    case file(String)
    /// Outlines `x₀, y₀, x₁, y₁ …` in pixels from the picture's top left corner; the defect is what any of them encloses (`PolygonFill` of `Signals`), and what any
    /// of the `runs` covers (``RunLengthFill``).
    case shapes(polygons: [[Double]], runs: [[Int]], width: Int, height: Int)
    /// Known to show no defect: no pixel belongs to one.
    case negative

    /// Outlines alone.
    public static func polygons(_ polygons: [[Double]], width: Int, height: Int) -> MaskSource {
        .shapes(polygons: polygons, runs: [], width: width, height: height)
    }
}
