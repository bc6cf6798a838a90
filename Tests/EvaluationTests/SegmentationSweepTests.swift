import Evaluation
import InspectionTypes
import Testing

@Suite("A sweep of thresholds")
struct SegmentationSweepTests {
    private func counts(_ levels: [UInt8], _ truth: [UInt8]) throws -> SegmentationCounts {
        try SegmentationCounts(
            name: "p", map: ProbabilityMap(width: levels.count, height: 1, levels: levels),
            truth: Mask(width: levels.count, height: 1, values: truth))
    }

    struct Choice: Sendable {
        var levels: [UInt8]
        var truth: [UInt8]
        var level: Int
    }

    @Test(
        "chooses the middle of the levels that are best",
        arguments: [
            // Anything from 101 to 200 is perfect.
            Choice(levels: [0, 100, 200, 255], truth: [0, 0, 1, 1], level: 151),
            // A map that is only black and white says nothing of the threshold.
            Choice(levels: [0, 0, 255, 255], truth: [0, 0, 1, 1], level: 128),
            // Nothing to find: as well as any.
            Choice(levels: [0, 10, 20, 30], truth: [0, 0, 0, 0], level: 128),
            Choice(levels: [3, 1, 0, 0], truth: [1, 1, 0, 0], level: 1),
        ])
    func best(choice: Choice) throws {
        let best = SegmentationEvaluation.bestThreshold([try counts(choice.levels, choice.truth)])
        #expect(best.level == choice.level)
    }

    @Test("gives thresholds that mean the same level again, also rounded as a card is read", arguments: 1...255)
    func thresholds(level: Int) throws {
        let point = SegmentationSweep([try counts([0], [1])]).points[level - 1]
        #expect(ProbabilityMap.level(of: point.threshold) == level)
        #expect(ProbabilityMap.level(of: (point.threshold * 1000).rounded() / 1000) == level)
        #expect(ProbabilityMap.level(of: Double(Float(point.threshold))) == level)
    }

    @Test("adds up pictures by their pixels")
    func together() throws {
        let sweep = SegmentationSweep([try counts([200, 10], [1, 0]), try counts([100, 220, 50], [1, 0, 0])])
        let point = sweep.points[127]
        #expect(
            point.counts
                == PixelCounts(truePositives: 1, falsePositives: 1, falseNegatives: 1, trueNegatives: 2))
    }

    @Test("is best in F1 where it is best in IoU")
    func criteria() throws {
        let sweep = SegmentationSweep([try counts([10, 60, 90, 120, 150, 200, 240], [0, 0, 1, 0, 1, 0, 1])])
        #expect(sweep.best.f1 == sweep.points.map(\.f1).max() && sweep.best.iou == sweep.points.map(\.iou).max())
    }

    @Test("has no curve where nothing is to be found")
    func noDefect() throws {
        let sweep = SegmentationSweep([try counts([0, 9], [0, 0])])
        #expect(throws: EvaluationError.self) { try sweep.precisionRecallCurve() }
    }
}
