import Plotting
import Testing

@Suite("A scatter chart")
struct ScatterChartTests {
    private func chart(_ classes: Int, points: Int = 30, marked: Set<Int> = []) -> ScatterChart {
        ScatterChart(
            title: "Map", series: (0..<classes).map { .init(name: "class \($0)", style: .of($0, among: classes)) },
            points: (0..<points).map {
                .init(
                    x: Double($0 % 7), y: Double($0 / 7), series: classes > 0 ? $0 % classes : nil,
                    isMarked: marked.contains($0))
            }, markedName: "looks wrong")
    }

    @Test("draws a path a class, in its colour, and rings in one more", arguments: [1, 4, 12])
    func paths(classes: Int) {
        let drawing = Drawing(chart(classes, marked: [3, 4]), .standalone)
        #expect(drawing.isWellFormed)
        let filled = drawing.elements.filter { $0.name == "path" && $0.classes.contains("s-surface") }
        #expect(filled.count == classes)
        let subpaths = filled.reduce(0) { $0 + ($1.attributes["d"] ?? "").count { $0 == "M" } }
        #expect(subpaths == 30)
        let rings = drawing.elements.last { $0.name == "path" }
        #expect(rings?.classes == ["s-ink"] && rings?.attributes["d"]?.count { $0 == "M" } == 2)
        #expect(drawing.source.contains("looks wrong"))
    }

    @Test("tells 24 classes apart by colour and shape, from five on by shape too")
    func styles() {
        for count in [2, 5, 10, 24] {
            #expect(Set((0..<count).map { ScatterStyle.of($0, among: count) }).count == count)
        }
        #expect(Set((0..<5).map { ScatterStyle.of($0, among: 5).mark }).count == 5)
        #expect(Set((0..<4).map { ScatterStyle.of($0, among: 4).mark }) == [.circle])
        #expect(ScatterStyle.of(0, among: 30) != ScatterStyle.of(24, among: 30))
    }

    @Test("stays inside its paper, also of points that are all one, none, or no numbers")
    func degenerate() {
        let one = ScatterChart.Point(x: 3, y: -2, series: nil)
        for points in [
            [], [one], [one, one], [one, .init(x: .nan, y: 1, series: nil), .init(x: 5, y: .infinity, series: 0)],
        ] {
            let chart = ScatterChart(
                title: "T", series: [.init(name: "a <b>", style: .of(0, among: 1))], points: points, xLabel: "x",
                yLabel: "y")
            let drawing = Drawing(chart)
            #expect(drawing.isWellFormed && !drawing.source.contains("nan"))
        }
    }
}
