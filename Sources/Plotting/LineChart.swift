/// Lines over a common horizontal axis: training curves, ROC, precision against recall.
public struct LineChart: Chart {
    public struct Series: Sendable {
        public enum Style: Sendable { case solid, dashed, faint }

        public var name: String
        /// Values that are not finite break the line.
        public var points: [(x: Double, y: Double)]
        public var style: Style
        /// The colour's place in the palette; by default the series' own place.
        public var color: Int?

        public init(_ name: String, points: [(x: Double, y: Double)], style: Style = .solid, color: Int? = nil) {
            self.name = name
            self.points = points
            self.style = style
            self.color = color
        }
    }

    /// An upright line with a word, such as the epoch that was kept.
    public struct Marker: Sendable {
        public var x: Double
        public var label: String

        public init(x: Double, label: String) {
            self.x = x
            self.label = label
        }
    }

    /// A place on a line with a word, such as the threshold that was chosen.
    public struct Dot: Sendable {
        public var x: Double
        public var y: Double
        public var label: String

        public init(x: Double, y: Double, label: String) {
            self.x = x
            self.y = y
            self.label = label
        }
    }

    /// A tinted area between two lines, such as the interval around a curve.
    public struct Band: Sendable {
        public var points: [(x: Double, low: Double, high: Double)]
        /// The colour's place in the palette.
        public var color: Int

        public init(points: [(x: Double, low: Double, high: Double)], color: Int = 0) {
            self.points = points
            self.color = color
        }
    }

    /// Where the names of the series stand.
    public enum LegendPlacement: Sendable {
        case above
        /// In a corner of the data's rectangle that the lines leave free, one below the other.
        case lowerLeft, lowerRight
    }

    public struct Axis: Sendable {
        public var label: String
        /// The whole of it; from the data where `nil`.
        public var domain: ClosedRange<Double>?
        public var isLogarithmic: Bool
        /// Ticks in hundredths with a percent sign.
        public var isPercent: Bool

        public init(
            _ label: String, domain: ClosedRange<Double>? = nil, isLogarithmic: Bool = false, isPercent: Bool = false
        ) {
            self.label = label
            self.domain = domain
            self.isLogarithmic = isLogarithmic
            self.isPercent = isPercent
        }
    }

    public var title: String
    public var summary: String
    public var xAxis: Axis
    public var yAxis: Axis
    public var series: [Series]
    public var markers: [Marker]
    public var dots: [Dot] = []
    public var bands: [Band] = []
    /// Shown under a single series, to give it body.
    public var fillsArea: Bool
    public var legendPlacement: LegendPlacement
    public var width: Double
    public var height: Double

    public init(
        title: String, summary: String, xAxis: Axis, yAxis: Axis, series: [Series], markers: [Marker] = [],
        fillsArea: Bool = false,
        legendPlacement: LegendPlacement = .above,
        width: Double = 360, height: Double = 262
    ) {
        self.title = title
        self.summary = summary
        self.xAxis = xAxis
        self.yAxis = yAxis
        self.series = series
        self.markers = markers
        self.fillsArea = fillsArea
        self.legendPlacement = legendPlacement
        self.width = width
        self.height = height
    }

    private func ink(_ index: Int) -> ChartInk {
        series[index].style == .faint ? .axis : .series(series[index].color ?? index)
    }

    private static func scale(_ axis: Axis, _ values: [Double], roundsOut: Bool) -> AxisScale {
        AxisScale(covering: values, fixed: axis.domain, isLogarithmic: axis.isLogarithmic, roundsOut: roundsOut)
    }

    private static func ticks(_ axis: Axis, _ scale: AxisScale, count: Int) -> [AxisScale.Tick] {
        guard axis.isPercent else { return scale.ticks(count: count) }
        var hundredths = scale
        hundredths.domain = (scale.domain.lowerBound * 100)...(scale.domain.upperBound * 100)
        return hundredths.ticks(count: count).map {
            AxisScale.Tick(value: $0.value / 100, label: $0.label + "\u{202f}%")
        }
    }

    public func draw(on canvas: inout ChartCanvas) {
        let named = series.indices.filter { !series[$0].name.isEmpty }
        let legend = Legend(
            entries: named.map {
                .init(name: series[$0].name, ink: ink($0), dash: series[$0].style == .solid ? nil : "5 4")
            }, width: width - 8
        )
        let x = Self.scale(
            xAxis, series.flatMap { $0.points.map(\.x) } + bands.flatMap { $0.points.map(\.x) }, roundsOut: false)
        let y = Self.scale(
            yAxis, series.flatMap { $0.points.map(\.y) } + bands.flatMap { $0.points.flatMap { [$0.low, $0.high] } },
            roundsOut: true)
        let yTicks = Self.ticks(yAxis, y, count: 5)
        let tickWidth = yTicks.map { SVGText.width($0.label, size: 11.5) }.max() ?? 0
        let top = (legendPlacement == .above ? legend.height : 0) + (markers.isEmpty ? 6 : 20)
        let frame = PlotFrame(
            width: width, height: height,
            insets: (left: tickWidth + (yAxis.label.isEmpty ? 12 : 32), top: top, right: 14, bottom: 44), x: x, y: y
        )
        frame.drawAxes(
            on: &canvas, xLabel: xAxis.label, yLabel: yAxis.label, xTicks: Self.ticks(xAxis, frame.x, count: 6),
            yTicks: yTicks
        )
        drawBands(on: &canvas, in: frame)
        drawMarkers(on: &canvas, in: frame)
        drawSeries(on: &canvas, in: frame)
        drawDots(on: &canvas, in: frame)
        draw(legend, on: &canvas, in: frame)
    }

    private func draw(_ legend: Legend, on canvas: inout ChartCanvas, in frame: PlotFrame) {
        guard legendPlacement != .above, !legend.entries.isEmpty else {
            legend.draw(on: &canvas, left: 2)
            return
        }
        var column = legend
        column.width = min(legend.entries.map(legend.entryWidth).max() ?? 0, frame.width * 0.9)
        column.isColumn = true
        let left = legendPlacement == .lowerLeft ? frame.left + 12 : frame.right - column.width - 6
        let top = frame.bottom - column.height - 4
        canvas.svg.rect(
            x: left - 7, y: top - 3, width: column.width + 5, height: column.height, fill: .surface, opacity: 0.82,
            radius: 6
        )
        column.draw(on: &canvas, left: left, top: top)
    }

    private func drawBands(on canvas: inout ChartCanvas, in frame: PlotFrame) {
        for band in bands {
            let outline =
                band.points.map { (x: $0.x, y: $0.high) } + band.points.reversed().map { (x: $0.x, y: $0.low) }
            let places = outline.compactMap { point in
                frame.x.position(point.x).flatMap { x in frame.y.position(point.y).map { (x: x, y: $0) } }
            }
            guard places.count == outline.count, !places.isEmpty else { continue }
            let path = places.map { "\(SVGText.coordinate($0.x)) \(SVGText.coordinate($0.y))" }.joined(separator: "L")
            canvas.svg.path("M" + path + "Z", fill: .series(band.color), opacity: 0.15)
        }
    }

    private func drawMarkers(on canvas: inout ChartCanvas, in frame: PlotFrame) {
        let placed = markers.compactMap { marker in frame.x.position(marker.x).map { (marker: marker, x: $0) } }
            .sorted { $0.x < $1.x }
        let centers = Self.apart(
            placed.map { (center: $0.x, width: min(SVGText.width($0.marker.label, size: 11.5), frame.width)) },
            within: frame.left...frame.right)
        for ((marker, position), center) in zip(placed, centers) {
            canvas.svg.line(
                from: (position, frame.top - 4), to: (position, frame.bottom), stroke: .muted, lineWidth: 1, dash: "3 3"
            )
            canvas.svg.fittedText(
                marker.label, width: frame.width, x: center, y: frame.top - 8, size: 11.5, ink: .ink, anchor: .middle)
        }
    }

    /// Centres of labels, from left to right, moved as little as it takes to keep them inside and off each other.
    static func apart(_ labels: [(center: Double, width: Double)], within span: ClosedRange<Double>) -> [Double] {
        let gap = 10.0
        var centers = labels.map(\.center)
        var left = span.lowerBound
        for index in labels.indices {
            centers[index] = max(centers[index], left + labels[index].width / 2)
            left = centers[index] + labels[index].width / 2 + gap
        }
        var right = span.upperBound
        for index in labels.indices.reversed() {
            centers[index] = min(centers[index], right - labels[index].width / 2)
            right = centers[index] - labels[index].width / 2 - gap
        }
        return centers
    }

    /// Words stand towards the middle, where there is room, on paper, so that lines do not cross them.
    private func drawDots(on canvas: inout ChartCanvas, in frame: PlotFrame) {
        for dot in dots {
            guard let x = frame.x.position(dot.x), let y = frame.y.position(dot.y) else { continue }
            let isRight = x > (frame.left + frame.right) / 2
            let width = min(SVGText.width(dot.label, size: 11.5), frame.width / 2)
            let start = isRight ? x - 12 - width : x + 12
            let baseline = min(max(y + 20, frame.top + 14), frame.bottom - 8)
            canvas.svg.rect(
                x: start - 4, y: baseline - 12, width: width + 8, height: 17, fill: .surface, opacity: 0.82, radius: 4)
            canvas.svg.fittedText(
                dot.label, width: width, x: isRight ? start + width : start, y: baseline, size: 11.5, ink: .ink,
                anchor: isRight ? .end : .start)
            canvas.svg.circle(x: x, y: y, radius: 5, fill: .surface)
            canvas.svg.circle(x: x, y: y, radius: 3.5, fill: .ink)
        }
    }

    private func drawSeries(on canvas: inout ChartCanvas, in frame: PlotFrame) {
        // Faint ones first, so that they lie below.
        let order = series.indices.sorted {
            (series[$0].style == .faint ? 0 : 1, $0) < (series[$1].style == .faint ? 0 : 1, $1)
        }
        let isAlone = series.count { $0.style == .solid } == 1
        for index in order {
            let one = series[index]
            let line = frame.path(one.points)
            if fillsArea, isAlone, one.style == .solid {
                fill(under: line, of: one, ink: ink(index), in: frame, on: &canvas)
            }
            canvas.svg.path(
                line, stroke: ink(index), lineWidth: one.style == .faint ? 1.5 : 2.25,
                dash: one.style == .solid ? nil : "5 4",
                title: one.name.isEmpty ? nil : one.name
            )
        }
    }

    /// A tint down to the axis; not where the line is broken.
    private func fill(
        under line: String, of one: Series, ink: ChartInk, in frame: PlotFrame, on canvas: inout ChartCanvas
    ) {
        let places = one.points.compactMap { frame.y.position($0.y) == nil ? nil : frame.x.position($0.x) }
        guard places.count == one.points.count, let start = places.first, let end = places.last else { return }
        let bottom = SVGText.coordinate(frame.bottom)
        canvas.svg.path(
            line + "L\(SVGText.coordinate(end)) \(bottom)L\(SVGText.coordinate(start)) \(bottom)Z", fill: ink,
            opacity: 0.1)
    }
}
