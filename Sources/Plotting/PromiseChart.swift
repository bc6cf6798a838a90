import InspectionTypes

/// What was promised and what came of it, one row a name: a band for the promise, a dot with whiskers for what was measured.
public struct PromiseChart: Chart {
    /// A share with its interval.
    public struct Share: Sendable {
        public var value: Double
        public var low: Double?
        public var high: Double?

        public init(_ value: Double, low: Double? = nil, high: Double? = nil) {
            self.value = value
            self.low = low
            self.high = high
        }
    }

    public struct Row: Sendable {
        public var name: String
        public var promised: Share?
        public var achieved: Share
        /// Whether the two cannot be reconciled.
        public var isBroken: Bool

        public init(_ name: String, promised: Share?, achieved: Share, isBroken: Bool) {
            self.name = name
            self.promised = promised
            self.achieved = achieved
            self.isBroken = isBroken
        }
    }

    public var title: String
    public var axisLabel: String
    public var rows: [Row]
    public var width: Double { 460 }
    public var height: Double { Double(rows.count) * rowHeight + 50 + Legend.rowHeight + 6 }
    private var rowHeight: Double { rows.count > 20 ? 20 : 28 }

    public init(title: String, axisLabel: String, rows: [Row]) {
        self.title = title
        self.axisLabel = axisLabel
        self.rows = rows
    }

    public var summary: String {
        rows.map { row in
            "\(row.name): \(Self.hundredths(row.achieved.value)) %"
                + (row.promised.map { ", promised \(Self.hundredths($0.value)) %" } ?? "")
        }.joined(separator: "; ") + "."
    }

    private static func hundredths(_ share: Double) -> String { DecimalText.fixed(100 * share, digits: 2) }

    public func draw(on canvas: inout ChartCanvas) {
        let legend = Legend(
            entries: [.init(name: "promised", ink: .series2, isArea: true), .init(name: "achieved", ink: .accent)],
            width: width)
        let names = min((rows.map { SVGText.width($0.name, size: 12) }.max() ?? 0) + 14, 170)
        let shares = rows.flatMap { row in [row.achieved, row.promised].compactMap { $0.map { $0.high ?? $0.value } } }
        let most = min(1, max(0.01, (shares.max() ?? 0) * 1.05))
        let frame = PlotFrame(
            width: width, height: height, insets: (left: names, top: legend.height + 2, right: 18, bottom: 44),
            x: AxisScale(covering: [], fixed: 0...most), y: AxisScale(covering: [], fixed: 0...1)
        )
        legend.draw(on: &canvas, left: 2)
        var hundredths = frame.x
        hundredths.domain = 0...(100 * most)
        let ticks = hundredths.ticks(count: 5).map {
            AxisScale.Tick(value: $0.value / 100, label: $0.label + "\u{202f}%")
        }
        frame.drawAxes(on: &canvas, xLabel: axisLabel, yLabel: "", xTicks: ticks, yTicks: [], verticalGrid: true)
        for (index, row) in rows.enumerated() {
            draw(row, middle: frame.top + (Double(index) + 0.5) * rowHeight, in: frame, on: &canvas)
        }
    }

    private func draw(_ row: Row, middle: Double, in frame: PlotFrame, on canvas: inout ChartCanvas) {
        func place(_ share: Double) -> Double {
            min(max(frame.x.position(share) ?? frame.left, frame.left), frame.right)
        }
        canvas.svg.fittedText(
            row.name, width: frame.left - 10, x: frame.left - 8, y: middle + 4, size: 12, ink: .ink, anchor: .end)
        if let promised = row.promised {
            let (left, right) = (place(promised.low ?? promised.value), place(promised.high ?? promised.value))
            let tall = rowHeight * 0.56
            canvas.svg.rect(
                x: left, y: middle - tall / 2, width: max(right - left, 3), height: tall, fill: .series2, opacity: 0.3,
                radius: 2.5)
            let middleOfPromise = place(promised.value)
            canvas.svg.line(
                from: (middleOfPromise, middle - tall / 2), to: (middleOfPromise, middle + tall / 2), stroke: .series2,
                lineWidth: 2)
        }
        let ink: ChartInk = row.isBroken ? .error : .accent
        if let low = row.achieved.low, let high = row.achieved.high {
            canvas.svg.line(from: (place(low), middle), to: (place(high), middle), stroke: ink, lineWidth: 1.5)
            for edge in [low, high] {
                canvas.svg.line(
                    from: (place(edge), middle - 4), to: (place(edge), middle + 4), stroke: ink, lineWidth: 1.5)
            }
        }
        canvas.svg.circle(x: place(row.achieved.value), y: middle, radius: 4.5, fill: ink)
    }
}
