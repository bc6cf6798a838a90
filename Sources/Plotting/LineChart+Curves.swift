import InspectionTypes

extension LineChart {
    /// One line of a ROC or a precision–recall chart with its area.
    public struct Curve: Sendable {
        public var name: String
        public var points: [(x: Double, y: Double)]
        /// Area under it, or average precision.
        public var area: Double

        public init(name: String, points: [(x: Double, y: Double)], area: Double) {
            self.name = name
            self.points = points
            self.area = area
        }
    }

    /// Detection against false alarms; the dashed diagonal is chance.
    public static func roc(_ curves: [Curve], title: String = "ROC") -> LineChart {
        LineChart(
            title: title,
            summary: "True-positive rate against false-positive rate. "
                + spoken(curves, measure: "area under the curve"),
            xAxis: Axis("False-positive rate", domain: 0...1), yAxis: Axis("True-positive rate", domain: 0...1),
            series: labelled(curves, measure: "AUC") + [Series("", points: [(0, 0), (1, 1)], style: .faint)],
            fillsArea: true, legendPlacement: .lowerRight, height: 290
        )
    }

    /// Precision against recall.
    public static func precisionRecall(_ curves: [Curve], title: String = "Precision and recall") -> LineChart {
        LineChart(
            title: title, summary: "Precision against recall. " + spoken(curves, measure: "average precision"),
            xAxis: Axis("Recall", domain: 0...1), yAxis: Axis("Precision", domain: 0...1),
            series: labelled(curves, measure: "AP"),
            fillsArea: true, legendPlacement: .lowerLeft, height: 290
        )
    }

    private static func labelled(_ curves: [Curve], measure: String) -> [Series] {
        curves.map { curve in
            Series(
                "\(SVGText.fitted(curve.name, width: 130, size: 12)) · \(measure) \(DecimalText.fixed(curve.area, digits: 3))",
                points: curve.points)
        }
    }

    private static func spoken(_ curves: [Curve], measure: String) -> String {
        curves.map { "\($0.name): \(measure) \(DecimalText.fixed($0.area, digits: 3))." }.joined(separator: " ")
    }
}
