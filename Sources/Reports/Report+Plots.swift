import Evaluation
import InspectionTypes
import Plotting

extension Report {
    /// A chart and the name of its files.
    struct Plot: Sendable {
        var name: String
        var chart: any Chart
        /// What to look for, in a sentence.
        var caption: String
    }

    /// All charts that the report's contents allow.
    var plots: [Plot] {
        [confusionPlot] + trainingPlots + curvePlots + [reliabilityPlot].compactMap { $0 } + [
            classPlot
        ]
    }

    /// Over groups where they are not the items: that is what a person counts.
    var confusionPlot: Plot {
        let matrix = evaluation.groupConfusionMatrix
        return Plot(
            name: "confusion-matrix",
            chart: ConfusionMatrixChart(
                title: "Confusion matrix: \(evaluation.groupNoun)s", classes: evaluation.classes, counts: matrix.counts
            ),
            caption:
                "Rows are the truth, columns the verdict; a row adds up to 100 %. What is off the diagonal went wrong."
        )
    }

    var trainingPlots: [Plot] {
        guard epochs.count > 1 else { return [] }
        let marker = bestEpoch.map { [LineChart.Marker(x: Double($0.epoch), label: "kept: epoch \($0.epoch)")] } ?? []
        func points(_ value: (EpochRecord) -> Double?) -> [(x: Double, y: Double)] {
            epochs.map { (x: Double($0.epoch), y: value($0) ?? .nan) }
        }
        var plots = [
            Plot(
                name: "loss",
                chart: LineChart(
                    title: "Loss", summary: "Training and validation loss by epoch.", xAxis: .init("Epoch"),
                    yAxis: .init("Loss"),
                    series: [
                        .init("training", points: points(\.trainLoss), style: .dashed, color: 7),
                        .init("validation", points: points(\.validationLoss), color: 0),
                    ].filter { $0.points.contains(where: \.y.isFinite) }, markers: marker
                ), caption: "Where validation turns upwards while training falls, the model begins to learn by heart."
            )
        ]
        if epochs.contains(where: { $0.validationAccuracy != nil }) {
            plots.append(
                Plot(
                    name: "accuracy",
                    chart: LineChart(
                        title: "Validation accuracy", summary: "Validation accuracy by epoch.", xAxis: .init("Epoch"),
                        yAxis: .init("Accuracy", isPercent: true),
                        series: [.init("", points: points(\.validationAccuracy))], markers: marker
                    ), caption: "On \(itemNoun)s that were held back from training."
                )
            )
        }
        plots.append(
            Plot(
                name: "learning-rate",
                chart: LineChart(
                    title: "Learning rate", summary: "Learning rate by epoch.", xAxis: .init("Epoch"),
                    yAxis: .init("Learning rate"),
                    series: [.init("", points: points(\.learningRate), color: 5)]
                ), caption: "Warm-up, then down along its schedule."
            )
        )
        return plots
    }

    /// The epoch whose weights were kept: the last that was the best so far.
    var bestEpoch: EpochRecord? { epochs.last(where: \.isBest) }

    /// The classes to draw curves of, the hardest (by area under ROC) first: of two the one that is not normal.
    private var curveClasses: [(index: Int, roc: ROCCurve)] {
        let drawable = evaluation.classesWithCurves.compactMap { index in
            (try? evaluation.rocCurve(ofClass: index)).map { (index: index, roc: $0, area: $0.area) }
        }
        let isNormal = { (index: Int) in evaluation.normalClasses.contains(evaluation.classes[index]) }
        let chosen =
            evaluation.classes.count == 2
            ? (drawable.last { !isNormal($0.index) } ?? drawable.last).map { [$0] } ?? []
            : Array(drawable.sorted { $0.area < $1.area }.prefix(limits.curves))
        return chosen.map { (index: $0.index, roc: $0.roc) }
    }

    /// ROC and precision–recall of the same classes in the same colours.
    private var curvePlots: [Plot] {
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
            Plot(
                name: "roc", chart: LineChart.roc(roc),
                caption: "What must be paid in false alarms for what is caught, over \(countedNoun)s." + note
            ),
            Plot(
                name: "precision-recall", chart: LineChart.precisionRecall(precisionRecall),
                caption: "How many alarms are real against how much is caught." + note
            ),
        ]
    }

    var reliabilityPlot: Plot? {
        guard let diagram = try? evaluation.reliability() else { return nil }
        let bins = diagram.bins.map {
            ReliabilityChart.Bin(
                low: $0.low, high: $0.high, count: $0.count, accuracy: $0.accuracy, confidence: $0.confidence)
        }
        return Plot(
            name: "reliability",
            chart: ReliabilityChart(bins: bins, calibrationError: diagram.expectedCalibrationError),
            caption: "Whether “90 %” is right nine times in ten. Bars on the diagonal keep their word."
        )
    }

    var classPlot: Plot {
        let bars = evaluation.classes.map { name in
            let f1 = evaluation.metrics.perClass[name]?.f1
            return IntervalBarChart.Bar(name, value: f1?.value ?? .nan, low: f1?.low, high: f1?.high)
        }
        return Plot(
            name: "f1",
            chart: IntervalBarChart(title: "F1 by class", axisLabel: "F1 with its 95 % interval", bars: bars),
            caption: "Balance of precision and recall over \(countedNoun)s."
        )
    }
}
