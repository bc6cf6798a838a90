@testable import Plotting
import Testing

@Suite("Deviations from normal")
struct DeviationChartTests {
    static let frequencies = (0..<16).map { 100 + 250 * Double($0) }

    static func chart(_ normal: [Float]?, marks: Int = 2) -> DeviationChart {
        DeviationChart(
            title: "t", levels: (0..<50).map { frame in (0..<16).map { Float(frame - $0) } }, normalLevels: normal,
            subject: "fan id_02", duration: 2.5, bandFrequencies: frequencies,
            marks: (0..<marks).map {
                .init(
                    start: 0.5 * Double($0), end: 0.5 * Double($0) + 0.4, lowFrequency: 500, highFrequency: 900,
                    label: "deviation \($0)")
            })
    }

    @Test("shows the level and its difference from normal, each with its scale, and tells the marks by number")
    func both() {
        let drawing = Drawing(Self.chart([Float](repeating: 3, count: 16)))
        // A spectrogram and a colour scale each.
        #expect(drawing.named("image").count == 4)
        #expect(drawing.texts.contains("Decibels above or below the normal level of fan id_02"))
        #expect(drawing.texts.contains("deviation 0") && drawing.texts.contains("deviation 1"))
        // In both pictures and below.
        #expect(drawing.texts.filter { $0 == "2" }.count >= 3)
        #expect(drawing.texts.contains { $0.hasPrefix("+") } && drawing.texts.contains("2.5\u{202f}s"))
    }

    @Test("leaves the difference out where nothing is known of normal")
    func levelAlone() {
        let chart = Self.chart(nil, marks: 0)
        #expect(Drawing(chart).named("image").count == 2)
        #expect(chart.height < Self.chart([Float](repeating: 3, count: 16), marks: 0).height)
        #expect(chart.summary == "Spectrogram of 2.50 seconds.")
    }

    @Test("draws what was not heard as no difference")
    func missing() throws {
        let raster = try #require(BandRaster([[.nan, 12]], most: 10))
        let png = raster.png(-12...12, DivergingPalette.colours, missing: 32)
        let other = try #require(BandRaster([[0, 12]], most: 10)).png(-12...12, DivergingPalette.colours)
        #expect(png == other)
        #expect(DivergingPalette.colours.count == 65)
    }
}
