public import Capture
public import InspectionPipeline
import InspectionTypes

/// Listens to any number of sources with one model on one thread: gathers their windows, runs them in batches, and says what happened.
///
/// ```swift
/// let doorbell = Doorbell()
/// let feed = try SoundSources.open(.microphone(), name: "lathe", wake: doorbell)
/// let listener = try Listener(model, rules: StationRules(), sources: [.init(feed)], wake: doorbell)
/// try listener.run(isStopping: { stopped }, report: { print($0) })
/// ```
public final class Listener: LiveStation {
    /// A source and what is known of it.
    public struct Source: Sendable {
        public var feed: SoundFeed
        /// Of a detector: the machine that it listens to.
        public var machine: String?
        /// Where it has rules of its own.
        public var rules: StationRules?

        public init(_ feed: SoundFeed, machine: String? = nil, rules: StationRules? = nil) {
            self.feed = feed
            self.machine = machine
            self.rules = rules
        }
    }

    private let model: LiveInspector
    private let loop: LiveLoop<ListeningSource>

    /// - Parameters:
    ///   - wake: the doorbell that all feeds ring.
    /// - Throws: ``PipelineError`` for a machine that the model does not know.
    public init(
        _ model: LiveInspector, rules: StationRules, quality: QualityRules = QualityRules(), clips: ClipStore? = nil,
        sources: [Source], wake: Doorbell
    ) throws {
        self.model = model
        let sources = try sources.map {
            try ListeningSource(
                $0.feed, model: model, machine: $0.machine, rules: $0.rules ?? rules, quality: quality, clips: clips)
        }
        loop = LiveLoop(sources, wake: wake)
    }

    public var reports: [SourceReport] { loop.reports }

    public func run(
        isStopping: () -> Bool, report: (StationEvent) -> Void, tick: ([SourceReport]) -> Void = { _ in }
    ) throws {
        try loop.run(isStopping: isStopping, tick: tick) { try round(report) }
    }

    /// One look at every source; whether there was anything.
    private func round(_ report: (StationEvent) -> Void) throws -> Bool {
        var heard: [(source: Int, window: HeardWindow)] = []
        for index in loop.sources.indices where !loop.sources[index].report.isEnded {
            for window in loop.sources[index].collect(report) { heard.append((index, window)) }
        }
        // Windows whose sound is no good cost the network nothing.
        let usable = heard.filter { $0.window.quality.problem == nil }
        var readings = try model.readings(of: usable.map(\.window.window))[...]
        for (index, window) in heard {
            loop.sources[index].take(window, window.quality.problem == nil ? readings.popFirst() : nil, report)
        }
        var settled = false
        for index in loop.sources.indices {
            settled = loop.sources[index].settle(report) || settled
        }
        return !heard.isEmpty || settled
    }
}
