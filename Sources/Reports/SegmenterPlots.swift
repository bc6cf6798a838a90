import Evaluation
import InspectionTypes
import Plotting

/// The charts of a segmenter's figures.
struct SegmenterPlots {
    let evaluation: SegmentationEvaluation

    var all: [Report.Plot] { [thresholdPlot, precisionRecallPlot, picturePlot].compactMap { $0 } }

    private var threshold: String { DecimalText.fixed(evaluation.threshold, digits: 3) }
    private var hasDefects: Bool { evaluation.pictures.contains(where: \.hasDefect) }

    private var thresholdPlot: Report.Plot? {
        guard hasDefects else { return nil }
        let points = evaluation.sweep.points
        func series(_ name: String, _ value: KeyPath<SegmentationSweep.Point, Double>, color: Int, isMain: Bool = false)
            -> LineChart.Series
        {
            .init(
                name, points: points.map { (x: $0.threshold, y: $0[keyPath: value]) },
                style: isMain ? .solid : .dashed, color: color)
        }
        return Report.Plot(
            name: "threshold",
            chart: LineChart(
                title: "F1 over the threshold",
                summary: "F1, precision and recall of the defect's pixels by threshold; chosen: \(threshold).",
                xAxis: .init("Threshold on the probability", domain: 0...1), yAxis: .init("", domain: 0...1),
                series: [
                    series("F1", \.f1, color: 0, isMain: true), series("precision", \.precision, color: 1),
                    series("recall", \.recall, color: 2),
                ],
                markers: [.init(x: evaluation.threshold, label: "threshold \(threshold)")], height: 290
            ),
            caption: "A broad top means that the threshold matters little. Below it more is found, and more is wrong."
        )
    }

    private var precisionRecallPlot: Report.Plot? {
        guard let curve = try? evaluation.sweep.precisionRecallCurve() else { return nil }
        let pixels = evaluation.metrics
        var chart = LineChart.precisionRecall(
            [
                .init(
                    name: evaluation.defectNoun, points: curve.points.map { (x: $0.recall, y: $0.precision) },
                    area: curve.averagePrecision)
            ], title: "Precision and recall of pixels")
        chart.dots = [.init(x: pixels.recall.value, y: pixels.precision.value, label: "threshold \(threshold)")]
        return Report.Plot(
            name: "precision-recall", chart: chart,
            caption: "How many of the marked pixels are right against how many of the defect's are marked."
        )
    }

    /// Over the pictures that show a defect: in the others nothing could be found.
    private var picturePlot: Report.Plot? {
        let values = evaluation.pictures.compactMap(\.f1)
        guard values.count > 2 else { return nil }
        var chart = HistogramChart(
            title: "F1 picture by picture", axisLabel: "F1 of a picture's pixels",
            series: [.init("pictures with a defect", values: values)], domain: 0...1, binCount: 20)
        chart.countLabel = "Pictures"
        chart.height = 290
        return Report.Plot(
            name: "picture-f1", chart: chart,
            caption: "Pictures at the left were missed or drawn wrongly; the worst of them are shown below."
        )
    }
}
