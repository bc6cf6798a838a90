import Capture
import FoundationEssentials
import InspectionPipeline
import InspectionTypes
import Media
import Reports
import Stations

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An event as a line for people.
struct EventWords {
    private let event: StationEvent
    private let medium: ModelCard.Medium
    private let showsAll: Bool

    /// - Parameter showsAll: whether every window or frame is told of.
    init(_ event: StationEvent, medium: ModelCard.Medium, showsAll: Bool) {
        self.event = event
        self.medium = medium
        self.showsAll = showsAll
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
            Console.colored("not to be \(perceived)", .yellow) + ": \(reason); tried again in \(Numbers.time(retry))"
        case .recordingEnded, .ended: nil
        case .unreadable(let path, let reason):
            Console.colored("\(path) cannot be \(perceived)", .yellow) + ": \(reason)"
        case .notice(let words): words
        case .gap(let seconds, _, let reason): Console.colored(gap(seconds, reason), .yellow)
        case .window(let window, let quality, _):
            showsAll ? Self.judged(window, "\(Numbers.fixed(quality.level, 0)) dB") : nil
        case .frame(let window, let frame):
            showsAll ? Self.judged(window, RegionSentence.text(frame.regions)) : nil
        case .change(let change, let clip): self.change(change, clip)
        }
    }

    private var perceived: String { medium == .sound ? "heard" : "seen" }

    private func gap(_ seconds: Double, _ reason: GapReason) -> String {
        let noun = medium == .sound ? "sound" : "pictures"
        let length = seconds > 0 ? "\(Numbers.time(seconds)) of \(noun) lost" : noun + " lost"
        return switch reason {
        case .queueFull: length + ": inspecting does not keep up"
        case .deviceOverflow: length + ": the machine did not fetch it from the device in time"
        case .disconnected: length + " while the source was away"
        }
    }

    private static func judged(_ window: Station.Window, _ remark: String) -> String {
        guard let judgement = window.judgement else {
            return "no verdict (\(window.problem?.rawValue ?? "")) \(remark)"
        }
        let against = judgement.threshold.map { " of \(Numbers.fixed($0, 2))" } ?? ""
        let machine = judgement.machine.map { $0 + "  " } ?? ""
        let color: Console.Color = judgement.verdict == .defect ? .red : .faint
        return Console.colored(
            "\(machine)\(judgement.label) \(Numbers.fixed(judgement.score, 2))\(against)  \(remark)", color)
    }

    private func change(_ change: Station.Change, _ clip: String?) -> String? {
        switch change {
        case .state(.heard(let label), _): return Console.colored(label, .bold)
        case .state: return nil
        case .defectBegan(let defect):
            let machine = defect.machine.map { $0 + ": " } ?? ""
            let words = Console.colored("\(machine)\(defect.label)", .red)
            if isPicture { return words + " \(Self.score(defect))" + kept(clip) }
            return words + " from \(Numbers.time(defect.start)) on, \(Self.score(defect))"
        case .defectEnded(let defect):
            if isPicture { return nil }
            return
                "\(defect.label) over after \(Numbers.time(defect.end - defect.start)), at most \(Self.score(defect))"
                + kept(clip)
        case .problemBegan(let problem, _):
            return Console.colored("no verdict: the \(medium) is \(Self.adjective(problem))", .yellow)
                + "; \(problem.mend)"
        case .problemEnded(let problem, let start, let end):
            return "the \(medium) is no longer \(Self.adjective(problem)), after \(Numbers.time(end - start))"
        }
    }

    /// A picture that has nothing to do with others: nothing begins or ends.
    private var isPicture: Bool {
        medium == .picture && event.recording.map { PictureFormat(nameOf: $0) != nil } ?? false
    }

    private func kept(_ clip: String?) -> String { clip.map { ", kept in \($0)" } ?? "" }

    private static func score(_ defect: DefectEvent) -> String {
        Numbers.fixed(defect.peakScore, 2) + (defect.threshold.map { " against \(Numbers.fixed($0, 2))" } ?? "")
    }

    private static func adjective(_ problem: SignalProblem) -> String {
        switch problem {
        case .disconnected: "dead, every sample the same"
        case .silent: "silent"
        case .clipping: "clipped"
        case .dropout: "broken by dropouts"
        case .frozen: "frozen, the same again and again"
        case .black: "black"
        case .overexposed: "overexposed"
        case .uniform: "of one colour throughout"
        case .damaged: "damaged"
        }
    }
}
