import Evaluation
import InspectionTypes
import Plotting

/// The charts of a classifier's figures.
struct ClassifierPlots {
    let report: Report
    let evaluation: ClassifierEvaluation

    var all: [Report.Plot] { [confusionPlot] + curvePlots + [reliabilityPlot].compactMap { $0 } + [classPlot] }

    /// Over groups where they are not the items: that is what a person counts.
    var confusionPlot: Report.Plot {
        let matrix = evaluation.groupConfusionMatrix
        return Report.Plot(
            name: "confusion-matrix",
            chart: ConfusionMatrixChart(
                title: "Confusion matrix: \(report.groupNoun)s", classes: evaluation.classes, counts: matrix.counts
            ),
            caption:
                "Rows are the truth, columns the verdict; a row adds up to 100 %. What is off the diagonal went wrong."
        )
    }

    /// The classes to draw curves of, the hardest (by area under ROC) first: of two the one that is not normal.
    private var curveClasses: [(index: Int, roc: ROCCurve)] {
        let drawable = evaluation.classesWithCurves.compactMap { index in
            (try? evaluation.rocCurve(ofClass: index)).map { (index: index, roc: $0, area: $0.area) }
        }
        let isNormal = { (index: Int) in evaluation.normalClasses.contains(evaluation.classes[index]) }
        let chosen =
            evaluation.classes.count == 2
            ? (drawable.last { !isNormal($0.index) } ?? drawable.last).map { [$0] } ?? []
            : Array(drawable.sorted { $0.area < $1.area }.prefix(report.limits.curves))
        return chosen.map { (index: $0.index, roc: $0.roc) }
    }

    /// ROC and precision–recall of the same classes in the same colours.
    private var curvePlots: [Report.Plot] {
        let chosen = curveClasses
        guard !chosen.isEmpty else { return [] }
        let count = evaluation.classesWithCurves.count
        let note =
            evaluation.classes.count == 2
            ? ""
            : " Each class against the rest"
                + (count > chosen.count ? "; the \(chosen.count) hardest of \(count)." : ".")
        let precisionRecall = chosen.compactMap { index, _ in
            (try? evaluation.precisionRecallCurve(ofClass: index)).map { curve in
                LineChart.Curve(
                    name: evaluation.classes[index], points: curve.points.map { (x: $0.recall, y: $0.precision) },
                    area: curve.averagePrecision
                )
            }
        }
        let roc = chosen.map { index, roc in
            LineChart.Curve(
                name: evaluation.classes[index],
                points: roc.points.map { (x: $0.falsePositiveRate, y: $0.truePositiveRate) }, area: roc.area
            )
        }
        return [
            Report.Plot(
                name: "roc", chart: LineChart.roc(roc),
                caption: "What must be paid in false alarms for what is caught, over \(report.countedNoun)s." + note
            ),
            Report.Plot(
                name: "precision-recall", chart: LineChart.precisionRecall(precisionRecall),
                caption: "How many alarms are real against how much is caught." + note
            ),
        ]
    }

    var reliabilityPlot: Report.Plot? {
        guard let diagram = try? evaluation.reliability() else { return nil }
        let bins = diagram.bins.map {
            ReliabilityChart.Bin(
                low: $0.low, high: $0.high, count: $0.count, accuracy: $0.accuracy, confidence: $0.confidence)
        }
        return Report.Plot(
            name: "reliability",
            chart: ReliabilityChart(bins: bins, calibrationError: diagram.expectedCalibrationError),
            caption: "Whether “90 %” is right nine times in ten. Bars on the diagonal keep their word."
        )
    }

    var classPlot: Report.Plot {
        let bars = evaluation.classes.map { name in
            let f1 = evaluation.metrics.perClass[name]?.f1
            return IntervalBarChart.Bar(name, value: f1?.value ?? .nan, low: f1?.low, high: f1?.high)
        }
        return Report.Plot(
            name: "f1",
            chart: IntervalBarChart(title: "F1 by class", axisLabel: "F1 with its 95 % interval", bars: bars),
            caption: "Balance of precision and recall over \(report.countedNoun)s."
        )
    }
}
