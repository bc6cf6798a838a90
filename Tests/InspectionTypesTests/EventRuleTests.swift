import InspectionTypes
import Testing

@Suite("A rule of so many windows in a row")
struct EventRuleTests {
    struct RuleCase: Sendable, CustomTestStringConvertible {
        var needed: Int
        var windows: Int
        var scores: [Double]
        var event: Double?
        var testDescription: String { "\(needed) of \(windows) in \(scores)" }
    }

    @Test(
        "gives the highest threshold that would still raise an event",
        arguments: [
            RuleCase(needed: 1, windows: 1, scores: [], event: nil),
            RuleCase(needed: 1, windows: 1, scores: [1, 5, 2], event: 5),
            RuleCase(needed: 2, windows: 3, scores: [9, 0, 0, 4, 3, 0], event: 3),
            RuleCase(needed: 3, windows: 3, scores: [9, 2, 3, 8, 4], event: 3),
            RuleCase(needed: 3, windows: 5, scores: [7, 6], event: 6),
            RuleCase(needed: 2, windows: 2, scores: [4, 4, 4, 1], event: 4),
        ])
    func values(rule: RuleCase) {
        #expect(EventRule(needed: rule.needed, of: rule.windows).eventScore(rule.scores) == rule.event)
    }

    @Test("agrees with sorting every stretch anew, with equal scores among them")
    func sliding() {
        var generator = SeededGenerator(seed: 3)
        for count in [1, 7, 40] {
            let scores = (0..<count).map { _ in (generator.nextNormal() * 4).rounded() / 2 }
            for windows in 1...12 {
                for needed in 1...windows {
                    let length = min(windows, count)
                    let plain = (0...count - length).map {
                        scores[$0..<$0 + length].sorted(by: >)[min(needed, length) - 1]
                    }.max()
                    #expect(EventRule(needed: needed, of: windows).eventScore(scores) == plain)
                }
            }
        }
    }
}
