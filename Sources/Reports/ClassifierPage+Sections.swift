import Evaluation
import InspectionTypes
import Plotting

extension ClassifierPage {
    var confusionSection: ReportPage.Section? {
        guard let plot = page.plot("confusion-matrix") else { return nil }
        let confusions = evaluation.groupConfusionMatrix.confusions().prefix(8)
        let rows = confusions.map { one -> HTML in
            """
            <tr><td>\(.name(evaluation.classes[one.truth]))</td><td>\(.name(evaluation.classes[one.verdict]))</td><td class="n">\(one.count)</td></tr>

            """
        }
        // Cells keep their size in pixels, so that a matrix of many classes scrolls instead of shrinking.
        let matrix: HTML = """
            <figure class="card \(evaluation.classes.count > 6 ? "wide" : "")"><h3>\(plot.chart.title)</h3>
            <div class="matrix" tabindex="0" role="region" aria-label="Confusion matrix"><div style="width:\(DecimalText.fixed(plot.chart.width, digits: 0))px;max-width:\(evaluation.classes.count > 12 ? "none" : "100%");margin:0 auto">\(HTML(markup: plot.chart.svg(.embedded)))</div></div>
            <figcaption>\(plot.caption)</figcaption></figure>

            """
        let list: HTML =
            rows.isEmpty
            ? """
            <div class="card"><h3>Most frequent mix-ups</h3><p class="fine">None: every \(report.groupNoun) was named rightly.</p></div>
            """
            : """
            <div class="card"><h3>Most frequent mix-ups</h3><div class="scroll"><table><thead><tr><th>Truth</th><th>Taken for</th><th class="n">\(ReportPage.capitalized(report.groupNoun))s</th></tr></thead><tbody>
            \(rows)</tbody></table></div></div>
            """
        let classPlot = page.plot("f1").map { page.figure($0) }
        let isLarge = evaluation.classes.count > 6
        return ReportPage.Section(
            id: "confusion", title: "What was taken for what", lead: nil,
            body: isLarge
                ? "<div class=\"grid\">\(matrix)\(classPlot)\(list)</div>"
                : "<div class=\"grid\">\(matrix)<div class=\"stack\">\(list)\(classPlot)</div></div>"
        )
    }

    var curvesSection: ReportPage.Section? {
        let charts = page.plots.filter { ["roc", "precision-recall", "reliability"].contains($0.name) }
        guard !charts.isEmpty else { return nil }
        let lead =
            "Log loss \(DecimalText.fixed(evaluation.logLoss, digits: 3)), Brier score \(DecimalText.fixed(evaluation.brier, digits: 3)) (lower is better)."
        return ReportPage.Section(
            id: "curves", title: "How sure it is", lead: lead,
            body: "<div class=\"grid \(charts.count == 3 ? "three" : "")\">\(charts.map { page.figure($0) })</div>"
        )
    }

    var classesSection: ReportPage.Section? {
        let rows = evaluation.classes.map { name -> HTML in
            guard let scores = evaluation.metrics.perClass[name] else { return "" }
            let cells = [scores.precision, scores.recall, scores.f1].map { metric -> HTML in
                "<td class=\"n\">\(DecimalText.fixed(100 * metric.value, digits: 1))\(ReportPage.interval(metric).map { "<small>\($0)</small>" as HTML })</td>"
            }
            let normal: HTML? = evaluation.normalClasses.contains(name) ? "<small>normal</small>" : nil
            return """
                <tr><td>\(.name(name))\(normal)</td>\(cells)<td class="n">\(DecimalText.grouped(scores.support))</td></tr>

                """
        }
        let table: HTML = """
            <div class="card flows wide"><h3>Precision, recall and F1</h3><div class="scroll" tabindex="0" role="region" aria-label="Figures by class"><table><thead><tr><th>Class</th><th class="n">Precision</th><th class="n">Recall</th><th class="n">F1</th><th class="n">\(ReportPage.capitalized(report.countedNoun))s</th></tr></thead><tbody>
            \(rows)</tbody></table></div></div>

            """
        return ReportPage.Section(
            id: "classes", title: "Class by class",
            lead:
                "In hundredths over \(report.countedNoun)s, with 95 % intervals over \(report.groupNoun)s. Precision: how many of those so named were it. Recall: how many of those that were it were so named.",
            body: "<div class=\"grid\">\(table)</div>"
        )
    }

    var predictionsSection: ReportPage.Section? {
        guard !report.predictions.isEmpty else { return nil }
        let shown = report.predictions.prefix(report.limits.predictions)
        let hasStarts = shown.contains { $0.start != nil }
        let rows = shown.map { one -> HTML in
            let isWrong = one.truth.map { $0 != one.label } ?? false
            let start: HTML? =
                hasStarts
                ? "<td class=\"n\">\(one.start.map { DecimalText.fixed($0, digits: 2) + " s" } ?? "")</td>" : nil
            return """
                <tr\(isWrong ? " class=\"wrong\"" as HTML : "")><td class="file">\(.name(one.file))</td>\(start)<td>\(.name(one.truth ?? "–"))</td><td>\(.name(one.label))</td><td class="n">\(DecimalText.fixed(100 * one.score, digits: 1)) %</td></tr>

                """
        }
        let startHead: HTML? = hasStarts ? "<th class=\"n\">From</th>" : nil
        let count = report.predictions.count
        let lead =
            count > shown.count
            ? "The first \(shown.count) of \(DecimalText.grouped(count))" : "All \(DecimalText.grouped(count))"
        return ReportPage.Section(
            id: "predictions", title: "Predictions", lead: nil,
            body: """
                <p class="lead">\(lead); the whole list with every probability is in <a href="predictions.csv">predictions.csv</a>.</p>
                <div class="card flows" style="margin-top:18px"><div class="scroll tall" style="margin-top:0" tabindex="0" role="region" aria-label="Predictions"><table><thead><tr><th>File</th>\(startHead)<th>Truth</th><th>Verdict</th><th class="n">Probability</th></tr></thead><tbody>
                \(rows)</tbody></table></div></div>
                """
        )
    }
}
