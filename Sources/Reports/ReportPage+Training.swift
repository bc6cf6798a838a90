import Evaluation
import InspectionTypes
import Plotting

extension ReportPage {
    var trainingSection: Section? {
        let charts = plots.filter { ["loss", "accuracy", "validation-f1", "learning-rate"].contains($0.name) }
        guard !charts.isEmpty else { return nil }
        let seconds = report.epochs.reduce(0) { $0 + ($1.seconds.isFinite ? $1.seconds : 0) }
        let rates = report.epochs.map(\.itemsPerSecond).filter { $0.isFinite && $0 > 0 }.sorted()
        let several = report.trainings.count > 1
        var lead = "\(report.epochs.count) epochs in \(Self.duration(seconds))"
        if several {
            let names = report.trainings.map(\.name).joined(separator: ", ")
            lead = "\(report.trainings.count) trainings (\(names)), together \(lead)"
        }
        if !rates.isEmpty {
            lead += ", \(DecimalText.grouped(Int(rates[rates.count / 2].rounded()))) \(report.itemNoun)s a second"
        }
        lead += several ? "." : ". " + ending
        return Section(
            id: "training", title: "How it learned", lead: lead,
            body: "<div class=\"grid \(charts.count == 3 ? "three" : "")\">\(charts.map { figure($0) })</div>"
        )
    }

    /// How it ended and which weights were kept.
    private var ending: String {
        let last = report.epochs.last?.epoch ?? 0
        let kept = report.bestEpoch.map { "The weights of epoch \($0.epoch) were kept." } ?? ""
        switch report.ending {
        case .noImprovement(let planned):
            return "It stopped early, after epoch \(last) of \(planned), for the validation no longer improved. \(kept)"
        case .stopped(let planned): return "It was stopped after epoch \(last) of \(planned). \(kept)"
        case .allEpochs, nil: return kept
        }
    }

    /// What augmentation does to the pictures that are learned from.
    var augmentationSection: Section? {
        guard let sheet = report.augmentationSheet, !sheet.bytes.isEmpty else { return nil }
        return Section(
            id: "augmentation", title: "What it was shown in training",
            lead:
                "Each \(report.itemNoun) is altered anew every time it is shown. If a person could no longer tell what it is, the alterations are too strong.",
            body: """
                <figure class="card sheet">\(Self.image(sheet, "Examples of altered pictures"))\(sheet.caption.map { "<figcaption>\($0)</figcaption>" as HTML })</figure>
                """
        )
    }
}
