import Evaluation
import InspectionTypes

/// What stands on a detector's page only.
struct DetectorPage {
    let page: ReportPage
    let evaluation: DetectorEvaluation

    var report: Report { page.report }
    var several: Bool { evaluation.machineNames.count > 1 }

    /// The figures that are read first, each with its interval.
    var tiles: [HTML] {
        let (counts, metrics) = (evaluation.defectCounts, evaluation.metrics)
        var tiles: [HTML] = []
        if counts.defects > 0 {
            tiles.append(page.countTile("Defects caught", counts.caught, of: counts.defects, counts.detectionRate))
        }
        if counts.normals > 0 {
            tiles.append(
                page.countTile(
                    "False alarms", counts.falseAlarms, of: counts.normals, counts.falseAlarmRate, isBad: true,
                    more: evaluation.promise.map {
                        "promised: \($0.words)" + (evaluation.strangersAside.map { "; " + $0.dropFirst(2) } ?? "")
                    }))
        }
        func add(_ label: String, _ metric: MetricValue?) {
            if let metric { tiles.append(page.areaTile(label, metric)) }
        }
        add(several ? "AUC, mean over machines" : "AUC", several ? metrics.meanAUC : metrics.auc)
        add(several ? "pAUC, mean over machines" : "pAUC", several ? metrics.meanPAUC : metrics.pauc)
        if several { add("Worst machine's AUC", metrics.worstAUC) }
        add("AUC of pixels", metrics.pixelAUROC)
        add("Overlap by defect (AUPRO)", metrics.aupro)
        if let heard = metrics.idAccuracy { tiles.append(page.tile("Machines heard rightly", heard)) }
        return tiles
    }

    /// How it ranks, machine by machine.
    var machinesSection: ReportPage.Section? {
        guard several else { return nil }
        return ReportPage.Section(
            id: "machines", title: "Machine by machine",
            lead:
                "AUC is how often an anomaly scores higher than a normal \(report.itemNoun), pAUC the same against the tenth of the normal ones that score highest (0.5 is chance). With 95 % intervals.",
            body: """
                <div class="card flows" style="margin-top:18px"><div class="scroll" style="margin-top:0" tabindex="0" role="region" aria-label="Figures by machine"><table><thead><tr><th>Machine</th><th class="n">AUC</th><th class="n">pAUC</th><th class="n">Caught</th><th class="n">False alarms</th><th class="n">Promised</th><th class="n">Threshold</th></tr></thead><tbody>
                \(evaluation.machineNames.map(row))</tbody>\(means)</table></div></div>
                \(page.plot("auc").map { plot -> HTML in "<div class=\"grid\">\(page.figure(plot))\(page.plot("roc").map { page.figure($0) })</div>" })
                """
        )
    }

    private func row(_ name: String) -> HTML {
        let figures = evaluation.metrics.perID[name]
        let counts = evaluation.defectCounts(of: name)
        let promise = FalseAlarmPromise(evaluation.machines, judging: evaluation.items(of: name))
        let isBroken = counts.normals > 0 && promise?.outcome(counts.falseAlarmRate) == .broken
        let domains = (figures?.aucByDomain ?? [:]).sorted { $0.key < $1.key }
            .map { "\($0.key) \(Self.area($0.value.value))" }.joined(separator: ", ")
        let note: HTML? = domains.isEmpty ? nil : "<small>\(domains)</small>"
        return """
            <tr\(isBroken ? " class=\"wrong\"" as HTML : "")><td>\(.name(name))\(note)</td>\(cell(figures?.auc))\(cell(figures?.pauc))<td class="n">\(share(counts.caught, counts.defects))</td><td class="n">\(share(counts.falseAlarms, counts.normals))</td><td class="n">\(promise.map { FalseAlarmPromise.oneIn($0.share.value) } ?? "–")</td><td class="n">\(figures?.threshold.map { Self.score($0) } ?? "–")</td></tr>

            """
    }

    /// The last lines: means, and the worst.
    private var means: HTML {
        let metrics = evaluation.metrics
        func line(_ name: String, _ auc: MetricValue?, _ pauc: MetricValue?) -> HTML {
            guard auc != nil else { return "" }
            return """
                <tr><td><b>\(name)</b></td>\(cell(auc))\(cell(pauc))<td class="n"></td><td class="n"></td><td class="n"></td><td class="n"></td></tr>

                """
        }
        let types = (metrics.perType ?? [:]).sorted { $0.key < $1.key }.map { name, means in
            line("\(name), mean", means.meanAUC, means.meanPAUC)
        }
        let domains = (metrics.perDomain ?? [:]).sorted { $0.key < $1.key }.map { name, means in
            line("\(name) domain, harmonic mean", means.harmonicMeanAUC, nil)
        }
        return """
            <tfoot>\(types)\(domains)\(line("mean", metrics.meanAUC, metrics.meanPAUC))\(line("harmonic mean", metrics.harmonicMeanAUC, metrics.harmonicMeanPAUC))\(line("worst", metrics.worstAUC, metrics.worstPAUC))</tfoot>
            """
    }

    private func cell(_ metric: MetricValue?) -> HTML {
        guard let metric else { return "<td class=\"n\">–</td>" }
        let interval = metric.low.flatMap { low in metric.high.map { "\(Self.area(low))–\(Self.area($0))" } }
        return "<td class=\"n\">\(Self.area(metric.value))\(interval.map { "<small>\($0)</small>" as HTML })</td>"
    }

    private func share(_ count: Int, _ total: Int) -> String { total == 0 ? "–" : "\(count) of \(total)" }

    private static func area(_ value: Double) -> String { DecimalText.fixed(value, digits: 3) }

    /// Where the scores lie, and the line between them.
    var scoresSection: ReportPage.Section? {
        let charts = page.plots.filter { $0.name.hasPrefix("scores-") }
        guard !charts.isEmpty else { return nil }
        let all = evaluation.machineNames.count
        let some = charts.count < all ? " The \(charts.count) machines with the least AUC of \(all)." : ""
        let roc = several ? nil : page.plot("roc").map { page.figure($0) }
        return ReportPage.Section(
            id: "scores", title: "Where it draws the line",
            lead:
                "What scores above the threshold is reported. The fewer bars of one colour stand on the other's side, the better.\(some)",
            body:
                "<div class=\"grid \(charts.count == 3 || charts.count > 4 ? "three" : "")\">\(charts.map { page.figure($0) })\(roc)</div>"
        )
    }
}
