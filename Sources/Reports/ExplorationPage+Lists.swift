import Exploration
import InspectionTypes
import Plotting

extension ExplorationPage {
    /// Lists longer than this are cut; the whole of them is in `metrics.json`.
    static let most = 60

    var suspicionsSection: ReportPage.Section? {
        let all = exploration.suspicions
        guard exploration.classes.count > 1 else { return nil }
        guard !all.isEmpty else {
            let none: HTML =
                exploration.unjudgedWords.map { "<p class=\"lead\">\(ReportPage.capitalized($0)).</p>" }
                ?? "<p class=\"fine\">None: no \(exploration.options.noun)’s neighbours contradict its label.</p>"
            return ReportPage.Section(id: "errors", title: "Likely label errors", lead: nil, body: none)
        }
        let cards = all.prefix(Self.most).map { suspicion -> HTML in
            """
            <div class="card find">\(image(suspicion.index))<div><div class="verdict"><span class="chip">\(.name(exploration.classes[suspicion.label]))</span><span class="arrow" aria-label="perhaps">→</span><span class="chip bad">\(.name(exploration.classes[suspicion.suggestion]))?</span><span class="score"><small>score</small> \(Self.signed(suspicion.score))</span></div>
            <p class="file">\(.name(exploration.name(of: suspicion.index)))</p><p class="note">\(ReportPage.capitalized(exploration.reason(for: suspicion))).</p>\(doing(suspicion.index))</div></div>

            """
        }
        return ReportPage.Section(
            id: "errors", title: "Likely label errors",
            lead:
                "The surest first\(cut(all.count)). \(exploration.nouns.prefix(1).uppercased() + exploration.nouns.dropFirst()) of the same group and copies did not vote. \(report.medium == .sound ? "Listen" : "Look") before you change a label: an unusual one is no error.",
            body: "<div class=\"finds\">\(cards)</div>")
    }

    var copiesSection: ReportPage.Section {
        let all = exploration.copies
        guard !all.isEmpty else {
            return ReportPage.Section(
                id: "copies", title: "Copies", lead: nil, body: "<p class=\"fine\">None were found.</p>")
        }
        let contradictions = Set(exploration.contradictions)
        let leaks = Set(exploration.leaks)
        let ordered =
            all.filter { contradictions.contains($0) || leaks.contains($0) }
            + all.filter { !contradictions.contains($0) && !leaks.contains($0) }
        let cards = ordered.prefix(Self.most).map { group -> HTML in
            let members = group.members.prefix(12).map { member -> HTML in
                "<li>\(image(member))<span class=\"file\">\(.name(exploration.name(of: member)))</span><span class=\"chip\">\(.name(exploration.items[member].label ?? "no label"))</span>\(buttons(member))</li>"
            }
            let more: HTML? = group.members.count > 12 ? "<li>and \(group.members.count - 12) more</li>" : nil
            let wrong: HTML? = contradictions.contains(group) ? "<span class=\"chip bad\">different labels</span>" : nil
            let leak: HTML? = leaks.contains(group) ? "<span class=\"chip bad\">on both sides of the split</span>" : nil
            return """
                <div class="card"><div class="verdict"><b>\(group.members.count) \(group.kind == .exact ? "that are the same" : "that are almost the same")</b>\(wrong)\(leak)<span class="score"><small>distance</small> \(Self.distance(group.distance))</span></div><ul class="copies">\(members)\(more)</ul></div>

                """
        }
        return ReportPage.Section(
            id: "copies", title: "Copies",
            lead:
                "As near to each other as no others hereabouts\(cut(all.count)). Copies on both sides of a split make a model look better than it is; put them into one group.",
            body: "<div class=\"finds\">\(cards)</div>")
    }

    var silhouetteSection: ReportPage.Section? {
        let worst = exploration.worstSilhouettes(Self.most)
        guard exploration.silhouette != nil else { return nil }
        guard !worst.isEmpty else {
            return ReportPage.Section(
                id: "worst", title: "Worst silhouettes", lead: nil,
                body:
                    "<p class=\"fine\">Every \(exploration.options.noun) lies nearer to its own class than to any other.</p>"
            )
        }
        let rows = worst.map { place -> HTML in
            let silhouette = exploration.silhouette
            let nearest = silhouette?.nearestClass[place].map { exploration.classes[$0] } ?? ""
            return """
                <tr><td class="file">\(.name(exploration.name(of: place)))</td><td>\(.name(exploration.items[place].label ?? ""))</td><td>\(.name(nearest))</td><td class="n">\(Self.signed(silhouette?.perItem[place] ?? 0))</td><td class="n">\(buttons(place))</td></tr>

                """
        }
        let below = exploration.worstSilhouettes(.max).count
        return ReportPage.Section(
            id: "worst", title: "Worst silhouettes",
            lead:
                "\(DecimalText.grouped(below)) of \(DecimalText.grouped(exploration.items.count)) \(exploration.nouns) \(below == 1 ? "lies" : "lie") nearer to another class than to \(below == 1 ? "its" : "their") own\(cut(below)).",
            body: table(["Name", "Class", "Nearer to"], ["Silhouette", ""], rows, label: "Worst silhouettes"))
    }

    var classesSection: ReportPage.Section? {
        guard !exploration.classes.isEmpty else { return nil }
        let rows = exploration.classes.indices.map { place -> HTML in
            let figures = exploration.figures(ofClass: place)
            return """
                <tr><td>\(.name(exploration.classes[place]))</td><td class="n">\(DecimalText.grouped(figures.items))</td><td class="n">\(figures.silhouette.map { Self.signed($0) } ?? "–")</td><td class="bar-cell">\(figures.silhouette.map(Self.bar))</td><td>\(.name(figures.nearestClass ?? "–"))</td><td class="n">\(figures.likelyErrors)</td></tr>

                """
        }
        return ReportPage.Section(
            id: "classes", title: "Class by class",
            lead: "A class of low silhouette is spread out, or lies upon the one named beside it.",
            body: """
                <div class="card flows" style="margin-top:18px"><div class="scroll" style="margin-top:0" tabindex="0" role="region" aria-label="Classes"><table><thead><tr><th>Class</th><th class="n">\(exploration.nouns.prefix(1).uppercased() + exploration.nouns.dropFirst())</th><th class="n">Silhouette</th><th><span class="spoken">as a bar</span></th><th>Nearest class</th><th class="n">Likely errors</th></tr></thead><tbody>
                \(rows)</tbody></table></div></div>
                """)
    }

    var bordersSection: ReportPage.Section? {
        let pairs = exploration.borders(20)
        guard !pairs.isEmpty else { return nil }
        let rows = pairs.map { pair -> HTML in
            """
            <tr><td class="file">\(.name(exploration.name(of: pair.first)))</td><td>\(.name(exploration.items[pair.first].label ?? ""))</td><td class="n">\(buttons(pair.first))</td><td class="file">\(.name(exploration.name(of: pair.second)))</td><td>\(.name(exploration.items[pair.second].label ?? ""))</td><td class="n">\(buttons(pair.second))</td><td class="n">\(Self.distance(pair.distance))</td></tr>

            """
        }
        return ReportPage.Section(
            id: "borders", title: "Neighbours across classes",
            lead:
                "Pairs of different classes that are nearest to each other: where a model will have to tell apart what is alike. Every \(exploration.options.noun)’s own are in neighbours.csv.",
            body: """
                <div class="card flows" style="margin-top:18px"><div class="scroll tall" style="margin-top:0" tabindex="0" role="region" aria-label="Neighbours across classes"><table><thead><tr><th>One</th><th>Class</th><th></th><th>The other</th><th>Class</th><th></th><th class="n">Distance</th></tr></thead><tbody>
                \(rows)</tbody></table></div></div>
                """)
    }

    var originSection: ReportPage.Section {
        let components = exploration.components.ratios.prefix(5).map { DecimalText.percent($0) }.joined(separator: ", ")
        var facts = [
            Report.Fact("Model", report.document.model), Report.Fact("Data", report.document.data),
            Report.Fact("Principal components", components + " of the variance"),
        ]
        if let map = exploration.map {
            facts.append(
                Report.Fact(
                    "t-SNE",
                    "perplexity \(DecimalText.fixed(map.perplexity, digits: 0)), \(map.iterations) iterations, divergence \(DecimalText.fixed(map.divergence, digits: 3)), seed \(exploration.options.map.seed)"
                ))
        }
        facts += report.facts
        let lines = report.commands.map { line -> HTML in "\(line)\n" }
        let repeated: HTML? =
            report.commands.isEmpty ? nil : "<div class=\"card\"><h3>To repeat it</h3><pre>\(lines)</pre></div>"
        return ReportPage.Section(
            id: "origin", title: "Where this comes from", lead: nil,
            body: "<div class=\"grid\">\(ReportPage.factCard("This page", facts))\(repeated)</div>")
    }

    // MARK: - Small parts

    private func cut(_ count: Int) -> String {
        count > Self.most ? "; \(Self.most) of \(DecimalText.grouped(count)) are shown, all are in metrics.json" : ""
    }

    private func image(_ index: Int) -> HTML? {
        guard index < report.previews.count else { return nil }
        let preview = report.previews[index]
        let has = preview.picture != nil || (report.medium == .picture && preview.link != nil)
        return has ? "<div data-image=\"\(index)\"></div>" : nil
    }

    private func buttons(_ index: Int) -> HTML {
        let preview = index < report.previews.count ? report.previews[index] : .init()
        let name = exploration.name(of: index)
        let play: HTML? =
            report.medium == .sound && (preview.sound != nil || preview.link != nil)
            ? "<button type=\"button\" data-play=\"\(index)\" aria-label=\"Play \(name)\">▶</button> " : nil
        return
            "\(play)<button type=\"button\" data-item=\"\(index)\" aria-label=\"Show \(name) on the map\">on the map</button>"
    }

    private func doing(_ index: Int) -> HTML { "<div class=\"doing\">\(buttons(index))</div>" }

    private func table(_ names: [String], _ numbers: [String], _ rows: [HTML], label: String) -> HTML {
        let head =
            names.map { name -> HTML in "<th>\(name)</th>" }
            + numbers.map { name -> HTML in "<th class=\"n\">\(name)</th>" }
        return """
            <div class="card flows" style="margin-top:18px"><div class="scroll tall" style="margin-top:0" tabindex="0" role="region" aria-label="\(label)"><table><thead><tr>\(head)</tr></thead><tbody>
            \(rows)</tbody></table></div></div>
            """
    }

    /// From the middle to the right, or to the left where it is below 0.
    private static func bar(_ silhouette: Double) -> HTML {
        let length = 50 * min(1, abs(silhouette))
        let left = silhouette < 0 ? 50 - length : 50
        return
            "<span aria-hidden=\"true\"><i\(silhouette < 0 ? " class=\"bad\"" as HTML : "") style=\"left:\(DecimalText.fixed(left, digits: 1))%;width:\(DecimalText.fixed(length, digits: 1))%\"></i></span>"
    }

    private static func distance(_ value: Double) -> String {
        value < 0.00005 ? "0" : DecimalText.fixed(value, digits: value < 0.01 ? 4 : 3)
    }
}
