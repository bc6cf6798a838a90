import Plotting
import Testing

@Suite("A confusion matrix chart")
struct ConfusionMatrixChartTests {
    private let chart = ConfusionMatrixChart(classes: ["intact", "cracked"], counts: [[1211, 0], [3, 9]])

    @Test("has a cell a pair of classes, and colours those that are not empty by right and wrong")
    func cells() {
        let rects = Drawing(chart).named("rect")
        #expect(rects.count { $0.classes == ["f-grid"] } == 4)
        #expect(rects.count { $0.classes == ["f-cell"] } == 2)
        #expect(rects.count { $0.classes == ["f-error-cell"] } == 1)
    }

    @Test("bears counts and shares of the row")
    func numbers() {
        let texts = Drawing(chart).texts
        for text in ["1211", "100\u{202f}%", "3", "25\u{202f}%", "9", "75\u{202f}%", "0", "intact", "cracked"] {
            #expect(texts.contains(text), "\(text)")
        }
    }

    @Test("says each cell in words on hovering")
    func tooltips() {
        #expect(Drawing(chart).named("title").map(\.text).contains("cracked taken for intact: 3 of 12 (25.0\u{a0}%)"))
    }

    @Test("is drawn for any number of classes", arguments: [1, 2, 7, 12, 13, 30, 31, 100])
    func sizes(count: Int) {
        let classes = (0..<count).map { "class \($0)" }
        let counts = (0..<count).map { row in (0..<count).map { $0 == row ? 5 : 0 } }
        let drawing = Drawing(ConfusionMatrixChart(classes: classes, counts: counts))
        #expect(drawing.isWellFormed)
        #expect(drawing.named("rect").count { $0.classes == ["f-cell"] } == count)
    }
}
