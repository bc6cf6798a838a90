import Capture
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import Signals

/// One source of sound on its way from items to events. Belongs to the one inspecting thread.
struct ListeningSource: LiveSource {
    /// Windows and items that one source may bring to a round, so that no other waits long.
    private static let mostWindows = 2 * LiveInspector.batch
    private static let mostItems = 64

    let feed: SoundFeed
    private var desk: SourceDesk<ClipRecorder>
    private var judge: LiveJudge
    private var cutter: WindowCutter
    /// What happened behind the windows that are being judged.
    private var held: FeedItem?
    private var sampleRate = 0.0
    /// Whether the model cannot hear what the source sends since it was opened.
    private var isRefused = false

    init(
        _ feed: SoundFeed, model: LiveInspector, machine: String?, rules: StationRules, quality: QualityRules,
        clips: ClipStore?
    ) throws {
        self.feed = feed
        judge = try model.judge(machine: machine)
        cutter = WindowCutter(model, name: feed.name, rules: quality, isLive: feed.isLive)
        // A rule's windows, one more that confirms, the queue, and what resampling holds back.
        let span = model.frontEnd.windowSeconds + Double(rules.rule.windows) * model.frontEnd.hopSeconds
        desk = SourceDesk(
            name: feed.name, isLive: feed.isLive, rules: rules,
            keeper: clips.map {
                ClipRecorder(
                    store: $0, source: feed.name, model: model.card.name, lead: span + rules.minimumSeconds + 12)
            })
    }

    var report: SourceReport { desk.report }
    var stop: @Sendable () -> Void { { [feed] in feed.stop() } }

    /// Takes what has come; the windows to judge, in order. What happened behind them waits for ``settle(_:)``.
    mutating func collect(_ report: (StationEvent) -> Void) -> [HeardWindow] {
        var windows: [HeardWindow] = []
        var items = 0
        while windows.count < Self.mostWindows, items < Self.mostItems, held == nil, !desk.report.isEnded {
            guard let item = feed.next(maxFrames: 16_384) else { break }
            items += 1
            switch item {
            case .sound(let sound, let firstFrame, let arrived):
                sampleRate = sound.sampleRate
                desk.reached = Double(firstFrame + Int64(sound.frameCount)) / sampleRate
                desk.anchor = date(of: sound, end: desk.reached)
                desk.keeper?.push(sound, firstFrame: firstFrame)
                guard !isRefused else { continue }
                do {
                    windows += try cutter.push(sound, firstFrame: firstFrame, arrived: arrived)
                } catch {
                    refuse("\(error)", report)
                }
            case .recordingEnded, .ended:
                if !isRefused, !feed.isLive || desk.report.recording != nil {
                    do { windows += try cutter.finish() } catch { refuse("\(error)", report) }
                }
                held = item
            case .notice(let text): report(desk.event(.notice(text)))
            case .opened, .gap, .disconnected, .unreadable: held = item
            }
        }
        desk.report.quality = cutter.quality(ofLast: 0.5) ?? desk.report.quality
        return windows
    }

    /// The model cannot hear this sound; what follows of it is passed over.
    private mutating func refuse(_ reason: String, _ report: (StationEvent) -> Void) {
        isRefused = true
        desk.refuse(reason, report)
    }

    /// When the sound's end was: as the file says, or now where it is live.
    private func date(of sound: AudioSignal, end: Double) -> (position: Double, date: Date)? {
        if let start = sound.startTime { return (end, start.addingTimeInterval(sound.duration)) }
        return feed.isLive ? (end, Date()) : nil
    }

    /// Takes the numbers for a window that ``collect(_:)`` gave; `nil` for one whose sound is no good.
    mutating func take(_ heard: HeardWindow, _ reading: LiveReading?, _ report: (StationEvent) -> Void) {
        let judgement = reading.map { judge.judge($0) }
        let window = Station.Window(
            start: heard.start, end: heard.end, judgement: judgement, problem: heard.quality.problem)
        let latency = SourceDesk<ClipRecorder>.latency(since: heard.arrived)
        desk.note(window, latency: latency)
        desk.report.bands = heard.bandMeans
        report(desk.event(.window(window, quality: heard.quality, latency: latency), at: heard.start))
        desk.change(desk.station.take(window), report)
    }

    /// Handles what happened behind the windows that have been judged; whether there was anything.
    mutating func settle(_ report: (StationEvent) -> Void) -> Bool {
        guard let item = held else { return false }
        held = nil
        switch item {
        case .opened(let format):
            isRefused = false
            desk.opened(format.description, recording: format.recording, report)
        case .gap(let frames, let seconds, let reason):
            cutter.cut()
            // A break in the stream tells nothing of the machine: what was counted goes on, only the clip cannot.
            desk.keeper?.breakOff("sound was lost")
            report(desk.event(.gap(seconds: seconds, frames: frames, reason: reason), at: desk.reached))
            desk.reached += frames.map { Double($0) / max(sampleRate, 1) } ?? 0
        case .disconnected(let reason, let retry):
            if desk.report.disconnected == nil { forget() }
            desk.disconnected(reason, retryIn: retry, report)
        case .recordingEnded(let path):
            forget()
            desk.recordingEnded(path, report)
        case .unreadable(let path, let reason):
            forget()
            desk.unreadable(path, reason, report)
        case .ended:
            forget()
            desk.ended(report)
        case .sound, .notice: break
        }
        return true
    }

    /// What follows has nothing to do with what was heard.
    private mutating func forget() {
        cutter.cut()
        judge.forget()
    }

    mutating func abandon() { desk.abandon(feed.counters) }

    mutating func refresh() { desk.report.counters = feed.counters }
}

extension HeardWindow {
    /// The mean over its frames, a number a band.
    var bandMeans: [Float] {
        let bands = bandCount
        guard bands > 0 else { return [] }
        var sums = [Float](repeating: 0, count: bands)
        let frames = window.values.count / bands
        for frame in 0..<frames { for band in 0..<bands { sums[band] += window.values[frame * bands + band] } }
        return sums.map { $0 / Float(max(1, frames)) }
    }
}
