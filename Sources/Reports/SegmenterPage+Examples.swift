import Evaluation
import InspectionTypes

extension SegmenterPage {
    /// Pictures with what was found on them, measured.
    var gallerySection: ReportPage.Section? {
        guard !report.gallery.isEmpty else { return nil }
        return ReportPage.Section(
            id: "findings", title: "What it found",
            lead: "Examples with the regions that were found, the largest first.",
            body: examples(report.gallery)
        )
    }

    var worstSection: ReportPage.Section? {
        let worst = evaluation.worstPictures
        if worst.isEmpty, report.worstPictures.isEmpty {
            return ReportPage.Section(
                id: "worst", title: "Worst pictures", lead: nil,
                body: "<p class=\"fine\">None: every picture was marked exactly as it should be.</p>")
        }
        return ReportPage.Section(
            id: "worst", title: "Worst pictures",
            lead:
                "Sound pictures that were marked and defects that were missed, then the lowest F1. Look at the truth as well: a mask that was drawn carelessly looks the same.",
            body: report.worstPictures.isEmpty
                ? table(worst.prefix(2 * report.limits.mistakes), label: "Worst pictures")
                : examples(report.worstPictures)
        )
    }

    private func examples(_ examples: [PictureExample]) -> HTML {
        let figures = Dictionary(evaluation.pictures.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        return "<div class=\"grid\">\(examples.map { card($0, figures[$0.file]) })</div>"
    }

    private func card(_ example: PictureExample, _ figures: SegmentationEvaluation.PictureFigures?) -> HTML {
        let shots = [
            (example.picture, "the picture", example.file), (example.truth, "the truth", "Truth of \(example.file)"),
            (example.found, "what was found", "What was found on \(example.file)"),
        ]
        // Three pictures need the whole width to be seen.
        let isWide = shots.count { $0.0 != nil } > 2
        return """
            <article class="card mistake \(isWide ? "wide" : "")"><div class="verdict">\(figures.map(chips))</div>
            <p class="file">\(.name(example.file))</p>\(example.note.map { "<p class=\"note\">\($0)</p>" as HTML })
            \(ReportPage.shots(shots))\(regions(example.regions))</article>

            """
    }

    private func chips(_ figures: SegmentationEvaluation.PictureFigures) -> HTML {
        let (word, isBad): (String, Bool) =
            switch (figures.hasDefect, figures.isMarked) {
            case (true, _): figures.isCaught ? ("caught", false) : ("missed", true)
            case (false, true): ("sound, yet marked", true)
            case (false, false): ("sound", false)
            }
        let score: HTML? = figures.f1.map { "<span class=\"score\">F1 \(ReportPage.hundredths($0)) %</span>" }
        return "<span class=\"chip\(isBad ? " bad" : "")\">\(word)</span>\(score)"
    }

    /// At most five lines of measurements, in millimetres where a pixel's size is known.
    private func regions(_ regions: [Region]) -> HTML? {
        guard !regions.isEmpty else { return nil }
        let inMillimetres = regions.allSatisfy { $0.millimetres != nil }
        let unit = inMillimetres ? "mm" : "px"
        let rows = regions.prefix(5).map { region -> HTML in
            let size = region.millimetres
            let numbers = [
                size?.length ?? region.length, size?.meanWidth ?? region.meanWidth,
                size?.largestWidth ?? region.largestWidth, size?.area ?? Double(region.area),
            ]
            let digits = inMillimetres ? [1, 2, 2, 1] : [0, 1, 1, 0]
            let cells = zip(numbers, digits).map { value, digits -> HTML in
                "<td class=\"n\">\(DecimalText.fixed(value, digits: digits))</td>"
            }
            return """
                <tr><td>\(.name(region.label))</td>\(cells)<td class="n">\(DecimalText.fixed(region.orientation, digits: 0))°</td><td class="n">\(ReportPage.hundredths(region.score)) %</td></tr>

                """
        }
        let more: HTML? =
            regions.count > 5
            ? "<p class=\"note\">and \(regions.count - 5) smaller \(regions.count == 6 ? "one" : "ones")</p>" : nil
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="Measured regions"><table class="tight"><thead><tr><th>Region</th><th class="n">Length, \(unit)</th><th class="n">Mean width</th><th class="n">Largest</th><th class="n">Area, \(unit)²</th><th class="n">Angle</th><th class="n">Score</th></tr></thead><tbody>
            \(rows)</tbody></table></div>\(more)
            """
    }
}
