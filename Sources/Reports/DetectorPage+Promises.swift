import Evaluation
import InspectionTypes

extension DetectorPage {
    /// What was promised of false alarms and what came of it.
    var promiseSection: ReportPage.Section? {
        guard let plot = page.plot("false-alarms") else { return nil }
        let sentence = ReportPage.capitalized(evaluation.falseAlarmSentence)
        let pace = evaluation.paceSentence.map { " " + ReportPage.capitalized($0) + "." } ?? ""
        let outcome =
            switch evaluation.promiseOutcome {
            case .kept: "That agrees with the promise as far as so many \(report.itemNoun)s can tell."
            case .fewer: "That is less than was promised."
            case .broken:
                "That is more than chance explains: these normal \(report.itemNoun)s differ from those that the thresholds were set by. Set them anew with \(report.itemNoun)s like these."
            case nil: ""
            }
        return ReportPage.Section(
            id: "false-alarms", title: "False alarms, promised and achieved", lead: "\(sentence).\(pace) \(outcome)",
            body: "<div class=\"grid\">\(page.figure(plot))\(basis)</div>"
        )
    }

    /// What the thresholds rest on, in the card's words; machines of which the same is said stand together.
    private var basis: HTML {
        var words: [String] = []
        var names: [String: [String]] = [:]
        var notes: [String: [String]] = [:]
        for machine in evaluation.machines
        where evaluation.machines.count == 1 || evaluation.machineNames.contains(machine.name) {
            let calibration = machine.calibration
            let text = calibration.words.isEmpty ? "asked: \(calibration.asked)" : calibration.words
            let key = ([text] + calibration.caveats).joined(separator: "\n")
            if names[key] == nil { words.append(key) }
            names[key, default: []].append(machine.name)
            notes[key] = [text] + calibration.caveats
        }
        let lines = words.prefix(report.limits.machines).map { key -> HTML in
            let caveats = (notes[key] ?? []).dropFirst().map { text -> HTML in
                "<br><small>\(ReportPage.capitalized(text))</small>"
            }
            return
                "<dt>\((names[key] ?? []).map { name -> HTML in "\(.name(name))<br>" })</dt><dd>\(ReportPage.capitalized(notes[key]?.first ?? ""))\(caveats)</dd>\n"
        }
        let more: HTML? =
            words.count > lines.count
            ? "<p class=\"note\">More stands in the model's card: wheeltapper model.</p>" : nil
        return "<div class=\"card\"><h3>What the thresholds rest on</h3><dl>\(lines)</dl>\(more)</div>\n"
    }

    /// Is there enough normal data?
    var calibrationSection: ReportPage.Section? {
        let charts = page.plots.filter { $0.name.hasPrefix("calibration-") }
        guard !charts.isEmpty else { return nil }
        return ReportPage.Section(
            id: "calibration", title: "Is there enough normal data?",
            lead:
                "Where the threshold would have come out with fewer normal \(report.itemNoun)s; 95 % of random samples of so many lie in the band. A line that has become level says that more of the same would change little.",
            body:
                "<div class=\"grid \(charts.count == 3 || charts.count > 4 ? "three" : "")\">\(charts.map { page.figure($0) })</div>"
        )
    }
}
