import Evaluation
import InspectionTypes
import Plotting

/// The charts of a detector's figures.
struct DetectorPlots {
    let report: Report
    let evaluation: DetectorEvaluation

    var all: [Report.Plot] {
        [areaPlot, rocPlot, promisePlot].compactMap { $0 } + histograms + calibrationPlots
    }

    /// The machines to draw, those with the least AUC first where there are too many.
    var drawnMachines: [String] {
        let names = evaluation.machineNames
        guard names.count > report.limits.machines else { return names }
        func area(_ name: String) -> Double { evaluation.metrics.perID[name]?.auc?.value ?? 2 }
        return Array(names.sorted { (area($0), $0) < (area($1), $1) }.prefix(report.limits.machines))
    }

    private var several: Bool { evaluation.machineNames.count > 1 }

    private var areaPlot: Report.Plot? {
        guard several else { return nil }
        let drawn = drawnMachines
        let bars = drawn.compactMap { name in
            evaluation.metrics.perID[name]?.auc.map {
                IntervalBarChart.Bar(name, value: $0.value, low: $0.low, high: $0.high)
            }
        }
        guard bars.count > 1 else { return nil }
        return Report.Plot(
            name: "auc",
            chart: IntervalBarChart(title: "AUC by machine", axisLabel: "AUC with its 95 % interval", bars: bars),
            caption: "How often an anomaly scores higher than a normal \(report.itemNoun); 0.5 is chance."
                + (drawn.count < evaluation.machineNames.count
                    ? " The \(drawn.count) machines with the least of \(evaluation.machineNames.count)." : "")
        )
    }

    private var rocPlot: Report.Plot? {
        let curves = (several ? drawnMachines.prefix(report.limits.curves).map { $0 } : evaluation.machineNames)
            .compactMap { name in
                (try? evaluation.rocCurve(of: name)).map { roc in
                    LineChart.Curve(
                        name: name, points: roc.points.map { (x: $0.falsePositiveRate, y: $0.truePositiveRate) },
                        area: roc.area)
                }
            }
        guard !curves.isEmpty else { return nil }
        let count = evaluation.machineNames.count
        var chart = LineChart.roc(curves)
        if !several {
            let counts = evaluation.defectCounts
            chart.dots = [
                .init(
                    x: counts.falseAlarmRate.value, y: counts.detectionRate.value, label: "at the threshold")
            ]
        }
        return Report.Plot(
            name: "roc", chart: chart,
            caption: "What must be paid in false alarms for what is caught, at every threshold."
                + (count > curves.count ? " \(curves.count) of \(count) machines." : "")
        )
    }

    private var promisePlot: Report.Plot? {
        let all = evaluation.machineNames.compactMap { name -> PromiseChart.Row? in
            let counts = evaluation.defectCounts(of: name)
            guard counts.normals > 0 else { return nil }
            let promise = FalseAlarmPromise(evaluation.machines, judging: evaluation.items(of: name))
            return row(name, counts, promise)
        }
        guard all.contains(where: { $0.promised != nil }) else { return nil }
        func excess(_ row: PromiseChart.Row) -> Double { row.achieved.value - (row.promised?.value ?? 0) }
        let rows =
            all.count > report.limits.machines
            ? Array(all.sorted { (-excess($0), $0.name) < (-excess($1), $1.name) }.prefix(report.limits.machines)) : all
        let together = several ? [row("all", evaluation.promisedCounts, evaluation.promise)] : []
        return Report.Plot(
            name: "false-alarms",
            chart: PromiseChart(
                title: "False alarms, promised and achieved",
                axisLabel: "Share of normal \(report.itemNoun)s reported", rows: together + rows),
            caption:
                "The band is what the model's card promises, the dot what came of it here with its 95 % interval. Red: more than chance explains."
                + (rows.count < all.count
                    ? " The \(rows.count) machines farthest above their promise, of \(all.count)." : "")
        )
    }

    private func row(_ name: String, _ counts: DefectCounts, _ promise: FalseAlarmPromise?) -> PromiseChart.Row {
        func share(_ metric: MetricValue) -> PromiseChart.Share {
            .init(metric.value, low: metric.low, high: metric.high)
        }
        let achieved = counts.falseAlarmRate
        return .init(
            name, promised: promise.map { share($0.share) }, achieved: share(achieved),
            isBroken: promise?.outcome(achieved) == .broken)
    }

    private var histograms: [Report.Plot] {
        drawnMachines.enumerated().map { index, name in
            let items = evaluation.items(of: name)
            let normal = items.filter { !$0.isAnomaly }.map(\.score)
            let anomalous = items.filter(\.isAnomaly).map(\.score)
            let threshold = evaluation.metrics.perID[name]?.threshold
            let domain = Self.domain(normal, anomalous, threshold)
            let series = [
                HistogramChart.Series("normal, \(normal.count)", values: normal),
                HistogramChart.Series("anomalous, \(anomalous.count)", values: anomalous),
            ].filter { !$0.values.isEmpty }
            var chart = HistogramChart(
                title: several ? name : "Scores", axisLabel: "Score", series: series, threshold: threshold,
                domain: domain, binCount: 26)
            (chart.showsShares, chart.gathersBeyond) = (true, true)
            chart.countLabel = "Share of each"
            let beyond = items.count { $0.score > domain.upperBound }
            return Report.Plot(
                name: "scores-\(index + 1)", chart: chart,
                caption: beyond > 0 ? "\(beyond) scored higher yet: they stand in the last bar." : ""
            )
        }
    }

    /// From the lowest score to where the interesting part ends: a few anomalies far away would leave all else in one bar.
    static func domain(_ normal: [Double], _ anomalous: [Double], _ threshold: Double?) -> ClosedRange<Double> {
        let all = (normal + anomalous).sorted()
        guard let low = all.first, let high = all.last else { return 0...1 }
        let middle = normal.isEmpty ? all[all.count / 2] : normal.sorted()[normal.count / 2]
        let edge = max(threshold ?? middle, normal.max() ?? middle)
        let end = min(high, edge + 5 * max(edge - middle, 1e-6))
        let upper = max(end, threshold ?? end)
        let margin = max(upper - low, 1e-6) * 0.02
        return (min(low, threshold ?? low) - margin)...(upper + margin)
    }

    private var calibrationPlots: [Report.Plot] {
        report.calibration.prefix(report.limits.machines).enumerated().map { index, curve in
            var chart = LineChart(
                title: curve.machine,
                summary:
                    "Threshold of \(curve.machine) by how many normal \(report.itemNoun)s it was set by; it ends at \(DecimalText.fixed(curve.threshold, digits: 3)).",
                xAxis: .init("Normal \(report.itemNoun)s"), yAxis: .init("Threshold"),
                series: [
                    .init("", points: curve.points.map { (x: Double($0.items), y: $0.threshold) })
                ])
            chart.bands = [.init(points: curve.points.map { (x: Double($0.items), low: $0.low, high: $0.high) })]
            if let last = curve.points.last {
                chart.dots = [
                    .init(
                        x: Double(last.items), y: curve.threshold,
                        label: "serves: \(DecimalText.fixed(curve.threshold, digits: 2))")
                ]
            }
            return Report.Plot(name: "calibration-\(index + 1)", chart: chart, caption: curve.words)
        }
    }
}
