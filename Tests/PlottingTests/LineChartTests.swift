@testable import Plotting
import Testing

@Suite("A line chart")
struct LineChartTests {
    private func chart(_ points: [(x: Double, y: Double)], logarithmic: Bool = false) -> LineChart {
        LineChart(
            title: "t", summary: "s", xAxis: .init("x"), yAxis: .init("y", isLogarithmic: logarithmic),
            series: [.init("a", points: points)]
        )
    }

    private func line(_ drawing: Drawing) throws -> [(x: Double, y: Double)] {
        Drawing.points(try #require(drawing.named("path").last?.attributes["d"]))
    }

    @Test("puts rising values ever further right and up")
    func monotone() throws {
        let points = try line(Drawing(chart((0..<20).map { (Double($0), Double($0 * $0)) })))
        #expect(points.count == 20)
        #expect(zip(points, points.dropFirst()).allSatisfy { $0.x < $1.x && $0.y >= $1.y })
    }

    @Test("breaks where a value is missing")
    func gap() throws {
        let drawing = Drawing(chart([(0, 0), (1, 1), (2, .nan), (3, 1), (4, 2)]))
        let path = try #require(drawing.named("path").last?.attributes["d"])
        #expect(path.count { $0 == "M" } == 2)
    }

    @Test("leaves out points that no eye can tell apart")
    func thinned() throws {
        let steps = (0..<100_000).map { (x: Double($0 / 50_000), y: Double($0) / 100_000) }
        #expect(try line(Drawing(chart(steps))).count < 20)
    }

    @Test("marks the epoch that was kept at its place")
    func marker() throws {
        var one = chart([(1, 3), (5, 1), (9, 2)])
        one.markers = [.init(x: 5, label: "best: epoch 5")]
        let drawing = Drawing(one)
        let dashed = try #require(drawing.named("line").first { $0.attributes["stroke-dasharray"] == "3 3" })
        let points = try line(drawing)
        #expect(dashed.number("x1") == points[1].x)
        #expect(drawing.texts.contains("best: epoch 5"))
    }

    @Test("shows decades on a logarithmic axis")
    func decades() {
        let texts = Drawing(chart([(1, 1e-3), (2, 1e-5)], logarithmic: true)).texts
        #expect(texts.contains("0.001") && texts.contains("10⁻⁴") && texts.contains("10⁻⁵"))
    }

    struct Ticks: Sendable {
        var domain: ClosedRange<Double>
        var labels: [String]
    }

    @Test(
        "has ticks at 1, 2 and 5 times a power of ten",
        arguments: [
            Ticks(domain: 0...1, labels: ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
            Ticks(domain: -3...4, labels: ["−2", "0", "2", "4"]),
            Ticks(domain: 0...0.0012, labels: ["0.0000", "0.0005", "0.0010"]),
            Ticks(
                domain: 0...50_000,
                labels: ["0", "10\u{202f}000", "20\u{202f}000", "30\u{202f}000", "40\u{202f}000", "50\u{202f}000"]),
        ])
    func ticks(one: Ticks) {
        #expect(AxisScale(covering: [], fixed: one.domain).ticks(count: 5).map(\.label) == one.labels)
    }

    struct Labels: Sendable {
        var centers: [Double]
        var placed: [Double]
    }

    @Test(
        "keeps the words of markers inside the frame and off each other",
        arguments: [
            Labels(centers: [50, 150], placed: [50, 150]), Labels(centers: [0], placed: [20]),
            Labels(centers: [100, 104], placed: [100, 150]), Labels(centers: [195, 200], placed: [130, 180]),
        ])
    func labels(case labels: Labels) {
        #expect(LineChart.apart(labels.centers.map { ($0, 40) }, within: 0...200) == labels.placed)
    }

    @Test("puts a dot with its word where it is told, and none outside the frame")
    func dots() {
        var chart = LineChart.precisionRecall([.init(name: "crack", points: [(0, 1), (1, 0)], area: 0.5)])
        let bare = chart.svg(.embedded).ranges(of: "<circle").count
        chart.dots = [.init(x: 0.8, y: 0.7, label: "threshold 0.450"), .init(x: .nan, y: 0.5, label: "nowhere")]
        let svg = chart.svg(.embedded)
        #expect(svg.ranges(of: "<circle").count == bare + 2)
        #expect(svg.contains("threshold 0.450") && !svg.contains("nowhere"))
    }
}
