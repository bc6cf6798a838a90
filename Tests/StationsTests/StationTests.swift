import InspectionPipeline
import InspectionTypes
import Testing

@testable import Stations

/// A source's windows as letters: `n`ormal, `d`efect, `e` another defect, `s`ilent, `c`lipping; one a second.
private func changes(_ windows: String, _ rules: StationRules, ends: Bool = true) -> [String] {
    var station = Station(rules: rules)
    var words: [String] = []
    for (second, letter) in windows.enumerated() {
        let problem: SignalProblem? = letter == "s" ? .silent : letter == "c" ? .clipping : nil
        let isDefect = letter == "d" || letter == "e"
        let judgement = WindowJudgement(
            verdict: isDefect ? .defect : .normal, label: letter == "d" ? "crack" : letter == "e" ? "gap" : "good",
            score: 0.9, alarm: isDefect ? 0.9 : 0.1)
        let window = Station.Window(
            start: Double(second), end: Double(second + 1), judgement: problem == nil ? judgement : nil,
            problem: problem)
        words += station.take(window).compactMap(describe)
    }
    return words + (ends ? station.end().compactMap(describe) : [])
}

/// States are left out: they have a test of their own.
private func describe(_ change: Station.Change) -> String? {
    switch change {
    case .defectBegan(let defect): "\(defect.label) began \(Int(defect.start))…\(Int(defect.end))"
    case .defectEnded(let defect): "\(defect.label) ended \(Int(defect.start))…\(Int(defect.end)) of \(defect.windows)"
    case .problemBegan(let problem, let start): "\(problem) began \(Int(start))"
    case .problemEnded(let problem, let start, let end): "\(problem) ended \(Int(start))…\(Int(end))"
    case .state: nil
    }
}

@Suite struct StationTests {
    struct Course: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var windows: String
        var rules: StationRules
        var expected: [String]
    }

    static let courses: [Course] = [
        Course(
            testDescription: "every window that is one is a defect, and a pause shorter than the hold goes by",
            windows: "nndnnddnnnn", rules: StationRules(holdSeconds: 3),
            expected: ["crack began 2…3", "crack ended 2…7 of 3"]),
        Course(
            testDescription: "a single window is no defect where two of three must be",
            windows: "nndnnnnn", rules: StationRules(rule: EventRule(needed: 2, of: 3)), expected: []),
        Course(
            testDescription: "two of three make one, which began with the first of them",
            windows: "nndndnnnnn", rules: StationRules(rule: EventRule(needed: 2, of: 3)),
            expected: ["crack began 2…5", "crack ended 2…5 of 2"]),
        Course(
            testDescription: "what does not last long enough is not reported",
            windows: "ndddnnnn", rules: StationRules(minimumSeconds: 4), expected: []),
        Course(
            testDescription: "what lasts is reported when it has lasted",
            windows: "nddddnnnn", rules: StationRules(minimumSeconds: 4),
            expected: ["crack began 1…5", "crack ended 1…5 of 4"]),
        Course(
            testDescription: "windows that are no good speak neither for a defect nor against it",
            windows: "dsssdnnnn", rules: StationRules(rule: EventRule(needed: 2, of: 2), holdSeconds: 4),
            expected: ["silent began 1", "silent ended 1…4", "crack began 0…5", "crack ended 0…5 of 2"]),
        Course(
            testDescription: "what lies far apart is not taken together",
            windows: "dsssdnnn", rules: StationRules(rule: EventRule(needed: 2, of: 2), holdSeconds: 2),
            expected: ["silent began 1", "silent ended 1…4"]),
        Course(
            testDescription: "a defect that is over is not told again for the windows that made it",
            windows: "ddsssnn", rules: StationRules(rule: EventRule(needed: 2, of: 3)),
            expected: ["crack began 0…2", "silent began 2", "crack ended 0…2 of 2", "silent ended 2…5"]),
        Course(
            testDescription: "nor by a rule that looks far back",
            windows: "dddnnnnnnnnnn", rules: StationRules(rule: EventRule(needed: 3, of: 10)),
            expected: ["crack began 0…3", "crack ended 0…3 of 3"]),
        Course(
            testDescription: "a defect that nothing is heard of for the hold is over",
            windows: "dscc", rules: StationRules(holdSeconds: 2),
            expected: [
                "crack began 0…1", "silent began 1", "silent ended 1…2", "clipping began 2",
                "crack ended 0…1 of 1", "clipping ended 2…4",
            ]),
        Course(
            testDescription: "the label is that of most windows",
            windows: "edd", rules: StationRules(), expected: ["gap began 0…1", "crack ended 0…3 of 3"]),
        Course(
            testDescription: "the end of a recording ends what goes on",
            windows: "nd", rules: StationRules(), expected: ["crack began 1…2", "crack ended 1…2 of 1"]),
    ]

    @Test(arguments: courses) func windowsMakeDefects(_ course: Course) {
        #expect(changes(course.windows, course.rules) == course.expected)
    }

    @Test func theStateFollowsWhatIsHeardAndSaysWhereNothingCanBeSaid() {
        var station = Station(rules: StationRules(holdSeconds: 1))
        func state(_ judgement: WindowJudgement?, _ problem: SignalProblem?, _ second: Int) -> StationState {
            _ = station.take(
                .init(start: Double(second), end: Double(second + 1), judgement: judgement, problem: problem))
            return station.state
        }
        let good = WindowJudgement(verdict: .normal, label: "good", score: 1, alarm: 0)
        let crack = WindowJudgement(verdict: .defect, label: "crack", score: 1, alarm: 1)
        #expect(station.state == .waiting)
        #expect(state(good, nil, 0) == .normal)
        #expect(state(crack, nil, 1) == .defect("crack"))
        #expect(state(nil, .silent, 2) == .unusable(.silent))
        #expect(state(good, nil, 3) == .normal)
        _ = station.end()
        #expect(station.state == .waiting)
    }

    @Test func aLabelStandsUntilEnoughWindowsSayAnother() {
        var station = Station(rules: StationRules(rule: EventRule(needed: 2, of: 3)))
        let states = ["on", "on", "off", "on", "off", "off"].enumerated().map { second, label in
            _ = station.take(
                .init(
                    start: Double(second), end: Double(second + 1),
                    judgement: WindowJudgement(verdict: .classified, label: label, score: 1)))
            return station.state
        }
        #expect(states == ["on", "on", "on", "on", "off", "off"].map { .heard($0) })
    }
}
