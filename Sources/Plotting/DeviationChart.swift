import InspectionTypes

/// A recording as it was heard and, below it, less its machine's normal level: blue is quieter, red is louder, with the deviations outlined,
/// numbered and told.
public struct DeviationChart: Chart {
    public var title: String
    /// In decibels, `[frame][band]`, lowest band first; not a number where nothing was heard.
    public var levels: [[Float]]
    /// By band, in decibels; `nil` leaves the lower picture out.
    public var normalLevels: [Float]?
    /// What the normal levels are of, such as `fan id_02`.
    public var subject: String
    /// Length in seconds.
    public var duration: Double
    /// Centre of each band in hertz, rising.
    public var bandFrequencies: [Double]
    /// The labels are told below, in this order.
    public var marks: [SpectrogramChart.Mark]

    private static let panelHeight = 196.0
    private static let caption = 22.0
    private static let lineHeight = 19.0
    private static let insets = (left: 52.0, right: 84.0)
    private static let maximumColumns = 1024

    public init(
        title: String, levels: [[Float]], normalLevels: [Float]? = nil, subject: String = "", duration: Double,
        bandFrequencies: [Double], marks: [SpectrogramChart.Mark] = []
    ) {
        precondition(
            levels.allSatisfy { $0.count == bandFrequencies.count }
                && normalLevels.map { $0.count == bandFrequencies.count } ?? true,
            "DeviationChart: frames of \(Set(levels.map(\.count)).sorted()) bands, \(bandFrequencies.count) frequencies"
        )
        self.title = title
        self.levels = levels
        self.normalLevels = normalLevels
        self.subject = subject
        self.duration = duration
        self.bandFrequencies = bandFrequencies
        self.marks = marks
    }

    public var width: Double { 900 }
    public var height: Double {
        Double(normalLevels == nil ? 1 : 2) * (Self.panelHeight + Self.caption + 8) + 26
            + (marks.isEmpty ? 0 : Self.lineHeight * Double(marks.count) + 14)
    }

    public var summary: String {
        let heard = "Spectrogram of \(DecimalText.fixed(duration, digits: 2)) seconds"
        guard normalLevels != nil else { return heard + "." }
        return heard + ", and its difference from normal"
            + (marks.isEmpty ? "." : ": " + marks.map(\.label).joined(separator: "; ") + ".")
    }

    public func draw(on canvas: inout ChartCanvas) {
        let level = BandRaster(levels, most: Self.maximumColumns)
        var top = draw(
            level, caption: "Level, decibels", range: level?.displayRange, palette: Self.heat, missing: 0,
            signed: false,
            top: 0, isLast: normalLevels == nil, on: &canvas)
        if let normalLevels {
            let difference = BandRaster(
                levels.map { frame in zip(frame, normalLevels).map { $0 - $1 } }, most: Self.maximumColumns)
            let reach = Self.reach(difference)
            top = draw(
                difference,
                caption: "Decibels above or below the normal level" + (subject.isEmpty ? "" : " of \(subject)"),
                range: -reach...reach, palette: DivergingPalette.colours, missing: 32, signed: true, top: top,
                isLast: true, on: &canvas)
        }
        for (place, mark) in marks.enumerated() {
            let y = top + 26 + 18 + Self.lineHeight * Double(place)
            Self.badge(place + 1, x: Self.insets.left, y: y - 11, on: &canvas)
            canvas.svg.fittedText(
                mark.label, width: width - Self.insets.left - 30, x: Self.insets.left + 24, y: y + 2, size: 13,
                ink: .ink)
        }
    }

    /// - Returns: where the panel ends.
    private func draw(
        _ raster: BandRaster?, caption: String, range: ClosedRange<Float>?,
        palette: [(red: UInt8, green: UInt8, blue: UInt8)], missing: UInt8, signed: Bool, top: Double, isLast: Bool,
        on canvas: inout ChartCanvas
    ) -> Double {
        let bottom = top + Self.caption + Self.panelHeight
        let axes = SpectrogramChart(title: "", values: [], duration: duration, bandFrequencies: bandFrequencies)
        let frame = PlotFrame(
            width: width, height: bottom, insets: (Self.insets.left, top + Self.caption, Self.insets.right, 0),
            x: AxisScale(covering: [], fixed: 0...max(duration, 1e-9)),
            y: AxisScale(covering: [], fixed: 0...Double(max(1, bandFrequencies.count))))
        canvas.svg.text(caption, x: frame.left, y: top + 14, size: 12.5)
        if let raster, let range {
            canvas.svg.image(
                png: raster.png(range, palette, missing: missing), x: frame.left, y: frame.top, width: frame.width,
                height: frame.height)
            scale(range, palette, signed: signed, frame, on: &canvas)
        } else {
            canvas.svg.rect(x: frame.left, y: frame.top, width: frame.width, height: frame.height, fill: .grid)
        }
        for (position, label) in axes.frequencyTicks(apart: 0.1) {
            guard let y = frame.y.position(position) else { continue }
            canvas.svg.line(from: (frame.left - 4, y), to: (frame.left, y), stroke: .axis)
            canvas.svg.text(label, x: frame.left - 8, y: y + 4, size: 11.5, anchor: .end)
        }
        canvas.svg.text("kHz", x: 12, y: (frame.top + frame.bottom) / 2, size: 11.5, anchor: .middle, rotated: -90)
        outline(frame, axes, on: &canvas)
        frame.drawAxes(
            on: &canvas, xLabel: "", yLabel: "", xTicks: isLast ? SpectrogramChart.secondTicks(frame.x) : [], yTicks: []
        )
        return bottom + (isLast ? 0 : 8)
    }

    /// The marks, each with its number at a corner.
    private func outline(_ frame: PlotFrame, _ axes: SpectrogramChart, on canvas: inout ChartCanvas) {
        var taken: [(x: Double, y: Double)] = []
        for (place, mark) in marks.enumerated() {
            guard let left = frame.x.position(max(mark.start, 0)),
                let right = frame.x.position(min(mark.end, duration)),
                let bottom = frame.y.position(axes.place(of: mark.lowFrequency)),
                let top = frame.y.position(axes.place(of: mark.highFrequency)), right > left, bottom > top
            else { continue }
            // Around what it shows: a hum of one band would lie below its own outline.
            let (above, below) = (max(top - 3, frame.top), min(bottom + 3, frame.bottom))
            for (ink, line) in [(ChartInk.onCell, 3.5), (.mark, 1.6)] {
                canvas.svg.rect(
                    x: left, y: above, width: max(right - left, 3), height: below - above, stroke: ink,
                    lineWidth: line, radius: 2, title: mark.label)
            }
            var x = min(left, frame.right - 18)
            let y = above - 17 >= frame.top ? above - 17 : min(top + 2, frame.bottom - 16)
            while taken.contains(where: { abs($0.x - x) < 18 && abs($0.y - y) < 16 }) { x += 19 }
            taken.append((x, y))
            Self.badge(place + 1, x: min(x, frame.right - 18), y: y, on: &canvas)
        }
    }

    private static func badge(_ number: Int, x: Double, y: Double, on canvas: inout ChartCanvas) {
        canvas.svg.rect(x: x, y: y, width: 17, height: 15, fill: .mark, radius: 3)
        canvas.svg.text(String(number), x: x + 8.5, y: y + 11.5, size: 11, ink: .onCell, anchor: .middle, bold: true)
    }

    /// What the colours stand for.
    private func scale(
        _ range: ClosedRange<Float>, _ palette: [(red: UInt8, green: UInt8, blue: UInt8)], signed: Bool,
        _ frame: PlotFrame, on canvas: inout ChartCanvas
    ) {
        let png = IndexedPNG.encoded(
            pixels: (0..<palette.count).reversed().map { UInt8($0) }, width: 1, height: palette.count, palette: palette)
        let left = frame.right + 14
        canvas.svg.image(png: png, x: left, y: frame.top, width: 12, height: frame.height)
        var values = AxisScale(covering: [], fixed: Double(range.lowerBound)...Double(range.upperBound))
        values.range = (frame.bottom, frame.top)
        for tick in values.ticks(count: 6) {
            guard let y = values.position(tick.value) else { continue }
            canvas.svg.line(from: (left + 12, y), to: (left + 16, y), stroke: .axis)
            canvas.svg.text(
                (signed && tick.value > 0 ? "+" : "") + tick.label, x: left + 20, y: y + 4, size: 11.5)
        }
    }

    /// How far the colours reach: all but the rarest differences, between 9 and 30 decibels.
    private static func reach(_ raster: BandRaster?) -> Float {
        let sorted = (raster?.values ?? []).filter(\.isFinite).map(\.magnitude).sorted()
        guard !sorted.isEmpty else { return 9 }
        return min(30, max(9, sorted[Int(Double(sorted.count - 1) * 0.995)]))
    }

    private static let heat = (0..<64).map { ColorMap.palette[$0 * 255 / 63] }
}
