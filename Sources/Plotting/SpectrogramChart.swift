import InspectionTypes

/// Energy over seconds and kilohertz, as a picture in the colours of ``ColorMap``.
public struct SpectrogramChart: Chart {
    /// A rectangle of time and frequency with a word, such as where a sound deviates from normal.
    public struct Mark: Sendable {
        /// In seconds.
        public var start: Double
        public var end: Double
        /// In hertz.
        public var lowFrequency: Double
        public var highFrequency: Double
        public var label: String

        public init(start: Double, end: Double, lowFrequency: Double, highFrequency: Double, label: String) {
            self.start = start
            self.end = end
            self.lowFrequency = lowFrequency
            self.highFrequency = highFrequency
            self.label = label
        }
    }

    public var title: String
    /// `[frame][band]`, lowest band first; any logarithmic measure.
    public var values: [[Float]]
    /// Length in seconds.
    public var duration: Double
    /// Centre of each band in hertz, rising; bands are drawn equally tall, so on a mel scale the ticks are not even.
    public var bandFrequencies: [Double]
    /// Columns of the picture at most; frames are averaged down to them.
    public var maximumColumns: Int
    public var marks: [Mark] = []
    public var width: Double { 460 }
    public var height: Double { 156 }

    public init(
        title: String, values: [[Float]], duration: Double, bandFrequencies: [Double], maximumColumns: Int = 394
    ) {
        precondition(
            values.allSatisfy { $0.count == bandFrequencies.count } && maximumColumns > 0,
            "SpectrogramChart: frames of \(Set(values.map(\.count)).sorted()) bands, \(bandFrequencies.count) frequencies"
        )
        self.title = title
        self.values = values
        self.duration = duration
        self.bandFrequencies = bandFrequencies
        self.maximumColumns = maximumColumns
    }

    public var summary: String {
        let highest = (bandFrequencies.last ?? 0) / 1000
        return
            "Spectrogram of \(DecimalText.fixed(duration, digits: 2)) seconds up to \(DecimalText.fixed(highest, digits: 1)) kilohertz."
    }

    public func draw(on canvas: inout ChartCanvas) {
        let bands = Double(max(bandFrequencies.count, 1))
        let frame = PlotFrame(
            width: width, height: height, insets: (left: 52, top: 6, right: 14, bottom: 26),
            x: AxisScale(covering: [], fixed: 0...max(duration, 1e-9)), y: AxisScale(covering: [], fixed: 0...bands)
        )
        if let png = png() {
            canvas.svg.image(png: png, x: frame.left, y: frame.top, width: frame.width, height: frame.height)
        } else {
            canvas.svg.rect(x: frame.left, y: frame.top, width: frame.width, height: frame.height, fill: .grid)
        }
        for (position, label) in frequencyTicks() {
            guard let y = frame.y.position(position) else { continue }
            canvas.svg.line(from: (frame.left - 4, y), to: (frame.left, y), stroke: .axis)
            canvas.svg.text(label, x: frame.left - 8, y: y + 4, size: 11.5, anchor: .end)
        }
        drawMarks(in: frame, on: &canvas)
        canvas.svg.text("kHz", x: 12, y: (frame.top + frame.bottom) / 2, size: 11.5, anchor: .middle, rotated: -90)
        frame.drawAxes(on: &canvas, xLabel: "", yLabel: "", xTicks: Self.secondTicks(frame.x), yTicks: [])
    }

    /// Outlines that are seen on light and on dark, with their words where there is room.
    private func drawMarks(in frame: PlotFrame, on canvas: inout ChartCanvas) {
        for mark in marks {
            guard let left = frame.x.position(max(mark.start, 0)),
                let right = frame.x.position(min(mark.end, duration)),
                let bottom = frame.y.position(place(of: mark.lowFrequency)),
                let top = frame.y.position(place(of: mark.highFrequency)), right > left, bottom > top
            else { continue }
            let (width, height) = (max(right - left, 3), max(bottom - top, 3))
            for (ink, lineWidth) in [(ChartInk.onCell, 3.0), (.errorCell, 1.5)] {
                canvas.svg.rect(
                    x: left, y: top, width: width, height: height, stroke: ink, lineWidth: lineWidth, radius: 2,
                    title: mark.label)
            }
            let size = 10.5
            let needed = SVGText.width(mark.label, size: size) + 6
            guard !mark.label.isEmpty, needed <= frame.width else { continue }
            let x = min(left, frame.right - needed)
            let y = top - 15 >= frame.top ? top - 15 : min(bottom + 2, frame.bottom - 13)
            canvas.svg.rect(x: x, y: y, width: needed, height: 13, fill: .errorCell, opacity: 0.92, radius: 2)
            canvas.svg.text(mark.label, x: x + 3, y: y + 10, size: size, ink: .onCell)
        }
    }

    /// A frequency counted in bands, 0 at the lower edge of the lowest.
    func place(of hertz: Double) -> Double {
        guard let above = bandFrequencies.firstIndex(where: { $0 >= hertz }) else {
            return Double(bandFrequencies.count)
        }
        guard above > 0 else { return 0 }
        let (low, high) = (bandFrequencies[above - 1], bandFrequencies[above])
        return Double(above) - 0.5 + (high > low ? (hertz - low) / (high - low) : 0)
    }

    /// Ticks of a time axis, the last with its unit.
    static func secondTicks(_ scale: AxisScale) -> [AxisScale.Tick] {
        var ticks = scale.ticks(count: 6)
        if let last = ticks.indices.last { ticks[last].label += "\u{202f}s" }
        return ticks
    }

    /// Where 0.125, 0.25 … kHz lie, counted in bands, leaving out those too close to the one below.
    ///
    /// - Parameter share: of the axis that stays free between two.
    func frequencyTicks(apart share: Double = 0.13) -> [(position: Double, label: String)] {
        var result: [(position: Double, label: String)] = []
        let room = Double(bandFrequencies.count) * share
        for hertz in [
            100.0, 250, 500, 1000, 2000, 3000, 4000, 6000, 8000, 10_000, 12_000, 16_000, 20_000, 24_000, 32_000, 48_000,
            64_000, 96_000,
        ] {
            guard let lowest = bandFrequencies.first, let highest = bandFrequencies.last, hertz > lowest,
                hertz <= highest
            else { continue }
            let position = place(of: hertz)
            if let last = result.last, position - last.position < room { continue }
            let digits = hertz < 1000 ? (hertz == 250 ? 2 : 1) : 0
            result.append((position, DecimalText.fixed(hertz / 1000, digits: digits)))
        }
        return result
    }

    /// `nil` where there is nothing finite to show.
    func png() -> [UInt8]? {
        guard !bandFrequencies.isEmpty, let raster = BandRaster(values, most: maximumColumns),
            let range = raster.displayRange
        else { return nil }
        // 64 levels: the eye sees no more, and half of the bytes compress away.
        return raster.png(range, (0..<64).map { ColorMap.palette[$0 * 255 / 63] })
    }
}
