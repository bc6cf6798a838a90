import InspectionTypes

/// Stated confidence against how often it was right, over a histogram of the confidences.
///
/// Bars on the dashed diagonal keep their word; below it the classifier promises too much.
public struct ReliabilityChart: Chart {
    public struct Bin: Sendable {
        public var low: Double
        public var high: Double
        public var count: Int
        /// Share that was right; `nil` in an empty bin.
        public var accuracy: Double?
        /// Mean stated probability; `nil` in an empty bin.
        public var confidence: Double?

        public init(low: Double, high: Double, count: Int, accuracy: Double?, confidence: Double?) {
            self.low = low
            self.high = high
            self.count = count
            self.accuracy = accuracy
            self.confidence = confidence
        }
    }

    public var title: String
    public var bins: [Bin]
    /// Shown in the corner.
    public var calibrationError: Double
    public var width: Double { 360 }
    public var height: Double { 290 }

    public init(title: String = "Reliability", bins: [Bin], calibrationError: Double) {
        self.title = title
        self.bins = bins
        self.calibrationError = calibrationError
    }

    public var summary: String {
        "How often a stated confidence was right, in \(bins.count) bins; expected calibration error \(DecimalText.fixed(calibrationError, digits: 3))."
    }

    public func draw(on canvas: inout ChartCanvas) {
        let unit = AxisScale(covering: [], fixed: 0...1)
        let legend = Legend(
            entries: [
                .init(name: "right, of those stated", ink: .accent, isArea: true),
                .init(name: "promised too much", ink: .errorCell, isArea: true),
            ],
            width: width
        )
        let top = legend.height + 4
        let frame = PlotFrame(
            width: width, height: height - 78, insets: (left: 52, top: top, right: 14, bottom: 6), x: unit, y: unit)
        legend.draw(on: &canvas, left: 2)
        frame.drawAxes(on: &canvas, xLabel: "", yLabel: "Share that was right", xTicks: [])
        for bin in bins { drawBin(bin, in: frame, on: &canvas) }
        canvas.svg.path(frame.path([(x: 0, y: 0), (x: 1, y: 1)]), stroke: .muted, lineWidth: 1.25, dash: "4 4")
        canvas.svg.text(
            "ECE \(DecimalText.fixed(calibrationError, digits: 3))", x: frame.left + 12, y: frame.top + 20, size: 13,
            ink: .ink, bold: true
        )
        drawCounts(below: frame, on: &canvas)
    }

    private func drawBin(_ bin: Bin, in frame: PlotFrame, on canvas: inout ChartCanvas) {
        guard let accuracy = bin.accuracy, let confidence = bin.confidence, accuracy.isFinite, confidence.isFinite,
            let left = frame.x.position(bin.low), let right = frame.x.position(bin.high),
            let reached = frame.y.position(accuracy), let stated = frame.y.position(confidence)
        else { return }
        let spoken = "stated \(DecimalText.percent(confidence)), right \(DecimalText.percent(accuracy)) of \(bin.count)"
        canvas.svg.rect(
            x: left + 2, y: reached, width: right - left - 4, height: frame.bottom - reached, fill: .accent,
            opacity: 0.8, radius: 2, title: spoken
        )
        if stated < reached {
            canvas.svg.rect(
                x: left + 2, y: stated, width: right - left - 4, height: reached - stated, fill: .errorCell,
                opacity: 0.35, title: spoken
            )
        }
        canvas.svg.line(from: (left + 2, stated), to: (right - 2, stated), stroke: .ink, lineWidth: 1.5)
    }

    /// How many items lie in each bin, as a small histogram with the axis of confidences under it.
    private func drawCounts(below frame: PlotFrame, on canvas: inout ChartCanvas) {
        let most = Double(max(bins.map(\.count).max() ?? 0, 1))
        let counts = AxisScale(covering: [], fixed: 0...most)
        let lower = PlotFrame(
            width: width, height: height, insets: (left: frame.left, top: frame.bottom + 8, right: 14, bottom: 42),
            x: AxisScale(covering: [], fixed: 0...1), y: counts
        )
        for bin in bins where bin.count > 0 {
            guard let left = lower.x.position(bin.low), let right = lower.x.position(bin.high),
                let y = lower.y.position(Double(bin.count))
            else {
                continue
            }
            let tall = max(lower.bottom - y, 1.5)
            canvas.svg.rect(
                x: left + 2, y: lower.bottom - tall, width: right - left - 4, height: tall, fill: .axis, radius: 1,
                title:
                    "\(bin.count) items stated \(DecimalText.percent(bin.low, digits: 0)) to \(DecimalText.percent(bin.high, digits: 0))"
            )
        }
        lower.drawAxes(on: &canvas, xLabel: "Stated confidence", yLabel: "", yTicks: [])
    }
}
