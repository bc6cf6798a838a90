public import Capture
public import InspectionPipeline

/// Watches any number of sources of pictures with one model: takes their newest frames, looks at them side by side, and says what happened.
///
/// ```swift
/// let doorbell = Doorbell()
/// let feed = try FrameSources.open(.camera("/dev/video0"), name: "gate", wake: doorbell)
/// let watcher = Watcher(model, rules: StationRules(), sources: [.init(feed)], wake: doorbell)
/// try watcher.run(isStopping: { stopped }, report: { print($0) })
/// ```
public final class Watcher: LiveStation {
    /// A source and what is known of it.
    public struct Source: Sendable {
        public var feed: FrameFeed
        /// Where it has rules of its own.
        public var rules: StationRules?

        public init(_ feed: FrameFeed, rules: StationRules? = nil) {
            self.feed = feed
            self.rules = rules
        }
    }

    private let model: LivePictureInspector
    private let quality: PictureRules
    private let wantsEvidence: Bool
    private let loop: LiveLoop<WatchingSource>

    /// - Parameters:
    ///   - clips: keeps defects' frames.
    ///   - wake: the doorbell that all feeds ring.
    public init(
        _ model: LivePictureInspector, rules: StationRules, quality: PictureRules = PictureRules(),
        clips: ClipStore? = nil, sources: [Source], wake: Doorbell
    ) {
        self.model = model
        self.quality = quality
        wantsEvidence = clips != nil
        loop = LiveLoop(
            sources.map {
                WatchingSource(
                    $0.feed, card: model.card, rules: $0.rules ?? rules, quality: quality, clips: clips)
            }, wake: wake)
    }

    public var reports: [SourceReport] { loop.reports }

    public func run(
        isStopping: () -> Bool, report: (StationEvent) -> Void, tick: ([SourceReport]) -> Void = { _ in }
    ) throws {
        try loop.run(isStopping: isStopping, tick: tick) { round(report) }
    }

    /// One look at every source; whether there was anything.
    private func round(_ report: (StationEvent) -> Void) -> Bool {
        var orders: [FrameOrder] = []
        // As many as are looked at side by side: a camera's next frame is to be the newest then, not the newest now.
        let most = max(1, model.workers / max(1, loop.sources.count))
        for index in loop.sources.indices where !loop.sources[index].report.isEnded {
            for (frame, isFrozen) in loop.sources[index].collect(most: most, report) {
                orders.append(
                    FrameOrder(
                        source: index, name: loop.sources[index].feed.name, frame: frame, isFrozen: isFrozen))
            }
        }
        let looks = model.look(at: orders) { [quality, wantsEvidence] order, inspection in
            FrameLook(order, inspection, rules: quality, wantsEvidence: wantsEvidence)
        }
        for (order, look) in zip(orders, looks) { loop.sources[order.source].take(look, report) }
        var settled = false
        for index in loop.sources.indices {
            settled = loop.sources[index].settle(report) || settled
        }
        return !orders.isEmpty || settled
    }
}
