import AnomalyDetection
import Foundation
import InspectionTypes
import Testing

/// Whether the false alarms that come of a threshold are those that were promised, on scores of many kinds.
@Suite struct CalibrationCoverageTests {
    enum Distribution: String, CaseIterable, Sendable {
        case normal, exponential, heavyTailed, bimodal, maximumOfFive, uniform

        func draw(_ generator: inout SeededGenerator) -> Double {
            switch self {
            case .normal: generator.nextNormal()
            case .exponential: -log(1 - generator.nextUniform())
            case .heavyTailed: generator.nextNormal() / max(abs(generator.nextNormal()), 1e-9)
            case .bimodal: generator.nextNormal() + (generator.nextUniform() < 0.1 ? 6 : 0)
            case .maximumOfFive: (0..<5).map { _ in generator.nextNormal() }.max() ?? 0
            case .uniform: generator.nextUniform()
            }
        }
    }

    /// How many of `splits` random splits of the same normal scores gave a count of false alarms within the stated interval.
    static func kept(
        _ distribution: Distribution, calibrated: Int, judged: Int, splits: Int, asked: String, seed: UInt64
    ) throws -> Int {
        var generator = SeededGenerator(seed: seed, stream: distribution.rawValue)
        let target = try FalseAlarmTarget(parsing: asked)
        return try (0..<splits).count { _ in
            let scores = (0..<calibrated + judged).map { _ in distribution.draw(&generator) }.shuffled(
                using: &generator)
            let calibration = try ThresholdCalibration(
                .init(name: "a", scores: Array(scores[..<calibrated])), target: target)
            let alarms = scores[calibrated...].count { $0 >= calibration.threshold }
            return calibration.predictiveInterval(of: judged).contains(alarms)
        }
    }

    @Test(arguments: Distribution.allCases)
    func atLeastSeventeenOfTwentySplitsKeepThePromise(_ distribution: Distribution) throws {
        for asked in ["1%", "5%", "1/500"] {
            let kept = try Self.kept(
                distribution, calibrated: 150, judged: 150, splits: 20, asked: asked, seed: 11)
            #expect(kept >= 17, "\(kept) of 20 at \(asked)")
        }
    }

    @Test(arguments: Distribution.allCases)
    func ninetyFiveInAHundredSplitsKeepThePromise(_ distribution: Distribution) throws {
        let kept = try Self.kept(
            distribution, calibrated: 199, judged: 400, splits: 400, asked: "10%", seed: 5)
        #expect((0.93...0.98).contains(Double(kept) / 400), "\(kept) of 400")
    }

    @Test func aThresholdThatIsSetTooLowIsFoundOut() throws {
        // The scores that are judged are half a deviation higher than those that were calibrated on.
        var generator = SeededGenerator(seed: 2)
        let kept = try (0..<100).count { _ in
            let calibration = try ThresholdCalibration(
                .init(name: "a", scores: (0..<199).map { _ in generator.nextNormal() }),
                target: FalseAlarmTarget(parsing: "10%"))
            let alarms = (0..<400).count { _ in generator.nextNormal() + 0.5 >= calibration.threshold }
            return calibration.predictiveInterval(of: 400).contains(alarms)
        }
        #expect(kept < 50)
    }
}
