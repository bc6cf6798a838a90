import InspectionTypes

/// One horizontal bar a name, with a whisker for its interval: F1 by class.
public struct IntervalBarChart: Chart {
    public struct Bar: Sendable {
        public var name: String
        public var value: Double
        public var low: Double?
        public var high: Double?

        public init(_ name: String, value: Double, low: Double? = nil, high: Double? = nil) {
            self.name = name
            self.value = value
            self.low = low
            self.high = high
        }
    }

    public var title: String
    public var axisLabel: String
    public var bars: [Bar]
    /// The whole horizontal axis.
    public var domain: ClosedRange<Double>
    public var width: Double { 460 }
    public var height: Double { Double(bars.count) * rowHeight + 50 }
    private var rowHeight: Double { bars.count > 20 ? 20 : 28 }

    public init(title: String, axisLabel: String, bars: [Bar], domain: ClosedRange<Double> = 0...1) {
        self.title = title
        self.axisLabel = axisLabel
        self.bars = bars
        self.domain = domain
    }

    public var summary: String {
        bars.map { "\($0.name): \(DecimalText.fixed($0.value, digits: 3))" }.joined(separator: "; ") + "."
    }

    public func draw(on canvas: inout ChartCanvas) {
        let names = min((bars.map { SVGText.width($0.name, size: 12) }.max() ?? 0) + 14, 170)
        let frame = PlotFrame(
            width: width, height: height, insets: (left: names, top: 2, right: 54, bottom: 44),
            x: AxisScale(covering: [], fixed: domain), y: AxisScale(covering: [], fixed: 0...1)
        )
        frame.drawAxes(on: &canvas, xLabel: axisLabel, yLabel: "", yTicks: [], verticalGrid: true)
        for (row, bar) in bars.enumerated() {
            draw(bar, middle: frame.top + (Double(row) + 0.5) * rowHeight, in: frame, on: &canvas)
        }
    }

    /// Pixel of a value, kept within the axis.
    private func place(_ value: Double, in frame: PlotFrame) -> Double? {
        frame.x.position(value).map { min(max($0, frame.left), frame.right) }
    }

    private func draw(_ bar: Bar, middle: Double, in frame: PlotFrame, on canvas: inout ChartCanvas) {
        canvas.svg.fittedText(
            bar.name, width: frame.left - 10, x: frame.left - 8, y: middle + 4, size: 12, ink: .ink, anchor: .end)
        canvas.svg.text(
            DecimalText.fixed(bar.value, digits: 3), x: frame.right + 10, y: middle + 4, size: 12, ink: .ink)
        guard let start = frame.x.position(domain.lowerBound), let end = place(bar.value, in: frame) else { return }
        let tall = rowHeight * 0.5
        canvas.svg.rect(
            x: start, y: middle - tall / 2, width: end - start, height: tall, fill: .accent, opacity: 0.85, radius: 2.5)
        guard let low = bar.low.flatMap({ place($0, in: frame) }), let high = bar.high.flatMap({ place($0, in: frame) })
        else { return }
        canvas.svg.line(from: (low, middle), to: (high, middle), stroke: .ink, lineWidth: 1.5)
        for edge in [low, high] {
            canvas.svg.line(from: (edge, middle - 4), to: (edge, middle + 4), stroke: .ink, lineWidth: 1.5)
        }
    }
}
