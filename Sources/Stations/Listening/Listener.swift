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
public final class Listener {
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

    /// How long sound that had been handed over is still judged after a stop was wished.
    private static let longestFarewell = Duration.milliseconds(400)

    private let model: LiveInspector
    private let clips: ClipStore?
    private let doorbell: Doorbell
    private var sources: [ListeningSource]

    /// - Parameters:
    ///   - wake: the doorbell that all feeds ring.
    /// - Throws: ``PipelineError`` for a machine that the model does not know.
    public init(
        _ model: LiveInspector, rules: StationRules, quality: QualityRules = QualityRules(), clips: ClipStore? = nil,
        sources: [Source], wake: Doorbell
    ) throws {
        self.model = model
        self.clips = clips
        doorbell = wake
        self.sources = try sources.map {
            try ListeningSource(
                $0.feed, model: model, machine: $0.machine, rules: $0.rules ?? rules, quality: quality, clips: clips)
        }
    }

    /// How the sources stand, in their order.
    public var reports: [SourceReport] { sources.map(\.report) }

    /// Listens until all sources have ended, or a stop is wished; then lets go of them, judges what they had handed over, for 0.4 s
    /// at most, and completes the clips. What was not judged then is ``SourceReport/unjudgedFrames``.
    ///
    /// - Parameters:
    ///   - isStopping: looked at many times a second.
    ///   - report: what happened, in order for each source; called on this thread, which listens to nothing meanwhile.
    ///   - tick: called about ten times a second.
    /// - Throws: what the network or a source's front end throws.
    public func run(
        isStopping: () -> Bool, report: (StationEvent) -> Void, tick: ([SourceReport]) -> Void = { _ in }
    ) throws {
        var nextTick = ContinuousClock.now
        var deadline: ContinuousClock.Instant?
        // Whatever happens: no source goes on unheard, and no clip is left open.
        defer {
            leave()
            for index in sources.indices { sources[index].abandon() }
        }
        while !sources.allSatisfy(\.report.isEnded) {
            if deadline == nil, isStopping() {
                deadline = .now + Self.longestFarewell
                leave()
            }
            // What has piled up where judging does not keep up is not worth waiting for.
            if let deadline, ContinuousClock.now >= deadline { break }
            let didSomething = try round(report)
            if ContinuousClock.now >= nextTick {
                nextTick = .now + .milliseconds(100)
                refresh()
                tick(reports)
            }
            if !didSomething { doorbell.wait(seconds: 0.1) }
        }
        refresh()
        tick(reports)
    }

    /// One look at every source; whether there was anything.
    private func round(_ report: (StationEvent) -> Void) throws -> Bool {
        var heard: [(source: Int, window: HeardWindow)] = []
        for index in sources.indices where !sources[index].report.isEnded {
            for window in sources[index].collect(report) { heard.append((index, window)) }
        }
        // Windows whose sound is no good cost the network nothing.
        let usable = heard.filter { $0.window.quality.problem == nil }
        var readings = try model.readings(of: usable.map(\.window.window))[...]
        for (index, window) in heard {
            sources[index].take(window, window.quality.problem == nil ? readings.popFirst() : nil, report)
        }
        var settled = false
        for index in sources.indices {
            settled = sources[index].settle(report) || settled
        }
        return !heard.isEmpty || settled
    }

    private func refresh() { for index in sources.indices { sources[index].refresh() } }

    /// Lets go of all sources at once: each may take its time.
    private func leave() {
        let feeds = sources.filter { !$0.report.isEnded }.map(\.feed)
        guard !feeds.isEmpty else { return }
        WorkerThreads.run(min(32, feeds.count)) { worker in
            for index in stride(from: worker, to: feeds.count, by: 32) { feeds[index].stop() }
        }
    }
}
