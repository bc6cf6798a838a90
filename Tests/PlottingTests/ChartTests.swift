import Foundation
import Plotting
import Testing

@Suite("A chart")
struct ChartTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var chart: any Chart
    }

    static let nasty = "<b>\"fan\" & 'pump'</b>\u{0}"
    static let longName = String(repeating: "a bearing that was worn in a very particular way ", count: 4)
    static let arabic = "محمل تالف"

    static func all(_ name: String) -> [Case] {
        [
            Case(
                testDescription: "line",
                chart: LineChart(
                    title: name, summary: name, xAxis: .init("Epoch"), yAxis: .init(name),
                    series: [.init(name, points: [(1, 2), (2, .nan), (3, 4), (4, .infinity)])],
                    markers: [.init(x: 2, label: name)])),
            Case(
                testDescription: "logarithmic line",
                chart: LineChart(
                    title: name, summary: name, xAxis: .init(""), yAxis: .init("", isLogarithmic: true),
                    series: [.init("", points: [(1, 1e-3), (2, 0), (3, -1), (4, 1e-6)])])),
            Case(
                testDescription: "no line",
                chart: LineChart(title: name, summary: "", xAxis: .init(""), yAxis: .init(""), series: [])),
            Case(
                testDescription: "ROC",
                chart: LineChart.roc([.init(name: name, points: [(0, 0), (0, 1), (1, 1)], area: 1)])),
            Case(
                testDescription: "confusion",
                chart: ConfusionMatrixChart(title: name, classes: [name, "b"], counts: [[0, 0], [1, 2]])),
            Case(
                testDescription: "reliability",
                chart: ReliabilityChart(
                    title: name,
                    bins: [
                        .init(low: 0, high: 0.5, count: 0, accuracy: nil, confidence: nil),
                        .init(low: 0.5, high: 1, count: 3, accuracy: .nan, confidence: 0.8),
                    ], calibrationError: .nan)),
            Case(
                testDescription: "bars",
                chart: IntervalBarChart(
                    title: name, axisLabel: name,
                    bars: [
                        .init(name, value: .nan, low: -1, high: 3), .init("b", value: 2),
                    ])),
            Case(
                testDescription: "histogram",
                chart: HistogramChart(
                    title: name, axisLabel: name,
                    series: [
                        .init(name, values: [1, 1, .nan, -.infinity])
                    ], threshold: 1)),
            Case(testDescription: "empty histogram", chart: HistogramChart(title: name, axisLabel: "", series: [])),
            Case(
                testDescription: "waveform",
                chart: WaveformChart(
                    title: name, samples: [0, .nan, 1, -.infinity], sampleRate: 10, marked: [-1...9])),
            Case(testDescription: "no samples", chart: WaveformChart(title: name, samples: [], sampleRate: 10)),
            Case(
                testDescription: "spectrogram",
                chart: SpectrogramChart(
                    title: name, values: [[1, .nan], [.infinity, 2]], duration: 1, bandFrequencies: [100, 200])),
            Case(
                testDescription: "no frames",
                chart: SpectrogramChart(title: name, values: [], duration: 0, bandFrequencies: [])),
        ]
    }

    @Test(
        "is well-formed SVG of finite numbers, whatever the names and values",
        arguments: all(nasty) + all(longName) + all(arabic) + all(""))
    func wellFormed(one: Case) {
        for setting in [SVGSetting.standalone, .embedded, .raster] {
            let drawing = Drawing(one.chart, setting)
            #expect(drawing.isWellFormed)
            #expect(drawing.hasOnlyFiniteNumbers)
            #expect(!drawing.source.contains("nan") && !drawing.source.contains("<b>"))
            #expect(drawing.named("title").count >= 1 && drawing.named("desc").count == 1)
        }
    }

    @Test("keeps its text within its width", arguments: all(longName))
    func fits(one: Case) {
        for text in Drawing(one.chart).texts { #expect(text.count < 80) }
    }

    @Test("follows the reader's light or dark setting as a file, the page's as a part of it, and none as pixels")
    func colors() {
        let chart = ConfusionMatrixChart(classes: ["a"], counts: [[1]])
        #expect(chart.svg(.standalone).contains("prefers-color-scheme:dark"))
        #expect(!chart.svg(.embedded).contains("<style>"))
        #expect(!chart.svg(.raster).contains("prefers-color-scheme") && chart.svg(.raster).contains("<style>"))
        for ink in ChartInk.allCases {
            #expect(ChartStyle.pageRules.contains(".f-\(ink.rawValue){fill:var(--\(ink.rawValue))}"))
            #expect(ChartStyle.variables(dark: true).contains("--\(ink.rawValue):\(ink.dark)"))
        }
    }

    @Test("has text that stands out from what lies under it, in light and dark")
    func contrast() {
        for (text, ground) in [
            (ChartInk.ink, ChartInk.surface), (.muted, .surface), (.onCell, .cell), (.error, .surface),
            (.accent, .surface),
        ] {
            #expect(contrastRatio(text.light, ground.light) >= 4.5, "\(text) on \(ground), light")
            #expect(contrastRatio(text.dark, ground.dark) >= 4.5, "\(text) on \(ground), dark")
        }
    }

    /// WCAG 2's ratio of relative luminances.
    private func contrastRatio(_ a: String, _ b: String) -> Double {
        let (x, y) = (luminance(a), luminance(b))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    private func luminance(_ hex: String) -> Double {
        let value = Int(hex.dropFirst(), radix: 16) ?? 0
        let weights = [0.2126, 0.7152, 0.0722]
        return zip([16, 8, 0], weights).reduce(0) { sum, part in
            // sRGB's curve is close enough to a power of 2.2 here.
            let channel = Double(value >> part.0 & 255) / 255
            return sum + part.1 * power22(channel)
        }
    }

    private func power22(_ x: Double) -> Double { pow(x, 2.2) }
}
