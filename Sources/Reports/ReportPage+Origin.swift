import Evaluation
import InspectionTypes

extension ReportPage {
    /// What was trained on what, what it hears, and how to repeat it.
    var originSection: Section? {
        let cards = [
            factCard("The model", modelFacts), factCard("What it was trained on", dataFacts),
            factCard("What it hears", frontEndFacts),
            factCard("This run", runFacts), reproduction,
        ].compactMap { $0 }
        guard !cards.isEmpty else { return nil }
        return Section(
            id: "origin", title: "Where this comes from", lead: nil, body: "<div class=\"grid\">\(cards)</div>")
    }

    private func factCard(_ title: String, _ facts: [Report.Fact]) -> HTML? {
        guard !facts.isEmpty else { return nil }
        let lines = facts.map { fact -> HTML in "<dt>\(fact.name)</dt><dd>\(.name(fact.value))</dd>\n" }
        return "<div class=\"card\"><h3>\(title)</h3><dl>\(lines)</dl></div>\n"
    }

    private static func facts(_ pairs: [(String, String?)]) -> [Report.Fact] {
        pairs.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : Report.Fact(name, $0) } }
    }

    private var modelFacts: [Report.Fact] {
        guard let card = report.card else {
            return Self.facts([
                ("Name", report.document.model), ("Classes", evaluation.classes.joined(separator: ", ")),
            ])
        }
        let normal = card.normalClasses.isEmpty ? nil : card.normalClasses.joined(separator: ", ")
        return Self.facts([
            ("Name", card.name), ("Version", card.version), ("Kind", "\(card.kind.rawValue), \(card.medium.rawValue)"),
            ("Made", Self.moment(card.created)), ("Classes", card.classes.joined(separator: ", ")), ("Normal", normal),
            ("Purpose", card.purpose), ("Asset", card.asset), ("Sensor", card.sensor), ("Ask", card.contact),
        ])
    }

    private var dataFacts: [Report.Fact] {
        guard let card = report.card, let data = card.trainingData else { return [] }
        return Self.facts([
            ("Data", data.name), ("Items", DecimalText.grouped(data.items)),
            ("Groups", DecimalText.grouped(data.groups)),
            ("Digest of the data", String(data.digest.prefix(16))),
            ("Digest of the split", String(data.splitDigest.prefix(16))),
            ("Seed", card.seed.map { "\($0)" }),
        ])
    }

    private var frontEndFacts: [Report.Fact] {
        guard let frontEnd = report.card?.soundFrontEnd else { return [] }
        let mel = frontEnd.logMel
        func number(_ value: Double) -> String {
            value == value.rounded() ? DecimalText.grouped(Int(value)) : DecimalText.fixed(value, digits: 2)
        }
        let compression =
            switch mel.compression {
            case .naturalLogarithm: "natural logarithm"
            case .decibel: "decibel"
            }
        return Self.facts([
            ("Channels", frontEnd.channels?.description ?? "one, or the mean of two"),
            ("Sample rate", "\(number(mel.sampleRate)) Hz"),
            ("Window", "\(number(frontEnd.windowSeconds)) s, every \(number(frontEnd.hopSeconds)) s"),
            (
                "Log-mel",
                "\(mel.bandCount) bands, \(number(mel.lowestFrequency))–\(number(mel.highestFrequency)) Hz, \(compression)"
            ),
            ("Transform", "\(mel.fftLength) points, \(mel.windowLength) under the window, every \(mel.hopLength)"),
        ])
    }

    private var runFacts: [Report.Fact] {
        let unit = evaluation.itemCount == evaluation.groupCount ? nil : DecimalText.grouped(evaluation.itemCount)
        return Self.facts([
            ("Evaluated on", report.document.data),
            ("\(Self.capitalized(evaluation.groupNoun))s", DecimalText.grouped(evaluation.groupCount)),
            ("\(Self.capitalized(report.itemNoun))s", unit), ("Written", Self.moment(report.created)),
        ]) + report.facts
    }

    private var reproduction: HTML? {
        let commands = report.commands.isEmpty ? [report.card?.command].compactMap { $0 } : report.commands
        guard !commands.isEmpty else { return nil }
        let lines = commands.map { command -> HTML in "\(command)\n" }
        return """
            <div class="card wide"><h3>How to repeat it</h3><pre tabindex="0">\(lines)</pre></div>
            """
    }
}
