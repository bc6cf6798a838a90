import FoundationEssentials
import InspectionTypes
import Stations
import TrainingTasks

/// Where the events of listening or watching go: JSON lines, plain lines, or a view that stays in its place with the lines above it.
/// Nothing here waits for a reader while something is live.
final class LiveOutput {
    private let format: ObjectFormat
    private let showsAll: Bool
    private let card: ModelCard
    private let model: String
    private let view: LiveView?
    private let queue: OutputQueue

    /// - Parameter isLive: whether something is lost while nobody reads what is said of it.
    init(format: ObjectFormat, showsAll: Bool, card: ModelCard, model: String, isLive: Bool) {
        queue = OutputQueue(waits: { !isLive && !StopSignal.isRaised })
        self.format = format
        self.showsAll = showsAll
        self.card = card
        self.model = model
        view =
            format == .table && Console.isTerminal && Console.errorIsTerminal
            ? LiveView(card: card, queue: queue) : nil
    }

    func begin(_ reports: [SourceReport]) {
        guard format == .table else { return }
        let names = reports.prefix(4).map(\.name).joined(separator: ", ") + (reports.count > 4 ? " …" : "")
        queue.put(
            .note(
                "\(card.medium == .sound ? "listening to" : "watching") \(reports.count == 1 ? "" : "\(reports.count) sources: ")\(names) with \(card.name); Ctrl-C ends"
            ))
    }

    /// What happened at a source.
    func report(_ event: StationEvent) {
        switch format {
        case .json:
            if let line = EventRecord(event, card: card)?.line { queue.put(.result(line), event.importance) }
        case .table:
            guard let text = EventWords(event, medium: card.medium, showsAll: showsAll).text else { return }
            view?.hide()
            queue.put(.result(text), event.importance)
        }
    }

    func note(_ text: String) {
        view?.hide()
        queue.put(.note(text))
    }

    func show(_ reports: [SourceReport]) { view?.show(reports) }

    /// The last word; waits for a reader 0.3 s at most once a stop is wished.
    func end(_ reports: [SourceReport], clips: ClipCounters?, seconds: Double) {
        view?.hide()
        var summary = LiveSummary(reports, medium: card.medium, clips: clips, seconds: seconds)
        summary.unreadLines = queue.leftOut > 0 ? queue.leftOut : nil
        queue.put(.result(format == .json ? summary.line : summary.sentence))
        while !queue.finish(within: 0.3), !StopSignal.isRaised {}
    }
}

extension StationEvent {
    /// A line a window or frame is what a session can do without.
    fileprivate var importance: OutputQueue.Importance {
        switch kind {
        case .window, .frame: .expendable
        default: .kept
        }
    }
}
