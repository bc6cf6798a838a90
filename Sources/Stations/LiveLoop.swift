import Capture
import InspectionTypes

/// Listening or watching: any number of sources with one model on one thread.
public protocol LiveStation: AnyObject {
    /// How the sources stand, in their order.
    var reports: [SourceReport] { get }

    /// Goes on until all sources have ended, or a stop is wished; then lets go of them, judges what they had handed over, for 0.4 s
    /// at most, and completes what is kept. What was not judged then is ``SourceReport/unjudgedFrames``.
    ///
    /// - Parameters:
    ///   - isStopping: looked at many times a second.
    ///   - report: what happened, in order for each source; called on this thread, which does nothing else meanwhile.
    ///   - tick: called about ten times a second.
    /// - Throws: what the network or a source's front end throws.
    func run(
        isStopping: () -> Bool, report: (StationEvent) -> Void, tick: ([SourceReport]) -> Void
    ) throws
}

/// One source on its way from items to events. Belongs to the one inspecting thread.
protocol LiveSource {
    var report: SourceReport { get }
    /// Lets go of it; from any thread.
    var stop: @Sendable () -> Void { get }
    /// Brings the report's counters up to date.
    mutating func refresh()
    /// All is over: completes what is kept.
    mutating func abandon()
}

/// The one thread's rounds over all sources. One owner.
final class LiveLoop<Source: LiveSource> {
    /// How long what had been handed over is still judged after a stop was wished.
    private static var longestFarewell: Duration { .milliseconds(400) }

    var sources: [Source]
    private let doorbell: Doorbell

    init(_ sources: [Source], wake: Doorbell) {
        self.sources = sources
        doorbell = wake
    }

    var reports: [SourceReport] { sources.map(\.report) }

    /// - Parameter round: one look at every source; whether there was anything.
    func run(isStopping: () -> Bool, tick: ([SourceReport]) -> Void, round: () throws -> Bool) throws {
        var nextTick = ContinuousClock.now
        var deadline: ContinuousClock.Instant?
        // Whatever happens: no source goes on for nobody, and nothing that is kept is left open.
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
            let didSomething = try round()
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

    private func refresh() { for index in sources.indices { sources[index].refresh() } }

    /// Lets go of all sources at once: each may take its time.
    private func leave() {
        let stops = sources.filter { !$0.report.isEnded }.map(\.stop)
        guard !stops.isEmpty else { return }
        WorkerThreads.run(min(32, stops.count)) { worker in
            for index in stride(from: worker, to: stops.count, by: 32) { stops[index]() }
        }
    }
}
