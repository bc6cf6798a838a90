import FoundationEssentials
import InspectionTypes
import Stations

/// Where the events of listening or watching go: JSON lines, plain lines, or a view that stays in its place with the lines above it.
final class LiveOutput {
    private let format: ObjectFormat
    private let showsAll: Bool
    private let card: ModelCard
    private let model: String
    private let view: LiveView?

    init(format: ObjectFormat, showsAll: Bool, card: ModelCard, model: String) {
        self.format = format
        self.showsAll = showsAll
        self.card = card
        self.model = model
        view = format == .table && Console.isTerminal && Console.errorIsTerminal ? LiveView(card: card) : nil
    }

    func begin(_ reports: [SourceReport]) {
        guard format == .table else { return }
        let names = reports.prefix(4).map(\.name).joined(separator: ", ") + (reports.count > 4 ? " …" : "")
        Console.note(
            "\(card.medium == .sound ? "listening to" : "watching") \(reports.count == 1 ? "" : "\(reports.count) sources: ")\(names) with \(card.name); Ctrl-C ends"
        )
    }

    /// What happened at a source.
    func report(_ event: StationEvent) {
        switch format {
        case .json: if let line = EventRecord(event, card: card)?.line { Console.out(line) }
        case .table:
            guard let text = EventWords(event, medium: card.medium, showsAll: showsAll).text else { return }
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
        let summary = LiveSummary(reports, medium: card.medium, clips: clips, seconds: seconds)
        switch format {
        case .json: Console.out(summary.line)
        case .table: Console.out(summary.sentence)
        }
    }
}
