/// The shape of a point, so that classes can be told apart without their colours.
public enum ScatterMark: Int, Sendable, CaseIterable {
    case circle, square, triangle, diamond, wedge, cross

    /// Corners on a scale on which the circle's radius is 1, so that all look equally large; empty for the circle.
    public var corners: [(x: Double, y: Double)] {
        switch self {
        case .circle: []
        case .square: [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)]
        case .triangle: [(0, -1.28), (1.16, 0.84), (-1.16, 0.84)]
        case .diamond: [(0, -1.3), (1.15, 0), (0, 1.3), (-1.15, 0)]
        case .wedge: [(0, 1.28), (1.16, -0.84), (-1.16, -0.84)]
        case .cross:
            [
                (-0.42, -1.25), (0.42, -1.25), (0.42, -0.42), (1.25, -0.42), (1.25, 0.42), (0.42, 0.42), (0.42, 1.25),
                (-0.42, 1.25), (-0.42, 0.42), (-1.25, 0.42), (-1.25, -0.42), (-0.42, -0.42),
            ]
        }
    }
}

/// What a class's points look like. Two in a row differ in colour and, of more than four, in shape; 24 in all before one comes again.
public struct ScatterStyle: Sendable, Hashable {
    public var ink: ChartInk
    public var mark: ScatterMark

    public init(ink: ChartInk, mark: ScatterMark) {
        self.ink = ink
        self.mark = mark
    }

    /// Of class `index` among `count`.
    public static func of(_ index: Int, among count: Int) -> ScatterStyle {
        let marks = ScatterMark.allCases
        // Eight colours and six shapes come again together after 24; then the shapes are shifted by one.
        let mark = count > 4 ? marks[(index + index / 24) % marks.count] : .circle
        return ScatterStyle(ink: .series(index), mark: mark)
    }
}
