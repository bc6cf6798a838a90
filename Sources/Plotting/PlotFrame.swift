/// The rectangle in which data are drawn, with its axes.
struct PlotFrame {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double
    var x: AxisScale
    var y: AxisScale

    var width: Double { right - left }
    var height: Double { bottom - top }

    /// - Parameter insets: Room for labels around the data, in pixels.
    init(
        width: Double, height: Double, insets: (left: Double, top: Double, right: Double, bottom: Double), x: AxisScale,
        y: AxisScale
    ) {
        left = insets.left
        top = insets.top
        right = width - insets.right
        bottom = height - insets.bottom
        self.x = x
        self.y = y
        self.x.range = (left, right)
        self.y.range = (bottom, top)
    }

    /// Grid lines, tick labels and the names of the axes.
    func drawAxes(
        on canvas: inout ChartCanvas, xLabel: String, yLabel: String, xTicks: [AxisScale.Tick]? = nil,
        yTicks: [AxisScale.Tick]? = nil,
        verticalGrid: Bool = false
    ) {
        for tick in yTicks ?? y.ticks() {
            guard let position = y.position(tick.value) else { continue }
            canvas.svg.line(from: (left, position), to: (right, position), stroke: .grid)
            canvas.svg.text(tick.label, x: left - 8, y: position + 4, size: 11.5, anchor: .end)
        }
        for tick in xTicks ?? x.ticks(count: 6) {
            guard let position = x.position(tick.value) else { continue }
            if verticalGrid { canvas.svg.line(from: (position, top), to: (position, bottom), stroke: .grid) }
            canvas.svg.line(from: (position, bottom), to: (position, bottom + 4), stroke: .axis)
            canvas.svg.text(tick.label, x: position, y: bottom + 18, size: 11.5, anchor: .middle)
        }
        canvas.svg.line(from: (left, bottom), to: (right, bottom), stroke: .axis)
        if !xLabel.isEmpty {
            canvas.svg.fittedText(
                xLabel, width: width, x: (left + right) / 2, y: bottom + 36, size: 12, anchor: .middle)
        }
        if !yLabel.isEmpty {
            canvas.svg.fittedText(
                yLabel, width: height, x: 12, y: (top + bottom) / 2, size: 12, anchor: .middle, rotated: -90)
        }
    }

    /// A path through the points; a point without a place breaks it. Points that fall on the line between their neighbours are left out.
    func path(_ points: some Sequence<(x: Double, y: Double)>) -> String {
        var builder = PolylinePath()
        for point in points {
            guard let x = x.position(point.x), let y = y.position(point.y) else {
                builder.lift()
                continue
            }
            builder.add(x: x, y: y)
        }
        return builder.text
    }
}

/// `M…L…` of a polyline in tenths of a pixel, without points that add nothing.
struct PolylinePath {
    private var finished = ""
    private var stroke: [(x: Double, y: Double)] = []

    mutating func add(x: Double, y: Double) {
        let point = (x: (x * 10).rounded() / 10, y: (y * 10).rounded() / 10)
        if let last = stroke.last, last == point { return }
        if stroke.count >= 2 {
            let (before, last) = (stroke[stroke.count - 2], stroke[stroke.count - 1])
            let isOnVertical = before.x == last.x && last.x == point.x && (last.y - before.y) * (point.y - last.y) > 0
            let isOnHorizontal = before.y == last.y && last.y == point.y && (last.x - before.x) * (point.x - last.x) > 0
            if isOnVertical || isOnHorizontal { stroke.removeLast() }
        }
        stroke.append(point)
    }

    /// Ends the stroke: the next point starts a new one.
    mutating func lift() {
        finished += Self.text(stroke)
        stroke = []
    }

    var text: String { finished + Self.text(stroke) }

    private static func text(_ points: [(x: Double, y: Double)]) -> String {
        guard let first = points.first else { return "" }
        // A stroke of one point is drawn as a dot by its round caps.
        let rest = points.count == 1 ? points[...] : points.dropFirst()
        return "M\(SVGText.coordinate(first.x)) \(SVGText.coordinate(first.y))"
            + rest.map { "L\(SVGText.coordinate($0.x)) \(SVGText.coordinate($0.y))" }.joined()
    }
}
