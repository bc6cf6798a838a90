import AnomalyDetection
import Foundation
import InspectionTypes
import Testing

@Suite struct SufficiencyCurveTests {
    static func normal(_ count: Int) -> ThresholdCalibration.Scores {
        var generator = SeededGenerator(seed: 4)
        return .init(name: "pump", scores: (0..<count).map { _ in generator.nextNormal() })
    }

    @Test func moreRecordingsMakeTheThresholdSurer() throws {
        let curve = try SufficiencyCurve(Self.normal(1000), target: FalseAlarmTarget(parsing: "5%"))
        let first = curve.points[0], last = try #require(curve.points.last)
        #expect(last.count == 1000)
        #expect(curve.points.map(\.count) == curve.points.map(\.count).sorted())
        #expect(last.high - last.low < 0.5 * (first.high - first.low))
        #expect(curve.points.allSatisfy { $0.low <= $0.median && $0.median <= $0.high })
        // The 95 % point of the normal distribution.
        #expect(abs(last.median - 1.645) < 0.2)
        #expect(curve.verdict == .enough)
        #expect(curve.words.hasPrefix("Enough normal data for 5%"))
    }

    @Test func tooFewRecordingsAreSaidToBe() throws {
        let curve = try SufficiencyCurve(Self.normal(60), target: FalseAlarmTarget(parsing: "1/1000"))
        #expect(curve.verdict == .tooFew)
        #expect(curve.words.contains("60 recordings can promise 1 in 61 at best; 999 are needed"))
    }

    @Test func aThresholdThatStillMovesIsSaidTo() throws {
        var scores = Self.normal(40)
        scores.scores = scores.scores.map { exp(2 * $0) }
        let curve = try SufficiencyCurve(scores, target: FalseAlarmTarget(parsing: "5%"))
        #expect(curve.verdict == .unsettled)
    }

    @Test func aSeedGivesTheSameCurveAndACardCanHoldIt() throws {
        let target = try FalseAlarmTarget(parsing: "5%")
        let curve = try SufficiencyCurve(Self.normal(50), target: target, seed: 3)
        #expect(try SufficiencyCurve(Self.normal(50), target: target, seed: 3) == curve)
        #expect(try SufficiencyCurve(Self.normal(50), target: target, seed: 4) != curve)
        let data = try JSONEncoder().encode(curve)
        #expect(try JSONDecoder().decode(SufficiencyCurve.self, from: data) == curve)
    }
}
