import InspectionTypes

/// How scores are distributed, by kind of item, with the threshold between them.
public struct HistogramChart: Chart {
    public struct Series: Sendable {
        public var name: String
        public var values: [Double]

        public init(_ name: String, values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    public var title: String
    public var axisLabel: String
    public var series: [Series]
    public var threshold: Double?
    /// The whole horizontal axis; from the data where `nil`.
    public var domain: ClosedRange<Double>?
    public var binCount: Int
    /// What is counted upwards.
    public var countLabel = "Items"
    /// Bars show the share of their own series, so that a few anomalies are seen beside many normal items.
    public var showsShares = false
    /// Values above the axis stand in the last bin instead of nowhere.
    public var gathersBeyond = false
    public var width: Double { 360 }
    public var height: Double = 262

    public init(
        title: String, axisLabel: String, series: [Series], threshold: Double? = nil,
        domain: ClosedRange<Double>? = nil, binCount: Int = 30
    ) {
        precondition(binCount > 0, "HistogramChart: \(binCount) bins")
        self.title = title
        self.axisLabel = axisLabel
        self.series = series
        self.threshold = threshold
        self.domain = domain
        self.binCount = binCount
    }

    public var summary: String {
        let sizes = series.map { "\($0.name): \($0.values.count) items" }.joined(separator: "; ")
        return "Distribution of \(axisLabel). \(sizes)."
            + (threshold.map { " Threshold \(DecimalText.fixed($0, digits: 3))." } ?? "")
    }

    /// Items a bin; what is not finite or outside counts nowhere.
    func counts(_ values: [Double], in domain: ClosedRange<Double>) -> [Int] {
        var counts = [Int](repeating: 0, count: binCount)
        let span = domain.upperBound - domain.lowerBound
        for value in values where value.isFinite && span > 0 {
            let value = gathersBeyond ? min(value, domain.upperBound) : value
            guard domain.contains(value) else { continue }
            counts[min(Int((value - domain.lowerBound) / span * Double(binCount)), binCount - 1)] += 1
        }
        return counts
    }

    /// Heights of a series' bars.
    private func heights(_ one: Series, in domain: ClosedRange<Double>) -> [Double] {
        let counts = counts(one.values, in: domain)
        return counts.map { showsShares ? Double($0) / Double(max(one.values.count, 1)) : Double($0) }
    }

    public func draw(on canvas: inout ChartCanvas) {
        let x = AxisScale(covering: series.flatMap(\.values) + (threshold.map { [$0] } ?? []), fixed: domain)
        let columns = series.map { heights($0, in: x.domain) }
        let most = columns.flatMap { $0 }.max() ?? 0
        let y = AxisScale(covering: [0, showsShares ? max(most, 0.05) : max(most, 1)])
        let yTicks = showsShares ? shareTicks(y) : y.ticks(count: 4).filter { $0.value == $0.value.rounded() }
        let legend = Legend(
            entries: series.indices.map { .init(name: series[$0].name, ink: .series($0), isArea: true) }, width: width)
        let tickWidth = yTicks.map { SVGText.width($0.label, size: 11.5) }.max() ?? 0
        let frame = PlotFrame(
            width: width, height: height,
            insets: (left: tickWidth + 32, top: legend.height + (threshold == nil ? 6 : 20), right: 14, bottom: 44),
            x: x, y: y
        )
        legend.draw(on: &canvas, left: 2)
        frame.drawAxes(on: &canvas, xLabel: axisLabel, yLabel: countLabel, yTicks: yTicks)
        for (index, column) in columns.enumerated() {
            let counts = counts(series[index].values, in: x.domain)
            drawColumn(column, counts, ink: .series(index), in: frame, on: &canvas)
        }
        if let threshold, let position = frame.x.position(threshold) {
            canvas.svg.line(
                from: (position, frame.top - 4), to: (position, frame.bottom), stroke: .ink, lineWidth: 1.25,
                dash: "3 3")
            let label = "threshold \(DecimalText.fixed(threshold, digits: 3))"
            let half = SVGText.width(label, size: 11.5) / 2
            canvas.svg.text(
                label, x: min(max(position, frame.left + half), frame.right - half), y: frame.top - 8, size: 11.5,
                ink: .ink, anchor: .middle
            )
        }
    }

    private func shareTicks(_ scale: AxisScale) -> [AxisScale.Tick] {
        var hundredths = scale
        hundredths.domain = (scale.domain.lowerBound * 100)...(scale.domain.upperBound * 100)
        return hundredths.ticks(count: 4).map { .init(value: $0.value / 100, label: $0.label + "\u{202f}%") }
    }

    private func drawColumn(
        _ heights: [Double], _ counts: [Int], ink: ChartInk, in frame: PlotFrame, on canvas: inout ChartCanvas
    ) {
        let step = frame.width / Double(heights.count)
        for (bin, height) in heights.enumerated() where height > 0 {
            guard let top = frame.y.position(height) else { continue }
            canvas.svg.rect(
                x: frame.left + Double(bin) * step + 0.75, y: top, width: step - 1.5, height: frame.bottom - top,
                fill: ink, opacity: 0.6,
                radius: 1.5, title: "\(counts[bin])"
            )
        }
    }
}
