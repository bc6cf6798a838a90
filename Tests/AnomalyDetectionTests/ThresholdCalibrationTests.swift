import AnomalyDetection
import InspectionTypes
import Testing

@Suite struct ThresholdCalibrationTests {
    static func scores(_ count: Int, name: String = "fan id_00") -> ThresholdCalibration.Scores {
        .init(
            name: name, scores: (0..<count).map { Double(($0 * 37) % count) },
            seconds: .init(repeating: 10, count: count))
    }

    @Test func theThresholdIsJustAboveTheScoreThatTheShareAllows() throws {
        // 99 scores 0…98: 5 % of 100 is the fifth largest, 94.
        let calibrated = try ThresholdCalibration(Self.scores(99), target: FalseAlarmTarget(parsing: "5%"))
        #expect(calibrated.threshold == 94.0.nextUp)
        let promise = calibrated.calibration
        #expect(promise.isSupported && !promise.pooled)
        #expect(abs(promise.falseAlarms.value - 0.05) < 1e-12)
        #expect(promise.items == 99 && promise.seconds == 990)
        // 360 recordings of 10 s an hour.
        #expect(isClose(try #require(promise.perHour).value, 18, within: 1e-9))
    }

    @Test func theShareIsTheLargestNotAboveWhatWasAskedFor() throws {
        for count in [19, 20, 57, 99, 100, 399] {
            for share in [0.5, 0.1, 0.05, 0.01] {
                let calibrated = try ThresholdCalibration(
                    Self.scores(count), target: FalseAlarmTarget(parsing: "\(share)"))
                let rows = Double(count + 1), rank = (calibrated.calibration.falseAlarms.value * rows).rounded()
                if calibrated.calibration.isSupported {
                    #expect(rank / rows <= share + 1e-12 && (rank + 1) / rows > share)
                } else {
                    #expect(1 / rows > share && rank == 1)
                }
            }
        }
    }

    @Test func whatTheDataCannotSupportIsSaidAndReplaced() throws {
        let calibrated = try ThresholdCalibration(Self.scores(99), target: FalseAlarmTarget(parsing: "1/week"))
        let promise = calibrated.calibration
        #expect(!promise.isSupported)
        #expect(calibrated.threshold == 98.0.nextUp)
        #expect(promise.falseAlarms.value == 0.01)
        // A week of recordings of 10 s has 60 480 of them.
        #expect(promise.words.contains("cannot promise less than 1 in 100"))
        #expect(promise.words.contains("60\u{202f}479 normal recordings"))
    }

    @Test func theRateOfInspectionDecidesWhatATimeMeans() throws {
        let rare = try ThresholdCalibration(
            Self.scores(99), target: FalseAlarmTarget(parsing: "1/week"), rate: InspectionRate(parsing: "10/day"))
        #expect(rare.calibration.isSupported)
        #expect(rare.threshold == 98.0.nextUp)
        let pictures = ThresholdCalibration.Scores(name: "casting", scores: [1, 2, 3])
        let error = #expect(throws: AnomalyError.self) {
            try ThresholdCalibration(pictures, target: FalseAlarmTarget(parsing: "1/week"), noun: "picture")
        }
        #expect(error?.message.contains("200/day") == true)
    }

    @Test func aMachineWithFewRecordingsLeansOnTheOthers() throws {
        let machines = [Self.scores(60, name: "fan id_00"), Self.scores(5, name: "fan id_02")]
        let calibrated = try ThresholdCalibration.calibrate(machines, target: FalseAlarmTarget(parsing: "10%"))
        #expect(!calibrated[0].calibration.pooled && calibrated[0].calibration.items == 60)
        #expect(calibrated[1].calibration.pooled && calibrated[1].calibration.items == 65)
        #expect(calibrated[1].calibration.words.contains("this one has only 5"))
        #expect(calibrated[1].calibration.caveats.count == 1)
        let alone = try ThresholdCalibration.calibrate([Self.scores(5)], target: FalseAlarmTarget(parsing: "10%"))
        #expect(!alone[0].calibration.pooled && alone[0].calibration.items == 5)
    }

    @Test func equalScoresRaiseNoMoreAlarmsThanPromised() throws {
        let flat = ThresholdCalibration.Scores(name: "a", scores: [Double](repeating: 2, count: 50))
        let calibrated = try ThresholdCalibration(flat, target: FalseAlarmTarget(parsing: "20%"))
        #expect(flat.scores.count { $0 >= calibrated.threshold } == 0)
    }

    @Test func oneRecordingIsEnoughToSayThatItIsNotEnough() throws {
        let calibrated = try ThresholdCalibration(Self.scores(1), target: FalseAlarmTarget(parsing: "1%"))
        #expect(!calibrated.calibration.isSupported)
        #expect(calibrated.calibration.falseAlarms.value == 0.5)
    }

    @Test func scoresThatAreNoneAreRefused() throws {
        let target = try FalseAlarmTarget(parsing: "1%")
        for scores in [[], [1, .nan], [.infinity]] {
            #expect(throws: AnomalyError.self) {
                try ThresholdCalibration(.init(name: "a", scores: scores), target: target)
            }
        }
    }

    @Test func aCardGivesTheIntervalThatTheCalibrationGave() throws {
        let calibrated = try ThresholdCalibration(Self.scores(399), target: FalseAlarmTarget(parsing: "2%"))
        #expect(
            calibrated.predictiveInterval(of: 200)
                == ThresholdCalibration.predictiveInterval(of: 200, from: calibrated.calibration))
    }
}
