import Evaluation
import InspectionTypes
import Plotting

extension ClassifierPage {
    var mistakesSection: ReportPage.Section? {
        let wrong = evaluation.groupVerdicts.count { !$0.isRight }
        if report.mistakes.isEmpty, wrong == 0 {
            return ReportPage.Section(
                id: "mistakes", title: "Worst mistakes", lead: nil,
                body: "<p class=\"fine\">None: every \(report.groupNoun) was named rightly.</p>"
            )
        }
        let noun = "\(wrong) \(report.groupNoun)\(wrong == 1 ? " was" : "s were") named wrongly"
        let listen = report.mistakes.contains { $0.audio != nil } ? "Listen to them" : "Look at them"
        let lead =
            "\(noun); those of which the model was most sure come first. \(listen): a wrong label in the data looks the same."
        return ReportPage.Section(
            id: "mistakes", title: "Worst mistakes", lead: lead,
            body: report.mistakes.isEmpty ? mistakesTable : mistakeCards
        )
    }

    /// With pictures and sound.
    private var mistakeCards: HTML {
        var audioLeft = report.limits.audioBytesTogether
        let cards = report.mistakes.map { mistake -> HTML in
            var player: HTML?
            if let audio = mistake.audio, audio.bytes.count <= min(report.limits.audioBytesEach, audioLeft) {
                audioLeft -= audio.bytes.count
                player = """
                    <audio controls preload="none" aria-label="Play \(mistake.file)" src="data:\(audio.mediaType);base64,\(HTML(markup: Base64.encoded(audio.bytes)))"></audio>
                    """
            }
            return card(mistake, player: player)
        }
        return "<div class=\"grid\">\(cards)</div>"
    }

    private func card(_ mistake: Mistake, player: HTML?) -> HTML {
        """
        <article class="card mistake"><div class="verdict"><span class="chip">\(.name(mistake.truth))</span><span class="arrow" aria-label="was taken for">→</span><span class="chip bad">\(.name(mistake.verdict))</span><span class="score">\(DecimalText.fixed(100 * mistake.score, digits: 1)) %</span></div>
        <p class="file">\(.name(mistake.file))</p>\(mistake.note.map { "<p class=\"note\">\($0)</p>" as HTML })
        \(ReportPage.shots([(mistake.picture, "the picture", mistake.file), (mistake.activationMap, "where it looked for “\(mistake.verdict)”", "Activation map of \(mistake.file)")]))\(mistake.waveform.map { HTML(markup: $0.svg(.embedded)) })\(mistake.spectrogram.map { HTML(markup: $0.svg(.embedded)) })\(player)</article>

        """
    }

    /// By name only, where the caller handed over no sounds.
    private var mistakesTable: HTML {
        let rows = evaluation.worstMistakes.prefix(4 * report.limits.mistakes).map { one -> HTML in
            """
            <tr class="wrong"><td class="file">\(.name(one.group))</td><td>\(.name(evaluation.classes[one.truth]))</td><td>\(.name(evaluation.classes[one.verdict]))</td><td class="n">\(DecimalText.fixed(100 * one.confidence, digits: 1)) %</td></tr>

            """
        }
        return """
            <div class="card flows" style="margin-top:18px"><div class="scroll tall" style="margin-top:0" tabindex="0" role="region" aria-label="Mistakes"><table><thead><tr><th>\(ReportPage.capitalized(report.groupNoun))</th><th>Truth</th><th>Verdict</th><th class="n">Probability</th></tr></thead><tbody>
            \(rows)</tbody></table></div></div>
            """
    }
}
