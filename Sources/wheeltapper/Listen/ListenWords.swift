import Capture
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import Stations

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An event as a line for people.
struct ListenWords {
    private let event: StationEvent
    private let showsWindows: Bool

    init(_ event: StationEvent, showsWindows: Bool) {
        self.event = event
        self.showsWindows = showsWindows
    }

    /// `nil` for what a person need not know.
    var text: String? {
        guard let words else { return nil }
        let recording = event.recording.map { "  " + ($0.split(separator: "/").last ?? "") } ?? ""
        return "\(place)  \(event.source)\(recording == "  " + event.source ? "" : recording)  \(words)"
    }

    private var place: String {
        guard let time = event.time else { return Numbers.time(event.position).padded(to: 8) }
        var parts = tm()
        var seconds = time_t(time.timeIntervalSince1970.rounded(.down))
        localtime_r(&seconds, &parts)
        return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    private var words: String? {
        switch event.kind {
        case .opened(let words): words
        case .disconnected(let reason, let retry):
            Console.colored("not to be heard", .yellow) + ": \(reason); tried again in \(Numbers.time(retry))"
        case .recordingEnded, .ended: nil
        case .unreadable(let path, let reason): Console.colored("\(path) cannot be heard", .yellow) + ": \(reason)"
        case .notice(let words): words
        case .gap(let seconds, _, let reason): Console.colored(Self.gap(seconds, reason), .yellow)
        case .window(let window, let quality, _): showsWindows ? Self.window(window, quality) : nil
        case .change(let change, let clip): Self.change(change, clip)
        }
    }

    private static func gap(_ seconds: Double, _ reason: GapReason) -> String {
        let length = seconds > 0 ? Numbers.time(seconds) + " of sound lost" : "sound lost"
        return switch reason {
        case .queueFull: length + ": inspecting does not keep up"
        case .deviceOverflow: length + ": the machine did not fetch it from the device in time"
        case .disconnected: length + " while the source was away"
        }
    }

    private static func window(_ window: Station.Window, _ quality: SignalQuality) -> String {
        let level = "\(Numbers.fixed(quality.level, 0)) dB"
        guard let judgement = window.judgement else {
            return "no verdict (\(window.problem?.rawValue ?? "")), \(level)"
        }
        let against = judgement.threshold.map { " of \(Numbers.fixed($0, 2))" } ?? ""
        let machine = judgement.machine.map { $0 + "  " } ?? ""
        let color: Console.Color = judgement.verdict == .defect ? .red : .faint
        return Console.colored(
            "\(machine)\(judgement.label) \(Numbers.fixed(judgement.score, 2))\(against)  \(level)", color)
    }

    private static func change(_ change: Station.Change, _ clip: String?) -> String? {
        switch change {
        case .state(.heard(let label), _): return Console.colored(label, .bold)
        case .state: return nil
        case .defectBegan(let defect):
            let machine = defect.machine.map { $0 + ": " } ?? ""
            return Console.colored("\(machine)\(defect.label)", .red)
                + " from \(Numbers.time(defect.start)) on, \(score(defect))"
        case .defectEnded(let defect):
            return "\(defect.label) over after \(Numbers.time(defect.end - defect.start)), at most \(score(defect))"
                + (clip.map { ", kept in \($0)" } ?? "")
        case .problemBegan(let problem, _):
            return Console.colored("no verdict: the sound is \(adjective(problem))", .yellow) + "; \(problem.mend)"
        case .problemEnded(let problem, let start, let end):
            return "the sound is no longer \(adjective(problem)), after \(Numbers.time(end - start))"
        }
    }

    private static func score(_ defect: DefectEvent) -> String {
        Numbers.fixed(defect.peakScore, 2) + (defect.threshold.map { " against \(Numbers.fixed($0, 2))" } ?? "")
    }

    private static func adjective(_ problem: SignalProblem) -> String {
        switch problem {
        case .disconnected: "dead, every sample the same"
        case .silent: "silent"
        case .clipping: "clipped"
        case .dropout: "broken by dropouts"
        }
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
