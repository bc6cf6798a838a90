import FoundationEssentials
import InspectionTypes
import Stations

/// Where a listening session's events go: JSON lines, plain lines, or a view that stays in its place with the lines above it.
final class ListenOutput {
    private let format: ObjectFormat
    private let showsWindows: Bool
    private let card: ModelCard
    private let model: String
    private let view: ListenView?

    init(format: ObjectFormat, showsWindows: Bool, card: ModelCard, model: String) {
        self.format = format
        self.showsWindows = showsWindows
        self.card = card
        self.model = model
        view = format == .table && Console.isTerminal && Console.errorIsTerminal ? ListenView(card: card) : nil
    }

    func begin(_ reports: [SourceReport]) {
        guard format == .table else { return }
        let names = reports.prefix(4).map(\.name).joined(separator: ", ") + (reports.count > 4 ? " …" : "")
        Console.note(
            "listening to \(reports.count == 1 ? "" : "\(reports.count) sources: ")\(names) with \(card.name); Ctrl-C ends"
        )
    }

    /// What happened at a source.
    func report(_ event: StationEvent) {
        switch format {
        case .json: if let line = ListenRecord(event, card: card)?.line { Console.out(line) }
        case .table:
            guard let text = ListenWords(event, showsWindows: showsWindows).text else { return }
            view?.hide()
            Console.out(text)
        }
    }

    func note(_ text: String) {
        view?.hide()
        Console.note(text)
    }

    func show(_ reports: [SourceReport]) { view?.show(reports) }

    func end(_ reports: [SourceReport], clips: ClipCounters?, seconds: Double) {
        view?.hide()
        let summary = ListenSummary(reports, clips: clips, seconds: seconds)
        switch format {
        case .json: Console.out(summary.line)
        case .table: Console.out(summary.sentence)
        }
    }
}
