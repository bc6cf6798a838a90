import InspectionTypes

/// Points of a plane, each class with a colour and a shape of its own: a map of embeddings.
public struct ScatterChart: Chart {
    public struct Series: Sendable {
        public var name: String
        public var style: ScatterStyle

        public init(name: String, style: ScatterStyle) {
            self.name = name
            self.style = style
        }
    }

    public struct Point: Sendable {
        public var x: Double
        public var y: Double
        /// Among the chart's series; `nil` for one that is in none, drawn grey.
        public var series: Int?
        /// Ringed, because it deserves a second look.
        public var isMarked: Bool

        public init(x: Double, y: Double, series: Int?, isMarked: Bool = false) {
            self.x = x
            self.y = y
            self.series = series
            self.isMarked = isMarked
        }
    }

    public var title: String
    public var series: [Series]
    public var points: [Point]
    /// Empty where the axes mean nothing: then there are no ticks either.
    public var xLabel: String
    public var yLabel: String
    /// What a ring means; empty where no point is ringed.
    public var markedName: String
    public var width: Double { 760 }
    public var height: Double { 560 + legend.height }

    public init(
        title: String, series: [Series], points: [Point], xLabel: String = "", yLabel: String = "",
        markedName: String = ""
    ) {
        self.title = title
        self.series = series
        self.points = points
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.markedName = markedName
    }

    public var summary: String {
        let names = series.prefix(12).map(\.name).joined(separator: ", ") + (series.count > 12 ? " …" : "")
        return "\(points.count) points" + (series.isEmpty ? "." : " of \(series.count) kinds: \(names).")
    }

    private var legend: ScatterLegend {
        ScatterLegend(
            entries: series.prefix(40).map { ($0.name, $0.style) },
            markedName: points.contains(where: \.isMarked) ? markedName : "",
            more: max(0, series.count - 40), width: width)
    }

    /// Dense maps get smaller points.
    private var radius: Double { points.count > 2000 ? 2.2 : points.count > 600 ? 3 : 4 }

    public func draw(on canvas: inout ChartCanvas) {
        let legend = legend
        legend.draw(on: &canvas)
        let hasAxes = !xLabel.isEmpty || !yLabel.isEmpty
        let frame = PlotFrame(
            width: width, height: height,
            insets: hasAxes
                ? (left: 56, top: legend.height + 6, right: 14, bottom: 46)
                : (left: 14, top: legend.height + 14, right: 14, bottom: 14),
            x: scale(points.map(\.x)), y: scale(points.map(\.y)))
        if hasAxes { frame.drawAxes(on: &canvas, xLabel: xLabel, yLabel: yLabel, verticalGrid: true) }
        if !hasAxes {
            canvas.svg.rect(
                x: frame.left - 10, y: frame.top - 10, width: frame.width + 20, height: frame.height + 20,
                stroke: .grid, radius: 8)
        }
        drawPoints(in: frame, on: &canvas)
    }

    /// With some room around the outermost points.
    private func scale(_ values: [Double]) -> AxisScale {
        let usable = values.filter(\.isFinite)
        guard let low = usable.min(), let high = usable.max() else { return AxisScale(covering: []) }
        let room = max((high - low) * 0.03, high == low ? max(abs(high), 1) * 0.5 : 0)
        return AxisScale(covering: [], fixed: (low - room)...(high + room))
    }

    /// A path a series keeps the file small.
    private func drawPoints(in frame: PlotFrame, on canvas: inout ChartCanvas) {
        var paths: [Int: String] = [:]
        var rings = ""
        for point in points {
            guard let x = frame.x.position(point.x), let y = frame.y.position(point.y) else { continue }
            let mark = point.series.map { series[$0].style.mark } ?? .circle
            paths[point.series ?? -1, default: ""] += Self.outline(mark, x, y, radius)
            if point.isMarked { rings += Self.outline(.circle, x, y, radius + 4) }
        }
        for (place, path) in paths.sorted(by: { $0.key < $1.key }) {
            let ink = place >= 0 ? series[place].style.ink : .axis
            canvas.svg.path(path, fill: ink, stroke: .surface, lineWidth: 0.7, opacity: 0.88)
        }
        canvas.svg.path(rings, stroke: .ink, lineWidth: 1.4)
    }

    static func outline(_ mark: ScatterMark, _ x: Double, _ y: Double, _ radius: Double) -> String {
        let number = SVGText.coordinate
        guard mark != .circle else {
            let (r, d) = (number(radius), number(2 * radius))
            return "M\(number(x - radius)) \(number(y))a\(r) \(r) 0 1 0 \(d) 0a\(r) \(r) 0 1 0 -\(d) 0z"
        }
        return "M"
            + mark.corners.map { "\(number(x + $0.x * radius)) \(number(y + $0.y * radius))" }.joined(separator: "L")
            + "z"
    }
}

/// Names of the classes with their marks, in rows above the points.
private struct ScatterLegend {
    var entries: [(name: String, style: ScatterStyle)]
    var markedName: String
    var more: Int
    var width: Double

    private static let rowHeight = 20.0
    private static let size = 12.0

    private func needed(_ name: String) -> Double { min(18 + SVGText.width(name, size: Self.size) + 16, width) }

    private var placed: [(x: Double, row: Int)] {
        var (x, row) = (0.0, 0)
        return names.map { name in
            let needed = needed(name)
            if x > 0, x + needed > width { (x, row) = (0, row + 1) }
            defer { x += needed }
            return (x, row)
        }
    }

    private var names: [String] {
        entries.map(\.name) + (more > 0 ? ["and \(more) more"] : []) + (markedName.isEmpty ? [] : [markedName])
    }

    var height: Double { names.isEmpty ? 0 : Double((placed.last?.row ?? 0) + 1) * Self.rowHeight + 6 }

    func draw(on canvas: inout ChartCanvas) {
        for (index, (name, place)) in zip(names, placed).enumerated() {
            let (x, y) = (place.x + 7, Double(place.row) * Self.rowHeight + 10)
            if index < entries.count {
                let style = entries[index].style
                canvas.svg.path(ScatterChart.outline(style.mark, x, y, 4.5), fill: style.ink)
            } else if index == names.count - 1, !markedName.isEmpty {
                canvas.svg.path(ScatterChart.outline(.circle, x, y, 6), stroke: .ink, lineWidth: 1.4)
            }
            canvas.svg.fittedText(
                name, width: width - 22, x: place.x + 18, y: y + 4, size: Self.size, ink: .ink)
        }
    }
}
