import Capture
import FoundationEssentials
import InspectionPipeline
import InspectionTypes

/// One source of pictures on its way from items to events. Belongs to the one inspecting thread.
struct WatchingSource: LiveSource {
    private static let mostItems = 64

    let feed: FrameFeed
    private let card: ModelCard
    private var desk: SourceDesk<ShotKeeper>
    private var freeze: FreezeWatch
    private var pace = FrameRateMeter()
    /// What happened behind the frames that are being judged.
    private var held: FrameItem?
    /// Whether it was said that the model cannot judge what comes, since the source was opened.
    private var isRefused = false

    init(_ feed: FrameFeed, card: ModelCard, rules: StationRules, quality: PictureRules, clips: ClipStore?) {
        self.feed = feed
        self.card = card
        freeze = FreezeWatch(quality)
        desk = SourceDesk(
            name: feed.name, isLive: feed.isLive, rules: rules,
            keeper: clips.map { ShotKeeper(store: $0, source: feed.name, model: card.name) })
    }

    var report: SourceReport { desk.report }
    var stop: @Sendable () -> Void { { [feed] in feed.stop() } }

    /// Takes what has come; the frames to judge, in order. What happened behind them waits for ``settle(_:)``.
    ///
    /// - Parameter most: frames.
    mutating func collect(most: Int, _ report: (StationEvent) -> Void) -> [(frame: Frame, isFrozen: Bool)] {
        var frames: [(frame: Frame, isFrozen: Bool)] = []
        var items = 0
        while frames.count < most, items < Self.mostItems, held == nil, !desk.report.isEnded {
            guard let item = feed.next() else { break }
            items += 1
            switch item {
            case .frame(let frame):
                let isFrozen = feed.isLive && freeze.isFrozen(frame.bytes, at: frame.position)
                frames.append((frame, isFrozen))
            case .notice(let text): report(desk.event(.notice(text)))
            case .opened, .gap, .disconnected, .recordingEnded, .unreadable, .ended: held = item
            }
        }
        return frames
    }

    /// Takes what was made of a frame that ``collect(most:_:)`` gave.
    mutating func take(_ look: FrameLook, _ report: (StationEvent) -> Void) {
        let frame = look.frame
        if let file = frame.file {
            // A picture has nothing to do with the one before: no rule over several holds, and nothing goes on.
            desk.begin(file)
            desk.station.rules.rule = .every
            (desk.station.rules.minimumSeconds, desk.station.rules.holdSeconds) = (0, 0)
        }
        desk.anchor = frame.time.map { (frame.position, $0) }
        desk.reached = frame.position
        if let reason = look.failure, !pass(over: look, reason, report) { return }
        let judgement = look.outcome?.findings.first.map { WindowJudgement($0, card: card) }
        let window = Station.Window(
            start: frame.position, end: frame.position, judgement: judgement, problem: look.problem)
        pace.note()
        let latency = SourceDesk<ShotKeeper>.latency(since: frame.arrived)
        desk.note(window, latency: latency)
        desk.report.framesPerSecond = pace.framesPerSecond
        let seen = SeenFrame(
            number: frame.number, skipped: feed.counters.lost, framesPerSecond: pace.framesPerSecond,
            quality: look.quality, regions: look.outcome?.findings.first?.regions ?? [], latency: latency)
        report(desk.event(.frame(window, seen), at: frame.position))
        keep(look, judgement)
        desk.change(desk.station.take(window), report)
        // The state stays as it was found until the next picture: only what goes on is closed.
        if frame.file != nil { desk.change(desk.station.end().filter { !$0.isState }, report) }
    }

    /// What could not be judged: a damaged frame of a stream is one of many, a file's is the file's fault. Whether the frame counts.
    private mutating func pass(over look: FrameLook, _ reason: String, _ report: (StationEvent) -> Void) -> Bool {
        if look.problem == .damaged { desk.report.undecodable += 1 }
        if let file = look.frame.file {
            report(desk.event(.unreadable(file, reason: reason)))
            if look.problem == nil { desk.report.refusals += 1 }
            return false
        }
        if look.problem == .damaged { return true }
        if !isRefused { desk.refuse(reason, report) }
        isRefused = true
        return false
    }

    private mutating func keep(_ look: FrameLook, _ judgement: WindowJudgement?) {
        guard desk.keeper != nil, let judgement, judgement.verdict == .defect, let outcome = look.outcome else {
            return
        }
        let shot = Shot(
            frame: look.frame, finding: outcome.findings[0], kind: card.kind,
            alarm: judgement.alarm ?? judgement.score, evidence: outcome.evidence)
        desk.keeper?.push(shot)
    }

    /// Handles what happened behind the frames that have been judged; whether there was anything.
    mutating func settle(_ report: (StationEvent) -> Void) -> Bool {
        guard let item = held else { return false }
        held = nil
        switch item {
        case .opened(let format):
            isRefused = false
            desk.opened(format.description, recording: format.recording, report)
        case .gap(let seconds):
            report(desk.event(.gap(seconds: seconds, frames: nil, reason: .disconnected), at: desk.reached))
            desk.reached += seconds
        case .disconnected(let reason, let retry): desk.disconnected(reason, retryIn: retry, report)
        case .recordingEnded(let path): desk.recordingEnded(path, report)
        case .unreadable(let path, let reason): desk.unreadable(path, reason, report)
        case .ended: desk.ended(report)
        case .frame, .notice: break
        }
        return true
    }

    mutating func refresh() { desk.report.counters = feed.counters }

    mutating func abandon() { desk.abandon(feed.counters) }
}

extension Station.Change {
    fileprivate var isState: Bool { if case .state = self { true } else { false } }
}
