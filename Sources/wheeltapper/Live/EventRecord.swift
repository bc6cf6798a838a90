import Capture
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import Stations

/// An event as a JSON line: `event` says what it is, the other fields what is known of it.
struct EventRecord: Encodable {
    var event: String
    var source: String
    var recording: String?
    /// ISO 8601 with milliseconds.
    var time: String?
    /// Seconds of the source or recording.
    var position: Double

    var label: String?
    var verdict: Verdict?
    var score: Double?
    var threshold: Double?
    var machine: String?
    var probabilities: [String: Double]?
    var level: Double?
    var peak: Double?
    var problem: SignalProblem?
    var latencyMs: Double?

    // Of pictures.
    /// Skipped so far, of the source.
    var skipped: Int64?
    /// Judged in a second, of late.
    var fps: Double?
    /// 0…1.
    var brightness: Double?
    var regions: [Region]?

    var state: String?
    var was: String?
    /// `began` or `ended`.
    var phase: String?
    var number: Int?
    var start: Double?
    var end: Double?
    var windows: Int?
    var clip: String?

    var seconds: Double?
    var frames: Int64?
    var reason: String?
    var retryIn: Double?

    /// `nil` for a change of no interest by itself.
    init?(_ happening: StationEvent, card: ModelCard) {
        event = ""
        source = happening.source
        recording = happening.recording
        position = Self.rounded(happening.position)
        time = happening.time.map { $0.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }
        switch happening.kind {
        case .opened(let words): (event, state, reason) = ("source", "opened", words)
        case .disconnected(let words, let retry):
            (event, state, reason, retryIn) = ("source", "disconnected", words, retry)
        case .recordingEnded: (event, state) = ("source", "recording_ended")
        case .unreadable(let path, let words): (event, state, recording, reason) = ("source", "unreadable", path, words)
        case .notice(let words): (event, state, reason) = ("source", "notice", words)
        case .ended: (event, state) = ("source", "ended")
        case .gap(let lost, let count, let why):
            (event, seconds, frames, reason) = ("gap", Self.rounded(lost), count, why.rawValue)
        case .window(let window, let quality, let latency):
            take(window, latency, card)
            (event, start, end) = ("window", Self.rounded(window.start), Self.rounded(window.end))
            (level, peak) = (Self.finite(quality.level), Self.finite(quality.peak))
        case .frame(let window, let frame):
            take(window, frame.latency, card)
            (event, number, skipped) = ("frame", Int(frame.number), frame.skipped)
            fps = frame.framesPerSecond.flatMap(Self.finite)
            brightness = frame.quality.map { Self.rounded($0.brightness) }
            regions = card.kind == .classifier || window.judgement == nil ? nil : frame.regions
        case .change(let change, let path): take(change, path)
        }
    }

    private mutating func take(_ window: Station.Window, _ latency: Double, _ card: ModelCard) {
        problem = window.problem
        latencyMs = Self.rounded(latency * 1000)
        guard let judgement = window.judgement else { return }
        (label, verdict, score) = (judgement.label, judgement.verdict, judgement.score)
        (threshold, machine) = (judgement.threshold, judgement.machine)
        // Of hundreds of labels only those that are heard.
        let shown = zip(card.classes, judgement.probabilities).filter { card.classes.count <= 20 || $0.1 >= 0.1 }
        probabilities = shown.isEmpty ? nil : Dictionary(shown, uniquingKeysWith: { first, _ in first })
    }

    private mutating func take(_ change: Station.Change, _ path: String?) {
        switch change {
        case .state(let now, let before): (event, state, was) = ("state", now.word, before.word)
        case .defectBegan(let defect): take(defect, "began", path)
        case .defectEnded(let defect): take(defect, "ended", path)
        case .problemBegan(let kind, let place):
            (event, phase, problem, start) = ("quality", "began", kind, Self.rounded(place))
        case .problemEnded(let kind, let from, let to):
            (event, phase, problem, start, end) = ("quality", "ended", kind, Self.rounded(from), Self.rounded(to))
        }
    }

    private mutating func take(_ defect: DefectEvent, _ phase: String, _ path: String?) {
        event = "defect"
        self.phase = phase
        (label, machine, number) = (defect.label, defect.machine, defect.number)
        (score, threshold, windows) = (defect.peakScore, defect.threshold, defect.windows)
        (start, end, clip) = (Self.rounded(defect.start), Self.rounded(defect.end), path)
    }

    var line: String? { try? JSONLine.encode(self) }

    private static func finite(_ value: Double) -> Double? { value.isFinite ? (value * 10).rounded() / 10 : nil }
    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}

extension StationState {
    /// As JSON names it.
    var word: String {
        switch self {
        case .waiting: "waiting"
        case .normal: "normal"
        case .defect: "defect"
        case .heard(let label): label
        case .unusable(let problem): problem.rawValue
        }
    }
}
