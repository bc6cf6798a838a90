import InspectionTypes

/// The outline of a sound: least and greatest sample a pixel, over seconds.
public struct WaveformChart: Chart {
    public var title: String
    /// `(least, greatest)` a column.
    public var envelope: [(low: Float, high: Float)]
    /// Length in seconds.
    public var duration: Double
    /// Stretches to mark, in seconds, such as the windows that raised the alarm.
    public var marked: [ClosedRange<Double>]
    public var width: Double { 460 }
    public var height: Double { 110 }

    /// - Parameters:
    ///   - samples: One channel; a sample that is not finite leaves a gap.
    ///   - columns: Columns of the drawing.
    public init(
        title: String, samples: some Collection<Float>, sampleRate: Double, marked: [ClosedRange<Double>] = [],
        columns: Int = 400
    ) {
        precondition(sampleRate > 0 && columns > 0, "WaveformChart: \(sampleRate) Hz, \(columns) columns")
        self.title = title
        self.marked = marked
        duration = Double(samples.count) / sampleRate
        envelope = Self.envelope(Array(samples), columns: columns)
    }

    static func envelope(_ samples: [Float], columns: Int) -> [(low: Float, high: Float)] {
        let count = min(columns, samples.count)
        return (0..<count).map { column in
            var (low, high) = (Float.infinity, -Float.infinity)
            for index in (column * samples.count / count)..<((column + 1) * samples.count / count)
            where samples[index].isFinite {
                low = min(low, samples[index])
                high = max(high, samples[index])
            }
            return low <= high ? (low, high) : (.nan, .nan)
        }
    }

    public var summary: String {
        let peak = envelope.reduce(Float(0)) { max($0, $1.low.isFinite ? max(abs($1.low), abs($1.high)) : 0) }
        return
            "Waveform of \(DecimalText.fixed(duration, digits: 2)) seconds; peak \(DecimalText.fixed(Double(peak), digits: 3))."
    }

    public func draw(on canvas: inout ChartCanvas) {
        let peak = envelope.reduce(0.0) { max($0, $1.low.isFinite ? Double(max(abs($1.low), abs($1.high))) : 0) }
        let limit = peak > 0 ? peak * 1.05 : 1
        let frame = PlotFrame(
            width: width, height: height, insets: (left: 52, top: 6, right: 14, bottom: 26),
            x: AxisScale(covering: [], fixed: 0...max(duration, 1e-9)),
            y: AxisScale(covering: [], fixed: -limit...limit)
        )
        for span in marked {
            guard let left = frame.x.position(max(span.lowerBound, 0)),
                let right = frame.x.position(min(span.upperBound, duration))
            else { continue }
            canvas.svg.rect(
                x: left, y: frame.top, width: right - left, height: frame.height, fill: .errorCell, opacity: 0.14,
                radius: 3)
        }
        frame.drawAxes(
            on: &canvas, xLabel: "", yLabel: "", xTicks: SpectrogramChart.secondTicks(frame.x),
            yTicks: [
                .init(value: peak, label: DecimalText.fixed(peak, digits: peak < 0.1 ? 3 : 2)),
                .init(value: 0, label: "0"),
            ]
        )
        drawOutline(in: frame, on: &canvas)
    }

    private func drawOutline(in frame: PlotFrame, on canvas: inout ChartCanvas) {
        let step = frame.width / Double(max(envelope.count, 1))
        var data = ""
        for (column, span) in envelope.enumerated() {
            guard let high = frame.y.position(Double(span.high)), let low = frame.y.position(Double(span.low)) else {
                continue
            }
            let x = SVGText.coordinate(frame.left + (Double(column) + 0.5) * step)
            data += "M\(x) \(SVGText.coordinate(high - 0.4))V\(SVGText.coordinate(low + 0.4))"
        }
        canvas.svg.path(data, stroke: .accent, lineWidth: max(step, 1))
    }
}
