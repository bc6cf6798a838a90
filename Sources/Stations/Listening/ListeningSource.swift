import Capture
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import Signals

/// One source on its way from items to events. Belongs to the one inspecting thread.
struct ListeningSource {
    /// Alarms kept for a view.
    private static let shownAlarms = 60
    /// Windows and items that one source may bring to a round, so that no other waits long.
    private static let mostWindows = 2 * LiveInspector.batch
    private static let mostItems = 64

    let feed: SoundFeed
    private(set) var report: SourceReport
    private var station: Station
    private var judge: LiveJudge
    private var cutter: WindowCutter
    private var clips: ClipRecorder?
    /// What happened behind the windows that are being judged.
    private var held: FeedItem?
    private var sampleRate = 0.0
    /// Why the model cannot hear what the source sends, since it was opened.
    private var refusal: String?
    /// Where the sound or the gap that came last ended, in seconds.
    private var heardUpTo = 0.0
    /// Where the last sound ended, and when it came in.
    private var anchor: (position: Double, date: Date)?

    init(
        _ feed: SoundFeed, model: LiveInspector, machine: String?, rules: StationRules, quality: QualityRules,
        clips: ClipStore?
    ) throws {
        self.feed = feed
        report = SourceReport(name: feed.name, isLive: feed.isLive)
        station = Station(rules: rules)
        judge = try model.judge(machine: machine)
        cutter = WindowCutter(model, name: feed.name, rules: quality, isLive: feed.isLive)
        // A rule's windows, one more that confirms, the queue, and what resampling holds back.
        let span = model.frontEnd.windowSeconds + Double(rules.rule.windows) * model.frontEnd.hopSeconds
        self.clips = clips.map {
            ClipRecorder(store: $0, source: feed.name, model: model.card.name, lead: span + rules.minimumSeconds + 12)
        }
    }

    /// Takes what has come; the windows to judge, in order. What happened behind them waits for ``settle(_:)``.
    mutating func collect(_ report: (StationEvent) -> Void) -> [HeardWindow] {
        var windows: [HeardWindow] = []
        var items = 0
        while windows.count < Self.mostWindows, items < Self.mostItems, held == nil, !self.report.isEnded {
            guard let item = feed.next(maxFrames: 16_384) else { break }
            items += 1
            switch item {
            case .sound(let sound, let firstFrame, let arrived):
                sampleRate = sound.sampleRate
                let end = Double(firstFrame + Int64(sound.frameCount)) / sampleRate
                heardUpTo = end
                anchor = date(of: sound, end: end)
                clips?.push(sound, firstFrame: firstFrame)
                guard refusal == nil else { continue }
                do {
                    windows += try cutter.push(sound, firstFrame: firstFrame, arrived: arrived)
                } catch {
                    refuse("\(error)", report)
                }
            case .recordingEnded, .ended:
                if refusal == nil, !feed.isLive || self.report.recording != nil {
                    do { windows += try cutter.finish() } catch { refuse("\(error)", report) }
                }
                held = item
            case .notice(let text): report(event(.notice(text)))
            case .opened, .gap, .disconnected, .unreadable: held = item
            }
        }
        self.report.quality = cutter.quality(ofLast: 0.5) ?? self.report.quality
        return windows
    }

    /// The model cannot hear this sound; what follows of it is passed over, and the other sources go on.
    private mutating func refuse(_ reason: String, _ report: (StationEvent) -> Void) {
        refusal = reason
        self.report.refusals += 1
        report(event(.unreadable(self.report.recording ?? feed.name, reason: reason)))
    }

    /// When the sound's end was: as the file says, or now where it is live.
    private func date(of sound: AudioSignal, end: Double) -> (position: Double, date: Date)? {
        if let start = sound.startTime { return (end, start.addingTimeInterval(sound.duration)) }
        return feed.isLive ? (end, Date()) : nil
    }

    /// When a place of the source was heard.
    private func time(at position: Double) -> Date? {
        anchor.map { $0.date.addingTimeInterval(position - $0.position) }
    }

    private func event(_ kind: StationEvent.Kind, at position: Double? = nil) -> StationEvent {
        let position = position ?? report.position
        return StationEvent(
            source: feed.name, recording: report.recording, position: position,
            time: time(at: position) ?? (feed.isLive ? Date() : nil), kind: kind)
    }

    // MARK: Verdicts

    /// Takes the numbers for a window that ``collect(_:)`` gave; `nil` for one whose sound is no good.
    mutating func take(_ heard: HeardWindow, _ reading: LiveReading?, _ report: (StationEvent) -> Void) {
        let judgement = reading.map { judge.judge($0) }
        let window = Station.Window(
            start: heard.start, end: heard.end, judgement: judgement, problem: heard.quality.problem)
        let waited = (ContinuousClock.now - heard.arrived).components
        let latency = Double(waited.seconds) + Double(waited.attoseconds) / 1e18
        note(window, heard, latency)
        report(event(.window(window, quality: heard.quality, latency: latency), at: heard.start))
        change(station.take(window), report)
    }

    private mutating func note(_ window: Station.Window, _ heard: HeardWindow, _ latency: Double) {
        report.position = window.end
        report.last = window
        report.windows += 1
        if window.problem != nil { report.unusable += 1 }
        report.latency.add(latency)
        if let alarm = window.judgement?.alarm ?? window.judgement?.score {
            report.alarms.append(alarm)
            if report.alarms.count > Self.shownAlarms { report.alarms.removeFirst() }
        }
        report.bands = heard.bandMeans
    }

    private mutating func change(_ changes: [Station.Change], _ report: (StationEvent) -> Void) {
        for change in changes {
            var clip: String?
            var place = self.report.position
            switch change {
            case .defectBegan(let defect):
                let anchor = anchor
                clips?.began(defect) { position in
                    anchor.map { $0.date.addingTimeInterval(position - $0.position) }
                }
                (clip, place) = (clips?.path, defect.start)
            case .defectEnded(let defect):
                (clip, place) = (clips?.path, defect.end)
                clips?.ended(defect)
            case .problemBegan(_, let start): place = start
            case .problemEnded(_, _, let end): place = end
            case .state: break
            }
            report(event(.change(change, clip: clip), at: place))
        }
        self.report.state = station.state
        self.report.defects = station.defectCount
    }

    // MARK: What is not sound

    /// Handles what happened behind the windows that have been judged; whether there was anything.
    mutating func settle(_ report: (StationEvent) -> Void) -> Bool {
        guard let item = held else { return false }
        held = nil
        switch item {
        case .opened(let format):
            self.report.description = format.description
            self.report.disconnected = nil
            refusal = nil
            if let recording = format.recording, recording != self.report.recording {
                self.report.recording = recording
                self.report.position = 0
                clips?.recording = recording
                anchor = nil
            }
            if format.recording != nil { heardUpTo = 0 }
            report(event(.opened(format.description), at: heardUpTo))
        case .gap(let frames, let seconds, let reason):
            cutter.cut()
            // A break in the stream tells nothing of the machine: what was counted goes on, only the clip cannot.
            clips?.breakOff("sound was lost")
            report(event(.gap(seconds: seconds, frames: frames, reason: reason), at: heardUpTo))
            heardUpTo += frames.map { Double($0) / max(sampleRate, 1) } ?? 0
        case .disconnected(let reason, let retry):
            if self.report.disconnected == nil {
                interrupt("the source was lost", report)
                self.report.disconnected = reason
            }
            report(event(.disconnected(reason: reason, retryIn: retry), at: heardUpTo))
        case .recordingEnded(let path):
            interrupt("the recording ended", report)
            report(event(.recordingEnded(path)))
        case .unreadable(let path, let reason):
            interrupt("the recording could not be read further", report)
            report(event(.unreadable(path, reason: reason)))
        case .ended:
            interrupt(feed.isLive ? "listening ended" : "the recording ended", report)
            self.report.isEnded = true
            report(event(.ended, at: heardUpTo))
        case .sound, .notice: break
        }
        return true
    }

    /// What goes on is over.
    private mutating func interrupt(_ reason: String, _ report: (StationEvent) -> Void) {
        cutter.cut()
        judge.forget()
        change(station.end(), report)
        clips?.breakOff(reason)
    }

    /// Listening is over: completes the clip, and counts what was handed over and not looked at.
    mutating func abandon() {
        refresh()
        guard !report.isEnded else { return }
        report.unjudgedFrames = report.counters.queued
        if let defect = station.defect { clips?.ended(defect) }
        clips?.breakOff("listening ended")
    }

    mutating func refresh() { report.counters = feed.counters }
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
