import Evaluation
import InspectionTypes

extension SegmenterPage {
    /// Where the line is drawn between defect and background, and what another line would bring.
    var thresholdSection: ReportPage.Section? {
        let charts = page.plots.filter { ["threshold", "precision-recall", "picture-f1"].contains($0.name) }
        guard !charts.isEmpty else { return nil }
        let best = evaluation.sweep.best
        let lead =
            "At the threshold \(DecimalText.fixed(evaluation.threshold, digits: 3)) F1 is \(ReportPage.hundredths(evaluation.metrics.f1.value)) %; the best that any threshold reaches here is \(ReportPage.hundredths(best.f1)) %, at \(DecimalText.fixed(best.threshold, digits: 3)). Figures of pixels count every pixel from the threshold on, also in pieces too small to be reported as regions. Mean IoU of \(evaluation.defectNoun) and background: \(ReportPage.hundredths(evaluation.metrics.meanIoU.value)) %."
        return ReportPage.Section(
            id: "threshold", title: "Where it draws the line", lead: lead,
            body: """
                <div class="grid \(charts.count == 3 ? "three" : "")">\(charts.map { page.figure($0) })</div>
                <div class="card flows" style="margin-top:14px"><h3>What other thresholds would bring</h3><div class="scroll" tabindex="0" role="region" aria-label="Thresholds"><table><thead><tr><th>Threshold</th><th class="n">Precision</th><th class="n">Recall</th><th class="n">F1</th><th class="n">IoU</th><th class="n">Mean IoU</th></tr></thead><tbody>
                \(thresholdRows)</tbody></table></div></div>
                """
        )
    }

    /// Tenths, and the chosen threshold between them.
    private var thresholdRows: [HTML] {
        let sweep = evaluation.sweep
        let chosen = ProbabilityMap.level(of: evaluation.threshold)
        let tenths = (1...9).map { ProbabilityMap.level(of: Double($0) / 10) }
        return Set(tenths + [min(chosen, 255)]).sorted().map { level in
            let point = sweep.points[level - 1]
            let isChosen = level == min(chosen, 255)
            let threshold =
                isChosen
                ? evaluation.threshold
                : (1...9).map { Double($0) / 10 }.first { ProbabilityMap.level(of: $0) == level } ?? point.threshold
            let cells = [point.precision, point.recall, point.f1, point.iou, point.meanIoU].map { value -> HTML in
                "<td class=\"n\">\(ReportPage.hundredths(value))</td>"
            }
            return """
                <tr\(isChosen ? " class=\"chosen\"" as HTML : "")><td>\(DecimalText.fixed(threshold, digits: isChosen ? 3 : 1))\(isChosen ? "<small>chosen</small>" as HTML : "")</td>\(cells)</tr>

                """
        }
    }

    /// Every picture's figures, those with the lowest F1 first.
    var picturesSection: ReportPage.Section? {
        let worstFirst = evaluation.worstPictures
        let names = Set(worstFirst.map(\.name))
        let all = worstFirst + evaluation.pictures.filter { !names.contains($0.name) }
        let shown = all.prefix(report.limits.predictions)
        let lead =
            all.count > shown.count
            ? "The worst \(shown.count) of \(DecimalText.grouped(all.count))"
            : all.count == 1 ? "One picture" : "All \(DecimalText.grouped(all.count))"
        return ReportPage.Section(
            id: "predictions", title: "Picture by picture", lead: nil,
            body: """
                <p class="lead">\(lead); the whole list with every figure is in <a href="predictions.csv">predictions.csv</a>.</p>
                \(table(shown, label: "Figures by picture"))
                """
        )
    }

    func table(_ pictures: ArraySlice<SegmentationEvaluation.PictureFigures>, label: String) -> HTML {
        let rows = pictures.map { one -> HTML in
            let figures = [one.f1, one.iou, one.hasDefect ? one.tolerant.f1 : nil].map { value -> HTML in
                "<td class=\"n\">\(value.map(ReportPage.hundredths) ?? "–")</td>"
            }
            let isWrong = one.hasDefect ? !one.isCaught : one.isMarked
            return """
                <tr\(isWrong ? " class=\"wrong\"" as HTML : "")><td class="file">\(.name(one.name))</td><td class="n">\(DecimalText.grouped(one.pixels.defects))</td><td class="n">\(DecimalText.grouped(one.pixels.found))</td><td class="n">\(one.regions)</td>\(figures)</tr>

                """
        }
        return """
            <div class="card flows" style="margin-top:18px"><div class="scroll tall" style="margin-top:0" tabindex="0" role="region" aria-label="\(label)"><table><thead><tr><th>File</th><th class="n">True pixels</th><th class="n">Found pixels</th><th class="n">Regions</th><th class="n">F1</th><th class="n">IoU</th><th class="n">F1 ± 2</th></tr></thead><tbody>
            \(rows)</tbody></table></div></div>
            """
    }
}
