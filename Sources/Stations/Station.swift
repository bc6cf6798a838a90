public import InspectionPipeline
import InspectionTypes

/// The state of one source: takes its windows one after the other and says what changed.
///
/// A pure state machine: it has no clock but the windows' own times, so that a recording gives the same events whenever and however
/// fast it is listened to. Windows whose sound is no good count neither for a defect nor against it.
///
/// ```swift
/// var station = Station(rules: StationRules(rule: EventRule(needed: 2, of: 3)))
/// for window in windows { for change in station.take(window) { print(change) } }
/// print(station.end())
/// ```
public struct Station: Sendable {
    /// A window with what was said of it.
    public struct Window: Sendable, Equatable {
        /// In seconds of the source.
        public var start: Double
        public var end: Double
        /// `nil` where ``problem`` forbids one.
        public var judgement: WindowJudgement?
        public var problem: SignalProblem?

        public init(start: Double, end: Double, judgement: WindowJudgement?, problem: SignalProblem? = nil) {
            self.start = start
            self.end = end
            self.judgement = judgement
            self.problem = problem
        }
    }

    /// What a window changed.
    public enum Change: Sendable, Equatable {
        case state(StationState, was: StationState)
        case defectBegan(DefectEvent)
        case defectEnded(DefectEvent)
        case problemBegan(SignalProblem, at: Double)
        case problemEnded(SignalProblem, start: Double, end: Double)
    }

    public internal(set) var rules: StationRules
    public private(set) var state = StationState.waiting
    /// The defect that goes on.
    public private(set) var defect: DefectEvent?
    /// Defects reported so far.
    public private(set) var defectCount = 0

    /// The last usable windows, as many as the rule looks at.
    private var recent: [Window] = []
    /// A defect that has not lasted long enough to be reported.
    private var candidate: DefectEvent?
    private var votes: [String: Int] = [:]
    private var problem: (kind: SignalProblem, start: Double, end: Double)?

    public init(rules: StationRules) { self.rules = rules }

    /// The next window; windows come in the order of their starts.
    public mutating func take(_ window: Window) -> [Change] {
        var changes = follow(window)
        if let judgement = window.judgement, window.problem == nil {
            forget(before: window)
            recent.append(window)
            if recent.count > rules.rule.windows { recent.removeFirst() }
            changes += judge(window, judgement)
        } else {
            changes += expire(at: window.end)
        }
        return changes + settle(window)
    }

    /// The source was away, or its recording has ended: what goes on is over, and nothing that was heard counts for what follows.
    public mutating func end() -> [Change] {
        var changes: [Change] = []
        if let problem { changes.append(.problemEnded(problem.kind, start: problem.start, end: problem.end)) }
        if let defect { changes.append(.defectEnded(defect)) }
        (problem, defect, candidate, votes, recent) = (nil, nil, nil, [:], [])
        if state != .waiting { changes.append(.state(.waiting, was: state)) }
        state = .waiting
        return changes
    }

    /// What was heard before a long stretch of no good sound says nothing of what comes after it.
    private mutating func forget(before window: Window) {
        guard let last = recent.last, window.start - last.end > max(rules.longestPause, rules.holdSeconds, 1) else {
            return
        }
        (recent, candidate) = ([], nil)
    }

    // MARK: Quality

    private mutating func follow(_ window: Window) -> [Change] {
        if let old = problem, old.kind == window.problem {
            problem?.end = window.end
            return []
        }
        var changes: [Change] = []
        if let old = problem { changes.append(.problemEnded(old.kind, start: old.start, end: old.end)) }
        problem = window.problem.map { ($0, window.start, window.end) }
        if let problem { changes.append(.problemBegan(problem.kind, at: problem.start)) }
        return changes
    }

    // MARK: Defects

    private mutating func judge(_ window: Window, _ judgement: WindowJudgement) -> [Change] {
        let defects = recent.filter { $0.judgement?.verdict == .defect }
        let isDefect = judgement.verdict == .defect
        guard defects.count >= min(rules.rule.needed, rules.rule.windows), let first = defects.first else {
            candidate = nil
            // A window that is a defect keeps one alive that was reported already.
            if isDefect, defect != nil { count(window, judgement) }
            return expire(at: window.end)
        }
        if defect == nil, candidate == nil {
            guard isDefect else { return [] }
            votes = [:]
            candidate = DefectEvent(
                number: defectCount + 1, label: judgement.label, start: first.start, end: first.end,
                peakScore: -.infinity, windows: 0)
            for earlier in defects.dropLast() {
                if let judgement = earlier.judgement { count(earlier, judgement) }
            }
        }
        if isDefect { count(window, judgement) }
        guard defect == nil, let lasting = candidate, lasting.end - lasting.start >= rules.minimumSeconds else {
            return expire(at: window.end)
        }
        (defect, candidate) = (lasting, nil)
        defectCount += 1
        return [.defectBegan(lasting)]
    }

    private mutating func count(_ window: Window, _ judgement: WindowJudgement) {
        guard var event = defect ?? candidate else { return }
        event.end = max(event.end, window.end)
        event.windows += 1
        let strength = judgement.alarm ?? judgement.score
        if strength > event.peakScore {
            event.peakScore = strength
            event.threshold = judgement.threshold
            event.machine = judgement.machine
        }
        votes[judgement.label, default: 0] += 1
        event.label = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? judgement.label
        if defect != nil { defect = event } else { candidate = event }
    }

    private mutating func expire(at time: Double) -> [Change] {
        guard let over = defect, time - over.end >= rules.holdSeconds else { return [] }
        // What was told of is not told again.
        (defect, candidate, recent) = (nil, nil, [])
        return [.defectEnded(over)]
    }

    // MARK: State

    private mutating func settle(_ window: Window) -> [Change] {
        let was = state
        if let problem = window.problem {
            state = .unusable(problem)
        } else if let defect {
            state = .defect(defect.label)
        } else if let judgement = window.judgement {
            state = judgement.verdict == .classified ? heard(was) : .normal
        }
        return state == was ? [] : [.state(state, was: was)]
    }

    /// The label that enough of the last windows agree on, else the one that stood.
    private func heard(_ was: StationState) -> StationState {
        let labels = Dictionary(grouping: recent.compactMap { $0.judgement?.label }, by: { $0 }).mapValues(\.count)
        if let (label, count) = labels.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
            count >= min(rules.rule.needed, recent.count)
        {
            return .heard(label)
        }
        if case .heard = was { return was }
        return recent.last?.judgement.map { .heard($0.label) } ?? .waiting
    }
}
