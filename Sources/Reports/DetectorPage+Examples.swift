import Evaluation
import InspectionTypes
import Plotting

extension DetectorPage {
    /// What went wrong: anomalies that were passed over, and normal items that were reported.
    var worstSection: ReportPage.Section? {
        let (misses, alarms) = (evaluation.misses.count, evaluation.falseAlarms.count)
        if misses + alarms == 0 {
            return ReportPage.Section(
                id: "worst", title: "Worst misses and false alarms", lead: nil,
                body: "<p class=\"fine\">None: every verdict was right.</p>")
        }
        let shown = report.detections.filter(\.item.isWrong)
        let listen = shown.contains { $0.audio != nil } ? "Listen to them" : "Look at them"
        let lead =
            "\(count(misses, "anomaly was", "anomalies were")) passed over, \(count(alarms, "normal \(report.itemNoun) was", "normal \(report.itemNoun)s were")) reported. \(listen): what was put into the wrong folder looks the same."
        return ReportPage.Section(
            id: "worst", title: "Worst misses and false alarms", lead: lead,
            body: shown.isEmpty
                ? table(
                    Array((evaluation.misses + evaluation.falseAlarms).prefix(4 * report.limits.mistakes)),
                    label: "Mistakes")
                : cards(shown))
    }

    /// What went right, and on what grounds.
    var caughtSection: ReportPage.Section? {
        let shown = report.detections.filter { !$0.item.isWrong }
        guard !shown.isEmpty else { return nil }
        return ReportPage.Section(
            id: "findings", title: "What it found",
            lead: "Examples of right verdicts, with what they rest on.", body: cards(shown))
    }

    private func count(_ number: Int, _ one: String, _ several: String) -> String {
        "\(number == 0 ? "no" : DecimalText.grouped(number)) \(number == 1 ? one : several)"
    }

    private func cards(_ examples: [DetectionExample]) -> HTML {
        "<div class=\"grid\">\(examples.map(card))</div>"
    }

    private func card(_ example: DetectionExample) -> HTML {
        let item = example.item
        let verdict = item.isReported ? "reported" : "passed over"
        let machine: HTML? = several ? "<span class=\"chip\">\(.name(item.machine))</span>" : nil
        let heard: HTML? = item.heard.flatMap {
            $0 == item.machine ? nil : "<p class=\"note\">It sounds like \(.name($0)).</p>"
        }
        let deviations = example.deviations.map { one -> HTML in "<li>\(one.words)</li>" }
        let why: HTML? = deviations.isEmpty ? nil : "<ul class=\"why\">\(deviations)</ul>"
        return """
            <article class="card mistake"><div class="verdict">\(machine)<span class="chip">\(.name(item.kind))</span><span class="arrow" aria-label="was">→</span><span class="chip \(item.isWrong ? "bad" : "")">\(verdict)</span><span class="score"><small>score</small> \(Self.score(item.score, digits: 2)) <small>threshold \(Self.score(item.threshold, digits: 2))</small></span></div>
            <p class="file">\(.name(item.file))</p>\(heard)\(example.note.map { "<p class=\"note\">\($0)</p>" as HTML })
            \(ReportPage.shots([(example.picture, "the picture", item.file), (example.truth, "the truth", "Truth of \(item.file)"), (example.map, "where it deviates", "Anomaly map of \(item.file)"), (example.nearestPicture, "the normal one most like it", "Normal picture most like \(item.file)")]))\(example.spectrogram.map { HTML(markup: $0.svg(.embedded)) })\(player(example.audio, "Play \(item.file)"))\(why)\(nearest(example))</article>

            """
    }

    private func nearest(_ example: DetectionExample) -> HTML? {
        guard let nearest = example.nearest, example.nearestPicture == nil else { return nil }
        let start = nearest.start.map { ", from \(DecimalText.fixed($0, digits: 1)) s" } ?? ""
        return """
            <p class="note beside">Normal \(report.itemNoun) most like it: <span class="file">\(.name(nearest.file))</span>\(start)</p>\(example.nearestSpectrogram.map { HTML(markup: $0.svg(.embedded)) })\(player(example.nearestAudio, "Play \(nearest.file)"))
            """
    }

    static func score(_ value: Double, digits: Int = 3) -> String {
        DecimalText.fixed(value, digits: digits).replacing("-", with: "−")
    }

    private func player(_ audio: Mistake.Audio?, _ label: String) -> HTML? {
        guard let audio, !audio.bytes.isEmpty else { return nil }
        return """
            <audio controls preload="none" aria-label="\(label)" src="data:\(audio.mediaType);base64,\(HTML(markup: Base64.encoded(audio.bytes)))"></audio>
            """
    }

    /// Every item's score, the wrong ones first.
    var itemsSection: ReportPage.Section? {
        let wrong = evaluation.items.filter(\.isWrong).sorted { abs($0.margin) > abs($1.margin) }
        let all = wrong + evaluation.items.filter { !$0.isWrong }
        let shown = Array(all.prefix(report.limits.predictions))
        let lead =
            all.count > shown.count
            ? "\(shown.count) of \(DecimalText.grouped(all.count)), wrong verdicts first"
            : "All \(DecimalText.grouped(all.count)), wrong verdicts first"
        return ReportPage.Section(
            id: "predictions", title: "\(ReportPage.capitalized(report.itemNoun)) by \(report.itemNoun)", lead: nil,
            body: """
                <p class="lead">\(lead); the whole list is in <a href="predictions.csv">predictions.csv</a>.</p>
                \(table(shown, label: "Scores"))
                """
        )
    }

    private func table(_ items: [DetectorItem], label: String) -> HTML {
        let rows = items.map { item -> HTML in
            let machine: HTML? = several ? "<td>\(.name(item.machine))</td>" : nil
            return """
                <tr\(item.isWrong ? " class=\"wrong\"" as HTML : "")><td class="file">\(.name(item.file))</td>\(machine)<td>\(.name(item.kind))</td><td>\(item.isReported ? "reported" : "passed over")</td><td class="n">\(Self.score(item.score))</td><td class="n">\(Self.score(item.threshold))</td></tr>

                """
        }
        let head: HTML? = several ? "<th>Machine</th>" : nil
        return """
            <div class="card flows" style="margin-top:18px"><div class="scroll tall" style="margin-top:0" tabindex="0" role="region" aria-label="\(label)"><table><thead><tr><th>File</th>\(head)<th>Truth</th><th>Verdict</th><th class="n">Score</th><th class="n">Threshold</th></tr></thead><tbody>
            \(rows)</tbody></table></div></div>
            """
    }
}
