import AnomalyDetection
import InspectionTypes
import Testing

/// What recordings of one group, and of several machines, promise.
@Suite struct GroupedCalibrationTests {
    /// Recordings of `groups` days, each louder or quieter than the others by as much as recordings of one day differ, times `alike`.
    private static func days(
        _ groups: Int, of size: Int, alike: Double, named day: String = "day", _ generator: inout SeededGenerator
    ) -> ThresholdCalibration.Scores {
        var scores: [Double] = []
        for _ in 0..<groups {
            let offset = alike * generator.nextNormal()
            scores += (0..<size).map { _ in offset + generator.nextNormal() }
        }
        return .init(
            name: "pump", scores: scores, groups: scores.indices.map { "\(day) \($0 / size)" })
    }

    @Test func groupsAreCountedAndNotRecordings() throws {
        var scores = ThresholdCalibration.Scores(
            name: "pump", scores: [9, 8, 7, 6] + (0..<16).map { Double($0) / 10 },
            groups: (0..<20).map { "day \($0 / 4)" })
        let calibrated = try ThresholdCalibration(scores, target: FalseAlarmTarget(parsing: "20%"))
        #expect(calibrated.calibration.items == 20 && calibrated.calibration.groups == 5)
        #expect(calibrated.threshold == 9.0.nextUp)
        #expect(isClose(calibrated.calibration.falseAlarms.value, 1.0 / 6, within: 1e-12))
        #expect(calibrated.calibration.words.contains("20 normal recordings in 5 groups"))
        // One day wholly above, of five: (1 + 1) / (5 + 1).
        let looser = try ThresholdCalibration(scores, target: FalseAlarmTarget(parsing: "34%"))
        #expect(looser.threshold == 1.5.nextUp)
        #expect(isClose(looser.calibration.falseAlarms.value, 1.0 / 3, within: 1e-12))
        scores.groups = []
        let alone = try ThresholdCalibration(scores, target: FalseAlarmTarget(parsing: "20%"))
        #expect(alone.calibration.groups == nil && alone.threshold == 6.0.nextUp)
    }

    @Test(arguments: [0.0, 1, 3]) func newDaysKeepTheStatedInterval(alike: Double) throws {
        var generator = SeededGenerator(seed: 8, stream: "\(alike)")
        let target = try FalseAlarmTarget(parsing: "20%")
        var (kept, ungrouped) = (0, 0)
        for _ in 0..<60 {
            let heard = Self.days(14, of: 8, alike: alike, &generator)
            // Many days to come: the share that the interval is stated for.
            let later = Self.days(400, of: 2, alike: alike, &generator).scores
            func keeps(_ scores: ThresholdCalibration.Scores) throws -> Bool {
                let calibrated = try ThresholdCalibration(scores, target: target)
                let share = Double(later.count { $0 >= calibrated.threshold }) / Double(later.count)
                let stated = calibrated.calibration.falseAlarms
                return try share >= #require(stated.low) && share <= #require(stated.high)
            }
            kept += try keeps(heard) ? 1 : 0
            var each = heard
            each.groups = []
            ungrouped += try keeps(each) ? 1 : 0
        }
        #expect(kept >= 54, "\(kept) of 60")
        // Counted as recordings, what is alike seems surer than it is.
        if alike >= 1 { #expect(ungrouped < 50, "\(ungrouped) of 60") }
    }

    @Test func machinesThatDifferMakeEachOthersPromisesUnsure() throws {
        var generator = SeededGenerator(seed: 3)
        func stated(_ differ: Double) throws -> Double {
            let machines = (0..<6).map { number in
                let offset = differ * Double(number % 3)
                return ThresholdCalibration.Scores(
                    name: "fan id_0\(number)", scores: (0..<15).map { _ in offset + generator.nextNormal() })
            }
            let first = try ThresholdCalibration.calibrate(machines, target: FalseAlarmTarget(parsing: "5%"))[0]
            #expect(first.calibration.pooled && first.calibration.items == 90)
            let share = first.calibration.falseAlarms
            #expect(isClose(share.value, 4.0 / 91, within: 1e-12))
            return try #require(share.high) - #require(share.low)
        }
        #expect(try stated(3) > 2 * stated(0))
    }

    /// So there is nothing to be gained by taking the machines together.
    @Test func aGroupOfSeveralMachinesIsOneForAllOfThem() throws {
        let machines = ["a", "b"].map {
            ThresholdCalibration.Scores(name: $0, scores: [1, 2, 3], groups: ["monday", "monday", "tuesday"])
        }
        let calibrated = try ThresholdCalibration.calibrate(machines, target: FalseAlarmTarget(parsing: "50%"))
        #expect(calibrated.allSatisfy { !$0.calibration.pooled && $0.calibration.items == 3 })
        #expect(calibrated.allSatisfy { $0.calibration.groups == 2 })
        #expect(isClose(calibrated[0].calibration.falseAlarms.value, 1.0 / 3, within: 1e-12))
    }

    @Test func forItsOwnMachineARecordingCountsAsItIsScored() throws {
        let machines = [
            ThresholdCalibration.Scores(name: "a", scores: [1, 2], apart: [1, 5]),
            ThresholdCalibration.Scores(name: "b", scores: [0, 1], apart: [0, 1]),
        ]
        let calibrated = try ThresholdCalibration.calibrate(machines, target: FalseAlarmTarget(parsing: "1%"))
        let expected: [Double] = [2, 5]
        #expect(calibrated.map(\.threshold) == expected.map(\.nextUp))
    }

    @Test func whatIsABoundIsSaidToBe() throws {
        let scores = ThresholdCalibration.Scores(
            name: "fan", scores: (0..<40).map(Double.init), seconds: [Double](repeating: 10, count: 40), isBound: true)
        let calibrated = try ThresholdCalibration(scores, target: FalseAlarmTarget(parsing: "5%"))
        #expect(calibrated.calibration.falseAlarms.low == 0 && calibrated.calibration.perHour?.low == 0)
        #expect(calibrated.calibration.words.contains("no more than 1 in 21 recordings (95\u{a0}%: up to 1 in"))
        #expect(calibrated.predictiveInterval(of: 100).lowerBound == 0)
    }

    @Test func theCurveDrawsGroups() throws {
        var generator = SeededGenerator(seed: 9)
        let scores = Self.days(12, of: 10, alike: 2, &generator)
        let curve = try SufficiencyCurve(scores, target: FalseAlarmTarget(parsing: "20%"))
        #expect(curve.points.last?.count == 12)
        let few = try SufficiencyCurve(scores, target: FalseAlarmTarget(parsing: "1%"))
        #expect(few.words.contains("12 groups can promise 1 in 13 at best; 99 are needed"))
    }
}
