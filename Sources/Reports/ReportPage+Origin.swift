import Evaluation
import InspectionTypes

extension ReportPage {
    /// What was trained on what, what it hears, and how to repeat it.
    var originSection: Section? {
        let cards = [
            Self.factCard("The model", modelFacts), Self.factCard("What it was trained on", dataFacts),
            Self.factCard("What it hears", soundFacts), Self.factCard("What it sees", pictureFacts),
            Self.factCard("This run", runFacts), reproduction,
        ].compactMap { $0 }
        guard !cards.isEmpty else { return nil }
        return Section(
            id: "origin", title: "Where this comes from", lead: nil, body: "<div class=\"grid\">\(cards)</div>")
    }

    static func factCard(_ title: String, _ facts: [Report.Fact]) -> HTML? {
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
                ("Name", report.document.model), ("Classes", classes.joined(separator: ", ")),
            ])
        }
        let normal = card.normalClasses.isEmpty ? nil : card.normalClasses.joined(separator: ", ")
        return Self.facts([
            ("Name", card.name), ("Version", card.version), ("Kind", "\(card.kind.rawValue), \(card.medium.rawValue)"),
            ("Made", Self.moment(card.created)), ("Classes", card.classes.joined(separator: ", ")), ("Normal", normal),
            ("Method", card.detector.map { "\($0.method): \($0.scoring)" }), ("Purpose", card.purpose),
            ("Asset", card.asset), ("Sensor", card.sensor), ("Ask", card.contact),
        ])
    }

    private var classes: [String] {
        switch report.subject {
        case .classifier(let evaluation): evaluation.classes
        case .segmenter(let evaluation): [evaluation.defectNoun]
        case .detector: ["normal", "anomaly"]
        }
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

    private var soundFacts: [Report.Fact] {
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

    private var pictureFacts: [Report.Fact] {
        guard let frontEnd = report.card?.pictureFrontEnd else { return [] }
        let fit =
            switch frontEnd.fit {
            case .stretch: "stretched to the size"
            case .pad: "resized to fit inside, the rest grey"
            case .crop: "resized, the middle cut out"
            case .tile: "cut into tiles that overlap by \(frontEnd.overlap) pixels"
            }
        func numbers(_ values: [Float]) -> String? {
            values.isEmpty ? nil : values.map { DecimalText.fixed(Double($0), digits: 3) }.joined(separator: ", ")
        }
        return Self.facts([
            ("Size", "\(frontEnd.width) × \(frontEnd.height) pixels"), ("Other sizes", fit),
            ("Colour", frontEnd.colour == .grey ? "grey" : "red, green, blue"), ("Mean", numbers(frontEnd.mean)),
            ("Deviation", numbers(frontEnd.deviation)),
        ])
    }

    /// Of a segmenter: what counts as a finding.
    private var thresholdFacts: [Report.Fact] {
        guard case .segmenter(let evaluation) = report.subject else { return [] }
        let thresholds = report.card?.thresholds ?? [:]
        return Self.facts([
            ("Threshold", DecimalText.fixed(evaluation.threshold, digits: 3)),
            ("Chosen by", thresholds["pixel"]?.derivation),
            ("Smallest region", thresholds["area"].map { "\(DecimalText.grouped(Int($0.value.rounded()))) pixels" }),
        ])
    }

    private var runFacts: [Report.Fact] {
        let unit = report.areGroupsItems ? nil : DecimalText.grouped(report.itemCount)
        return Self.facts([
            ("Evaluated on", report.document.data),
            ("\(Self.capitalized(report.groupNoun))s", DecimalText.grouped(report.groupCount)),
            ("\(Self.capitalized(report.itemNoun))s", unit), ("Written", Self.moment(report.created)),
        ]) + thresholdFacts + report.facts
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
