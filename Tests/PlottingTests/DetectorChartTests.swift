import Foundation
@testable import Plotting
import Testing

@Suite("Charts of detectors")
struct DetectorChartTests {
    @Test("a histogram of shares shows few anomalies as tall as many normal items")
    func shares() throws {
        func heights(_ showsShares: Bool) -> [Double] {
            var chart = HistogramChart(
                title: "t", axisLabel: "score",
                series: [
                    .init("normal", values: Array(repeating: 0.1, count: 100)),
                    .init("anomalous", values: Array(repeating: 0.9, count: 2)),
                ], domain: 0...1, binCount: 2)
            chart.showsShares = showsShares
            return Drawing(chart).named("rect").filter { $0.attributes["fill-opacity"] == "0.6" }
                .compactMap { $0.number("height") }
        }
        let (shares, counts) = (heights(true), heights(false))
        #expect(shares.count == 2 && shares[0] == shares[1])
        #expect(counts.count == 2 && counts[0] > 40 * counts[1])
    }

    @Test("what lies beyond the axis stands in the last bar where that is wanted, else nowhere")
    func beyond() {
        var chart = HistogramChart(title: "t", axisLabel: "score", series: [], binCount: 4)
        #expect(chart.counts([0.1, 0.9, 7], in: 0...1) == [1, 0, 0, 1])
        chart.gathersBeyond = true
        #expect(chart.counts([0.1, 0.9, 7], in: 0...1) == [1, 0, 0, 2])
    }

    @Test("a band goes along its upper line and back along the lower one, and the axis covers it")
    func band() throws {
        var chart = LineChart(
            title: "t", summary: "s", xAxis: .init("x"), yAxis: .init("y"),
            series: [.init("", points: [(0, 1), (10, 1)])])
        chart.bands = [.init(points: [(x: 0, low: -4, high: 5), (x: 10, low: 0, high: 2)])]
        let drawing = Drawing(chart)
        let band = try #require(drawing.named("path").first { $0.attributes["fill-opacity"] == "0.15" })
        let path = try #require(band.attributes["d"])
        #expect(path.hasPrefix("M") && path.hasSuffix("Z") && path.filter { $0 == "L" }.count == 3)
        #expect(drawing.texts.contains("−4") || drawing.texts.contains("−5"))
    }

    @Test("marks on a spectrogram lie where their seconds and hertz are")
    func marks() throws {
        var chart = SpectrogramChart(
            title: "t", values: Array(repeating: [0, 1, 2, 3], count: 10), duration: 10,
            bandFrequencies: [100, 200, 300, 400])
        #expect(chart.place(of: 200) == 1.5 && chart.place(of: 250) == 2 && chart.place(of: 50) == 0)
        #expect(chart.place(of: 1000) == 4)
        chart.marks = [.init(start: 5, end: 10, lowFrequency: 200, highFrequency: 300, label: "+6 dB")]
        let drawing = Drawing(chart)
        let mark = try #require(drawing.named("rect").first { $0.classes == ["s-error-cell"] })
        // The plot runs from 52 to 446, and down from 6 to 130.
        #expect(mark.number("x") == 249 && mark.number("width") == 197)
        #expect(mark.number("y") == 52.5 && mark.number("height") == 31)
        #expect(drawing.texts.contains("+6 dB"))
    }

    @Test("a promise is a band, what came of it a dot; red where the two cannot be reconciled")
    func promise() {
        let chart = PromiseChart(
            title: "t", axisLabel: "share",
            rows: [
                .init("a", promised: .init(0.02, low: 0.01, high: 0.03), achieved: .init(0.02), isBroken: false),
                .init("b", promised: nil, achieved: .init(0.3, low: 0.2, high: 0.4), isBroken: true),
            ])
        let drawing = Drawing(chart)
        #expect(drawing.isWellFormed)
        #expect(drawing.named("circle").map(\.classes) == [["f-accent"], ["f-error"]])
        #expect(drawing.named("rect").count { $0.attributes["fill-opacity"] == "0.3" } == 1)
        #expect(chart.summary == "a: 2.00 %, promised 2.00 %; b: 30.00 %.")
    }
}
