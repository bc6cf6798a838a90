import Capture
import FoundationEssentials
import InspectionPipeline

/// What listening and watching have in common of one source: its station, how it stands, and the events that follow of what comes.
struct SourceDesk<Keeper: DefectKeeper> {
    /// Alarms kept for a view.
    private static var shownAlarms: Int { 60 }

    var report: SourceReport
    var station: Station
    var keeper: Keeper?
    /// Where what came last ended, in seconds.
    var reached = 0.0
    /// Where something ended, and when it came in.
    var anchor: (position: Double, date: Date)?

    init(name: String, isLive: Bool, rules: StationRules, keeper: Keeper?) {
        report = SourceReport(name: name, isLive: isLive)
        station = Station(rules: rules)
        self.keeper = keeper
    }

    /// When a place of the source was heard or seen.
    private func time(at position: Double) -> Date? {
        anchor.map { $0.date.addingTimeInterval(position - $0.position) }
    }

    func event(_ kind: StationEvent.Kind, at position: Double? = nil) -> StationEvent {
        let position = position ?? report.position
        return StationEvent(
            source: report.name, recording: report.recording, position: position,
            time: time(at: position) ?? (report.isLive ? Date() : nil), kind: kind)
    }

    /// The model cannot judge what comes; the other sources go on.
    mutating func refuse(_ reason: String, _ report: (StationEvent) -> Void) {
        self.report.refusals += 1
        report(event(.unreadable(self.report.recording ?? self.report.name, reason: reason)))
    }

    // MARK: Verdicts

    /// How long ago something came in, in seconds.
    static func latency(since arrived: ContinuousClock.Instant) -> Double {
        let waited = (ContinuousClock.now - arrived).components
        return Double(waited.seconds) + Double(waited.attoseconds) / 1e18
    }

    mutating func note(_ window: Station.Window, latency: Double) {
        report.position = window.end
        report.last = window
        report.windows += 1
        if window.problem != nil { report.unusable += 1 }
        report.latency.add(latency)
        if let alarm = window.judgement?.alarm ?? window.judgement?.score {
            report.alarms.append(alarm)
            if report.alarms.count > Self.shownAlarms { report.alarms.removeFirst() }
        }
    }

    mutating func change(_ changes: [Station.Change], _ report: (StationEvent) -> Void) {
        for change in changes {
            var clip: String?
            var place = self.report.position
            switch change {
            case .defectBegan(let defect):
                let anchor = anchor
                keeper?.began(defect) { position in
                    anchor.map { $0.date.addingTimeInterval(position - $0.position) }
                }
                (clip, place) = (keeper?.path, defect.start)
            case .defectEnded(let defect):
                (clip, place) = (keeper?.path, defect.end)
                keeper?.ended(defect)
            case .problemBegan(_, let start): place = start
            case .problemEnded(_, _, let end): place = end
            case .state: break
            }
            report(event(.change(change, clip: clip), at: place))
        }
        self.report.state = station.state
        self.report.defects = station.defectCount
    }

    // MARK: What happens to the source

    mutating func opened(_ words: String, recording: String?, _ report: (StationEvent) -> Void) {
        self.report.description = words
        self.report.disconnected = nil
        if let recording, recording != self.report.recording { begin(recording) }
        if recording != nil { reached = 0 }
        report(event(.opened(words), at: reached))
    }

    /// Another recording.
    mutating func begin(_ recording: String) {
        report.recording = recording
        report.position = 0
        keeper?.recording = recording
        anchor = nil
    }

    /// The source is lost; whether that is news.
    mutating func disconnected(_ reason: String, retryIn: Double, _ report: (StationEvent) -> Void) {
        if self.report.disconnected == nil {
            interrupt("the source was lost", report)
            self.report.disconnected = reason
        }
        report(event(.disconnected(reason: reason, retryIn: retryIn), at: reached))
    }

    mutating func recordingEnded(_ path: String, _ report: (StationEvent) -> Void) {
        interrupt("the recording ended", report)
        report(event(.recordingEnded(path)))
    }

    mutating func unreadable(_ path: String, _ reason: String, _ report: (StationEvent) -> Void) {
        interrupt("the recording could not be read further", report)
        report(event(.unreadable(path, reason: reason)))
    }

    mutating func ended(_ report: (StationEvent) -> Void) {
        interrupt(self.report.isLive ? "the source ended" : "the recording ended", report)
        self.report.isEnded = true
        report(event(.ended, at: reached))
    }

    /// What goes on is over.
    private mutating func interrupt(_ reason: String, _ report: (StationEvent) -> Void) {
        change(station.end(), report)
        keeper?.breakOff(reason)
    }

    /// All is over: completes what is kept, and counts what was handed over and not looked at.
    mutating func abandon(_ counters: FeedCounters) {
        report.counters = counters
        guard !report.isEnded else { return }
        report.unjudgedFrames = counters.queued
        if let defect = station.defect { keeper?.ended(defect) }
        keeper?.breakOff("it was ended")
    }
}
