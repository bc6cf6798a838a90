import Evaluation
import Foundation
import InspectionTypes
import Testing

@Suite("A detector's evaluation")
struct DetectorEvaluationTests {
    private func items(
        normals: Int, alarms: Int, anomalies: Int, caught: Int, machine: String = "fan",
        group: (Int) -> String = { "\($0)" }
    ) -> [DetectorItem] {
        (0..<normals + anomalies).map { index in
            let isAnomaly = index >= normals
            let isReported = isAnomaly ? index - normals < caught : index < alarms
            return DetectorItem(
                file: "\(machine) \(index)", machine: machine, group: machine + group(index), isAnomaly: isAnomaly,
                score: (isReported ? 2 : 0) + (isAnomaly ? 0.5 : 0), threshold: 1)
        }
    }

    private func machine(_ name: String, _ share: MetricValue, pooled: Bool = false) -> DetectorCard.Machine {
        .init(
            name: name, items: 100, threshold: 1,
            calibration: .init(
                items: 100, seconds: 1000, pooled: pooled, falseAlarms: share, perHour: nil, asked: "1/week",
                isSupported: true, words: ""))
    }

    @Test("says in a sentence what was caught, what was a false alarm, and what was promised")
    func headline() throws {
        let evaluation = try DetectorEvaluation(
            items: items(normals: 212, alarms: 1, anomalies: 20, caught: 18),
            machines: [machine("fan", .init(0.01, low: 0.002, high: 0.02))])
        #expect(evaluation.headline == "caught 18 of 20 defects; 1 false alarm in 212 normal recordings")
        #expect(
            evaluation.falseAlarmSentence
                == "1 false alarm in 212 normal recordings; promised: 1 in 100 (0.2–2\u{a0}%)")
        #expect(evaluation.promiseOutcome == .kept)
        #expect(evaluation.metrics.falseAlarmsPromised == MetricValue(0.01, low: 0.002, high: 0.02))
    }

    struct Achieved: Sendable {
        var alarms: Int
        var outcome: FalseAlarmPromise.Outcome
    }

    @Test(
        "tells a broken promise from chance",
        arguments: [
            Achieved(alarms: 0, outcome: .fewer), Achieved(alarms: 8, outcome: .kept),
            Achieved(alarms: 20, outcome: .kept), Achieved(alarms: 34, outcome: .kept),
            // Its interval alone, 7.4–13 %, would still reach into the promise's.
            Achieved(alarms: 40, outcome: .broken),
        ])
    func promise(achieved: Achieved) throws {
        let evaluation = try DetectorEvaluation(
            items: items(normals: 400, alarms: achieved.alarms, anomalies: 3, caught: 3),
            machines: [machine("fan", .init(0.05, low: 0.02, high: 0.08))])
        #expect(evaluation.promiseOutcome == achieved.outcome)
    }

    @Test("no more than a share, promised of several machines, stays a bound", arguments: [1, 2, 24])
    func bounds(count: Int) throws {
        let names = (0..<count).map { "fan \($0)" }
        let evaluation = try DetectorEvaluation(
            items: names.flatMap { items(normals: 100, alarms: 0, anomalies: 1, caught: 1, machine: $0) },
            machines: names.map { machine($0, .init(0.2, low: 0, high: 0.3)) })
        let promise = try #require(evaluation.promise)
        #expect(promise.isBound && promise.share.low == 0)
        #expect(promise.words.hasPrefix("no more than 1 in 5 (0–"))
        #expect(evaluation.promiseOutcome == .kept)
        let share = try DetectorEvaluation(
            items: evaluation.items, machines: names.map { machine($0, .init(0.2, low: 0.1, high: 0.3)) })
        #expect(share.promise?.isBound == false && share.promiseOutcome == .fewer)
    }

    @Test("a promise is held against the machines that it was made for alone")
    func strangers() throws {
        let both =
            items(normals: 100, alarms: 1, anomalies: 1, caught: 1, machine: "a")
            + items(normals: 100, alarms: 90, anomalies: 1, caught: 1, machine: "stranger")
        let share = MetricValue(0.01, low: 0.002, high: 0.03)
        let evaluation = try DetectorEvaluation(items: both, machines: [machine("a", share), machine("b", share)])
        #expect(evaluation.promiseOutcome == .kept)
        #expect(
            evaluation.falseAlarmSentence
                == "91 false alarms in 200 normal recordings, 1 of 100 on machines of which something was promised; promised: 1 in 100 (0.2–3\u{a0}%)"
        )
        let strangers = try DetectorEvaluation(
            items: items(normals: 9, alarms: 9, anomalies: 1, caught: 1, machine: "c"), machines: evaluation.machines)
        #expect(strangers.promiseOutcome == nil && strangers.promise == nil)
    }

    struct Hearing: Sendable {
        /// Recordings an hour that the calibration counted on; its own are 10 s long.
        var perHour: Double
        /// Of those judged.
        var seconds: Double?
        var achieved: Double
    }

    @Test(
        "says false alarms in the unit of time that was asked for",
        arguments: [
            // Without a pause: 2 of 100 recordings of 20 s, of which 180 are an hour.
            Hearing(perHour: 360, seconds: 20, achieved: 0.02 * 180 * 168),
            Hearing(perHour: 360, seconds: nil, achieved: 0.02 * 360 * 168),
            Hearing(perHour: 6, seconds: 20, achieved: 0.02 * 6 * 168),
        ])
    func pace(hearing: Hearing) throws {
        var card = machine("fan", .init(0.01, low: 0.002, high: 0.03))
        card.calibration.perHour = MetricValue(0.01 * hearing.perHour)
        var judged = items(normals: 100, alarms: 2, anomalies: 5, caught: 5)
        for index in judged.indices { judged[index].seconds = hearing.seconds }
        let evaluation = try DetectorEvaluation(items: judged, machines: [card])
        let pace = try #require(evaluation.metrics.falseAlarmsInTime)
        #expect(pace.per == .week && pace.asked == "1/week")
        let achieved = try #require(pace.achieved)
        #expect(abs(achieved.value - hearing.achieved) < 1e-9 * hearing.achieved)
        #expect(abs(pace.promised.value - 0.01 * hearing.perHour * 168) < 1e-9)
        #expect(evaluation.paceSentence?.hasPrefix("asked for 1/week: ") == true)
        card.calibration.asked = "1%"
        #expect(try DetectorEvaluation(items: judged, machines: [card]).metrics.falseAlarmsInTime == nil)
    }

    @Test(
        "the unit is named by what was asked for",
        arguments: zip(["1/week", "2 per Day", "1%", "1/1000"], [TimePeriod.week, .day, nil, nil]))
    func periods(asked: String, period: TimePeriod?) {
        #expect(TimePeriod(ofRate: asked) == period)
    }

    @Test("weighs the promises of several machines by what was judged, and lets independent errors cancel")
    func promises() throws {
        let both =
            items(normals: 300, alarms: 3, anomalies: 5, caught: 5, machine: "a")
            + items(normals: 100, alarms: 3, anomalies: 5, caught: 5, machine: "b")
        func promise(pooled: Bool) throws -> MetricValue {
            try #require(
                DetectorEvaluation(
                    items: both,
                    machines: [
                        machine("a", .init(0.01, low: 0, high: 0.05), pooled: pooled),
                        machine("b", .init(0.05, low: 0.01, high: 0.13), pooled: pooled),
                    ]
                ).promise
            ).share
        }
        let apart = try promise(pooled: false)
        #expect(abs(apart.value - 0.02) < 1e-12)
        let reach: Double = ((300 * 0.04) * (300 * 0.04) + (100 * 0.08) * (100 * 0.08)).squareRoot()
        #expect(abs((apart.high ?? 0) - (0.02 + reach / 400)) < 1e-12)
        // (300 · 0.04 + 100 · 0.08) / 400 above the mean
        let together = try promise(pooled: true)
        #expect(abs((together.high ?? 0) - 0.07) < 1e-12)
    }

    @Test("judges normal items alone by their false alarms, and leaves out what they cannot say")
    func normalsOnly() throws {
        let evaluation = try DetectorEvaluation(items: items(normals: 50, alarms: 0, anomalies: 0, caught: 0))
        let metrics = evaluation.metrics
        #expect(evaluation.headline == "no defect to catch; no false alarms in 50 normal recordings")
        #expect(metrics.auc == nil && metrics.recall == nil && metrics.precision == nil && metrics.meanAUC == nil)
        let rate = try #require(metrics.falseAlarmRate)
        // None of 50: the exact bound, 1 − 0.025^(1/50).
        let high = try #require(rate.high)
        #expect(rate.value == 0 && abs(high - 0.0711) < 1e-3)
    }

    @Test("judges anomalies alone by how many were caught")
    func anomaliesOnly() throws {
        let evaluation = try DetectorEvaluation(items: items(normals: 0, alarms: 0, anomalies: 4, caught: 3))
        #expect(evaluation.headline == "caught 3 of 4 defects; no normal recording to alarm at")
        #expect(evaluation.metrics.falseAlarmRate == nil && evaluation.metrics.recall?.value == 0.75)
    }

    @Test("a perfect separation is not taken for certainty")
    func perfect() throws {
        let metrics = try DetectorEvaluation(items: items(normals: 10, alarms: 0, anomalies: 10, caught: 10)).metrics
        let auc = try #require(metrics.auc)
        let low = try #require(auc.low)
        #expect(auc.value == 1 && auc.high == 1 && abs(low - 0.6915) < 1e-3)
    }

    @Test("draws whole groups: windows of one day promise no more than the day")
    func groups() throws {
        let wide = try DetectorEvaluation(
            items: items(normals: 60, alarms: 6, anomalies: 60, caught: 40, group: { "\($0 / 10)" }))
        let narrow = try DetectorEvaluation(items: items(normals: 60, alarms: 6, anomalies: 60, caught: 40))
        func width(_ evaluation: DetectorEvaluation) throws -> Double {
            let recall = try #require(evaluation.metrics.recall)
            let (low, high) = (try #require(recall.low), try #require(recall.high))
            return high - low
        }
        #expect(wide.groupCount == 12 && narrow.groupCount == 120)
        let (coarse, fine) = (try width(wide), try width(narrow))
        #expect(coarse > 1.5 * fine)
    }

    @Test("no interval of an area that a single anomaly decides")
    func singleAnomaly() throws {
        let metrics = try DetectorEvaluation(items: items(normals: 20, alarms: 3, anomalies: 1, caught: 0)).metrics
        #expect(metrics.auc != nil && metrics.auc?.low == nil)
    }

    @Test("gathers machines of a type, where there are several types")
    func types() throws {
        let all = ["fan id_00", "fan id_02", "pump id_00"].flatMap {
            items(normals: 10, alarms: 2, anomalies: 10, caught: 8, machine: $0)
        }
        let metrics = try DetectorEvaluation(items: all).metrics
        #expect(Set(metrics.perType?.keys.map { $0 } ?? []) == ["fan", "pump"])
        #expect(metrics.perType?["fan"]?.meanAUC?.value == metrics.perID["fan id_00"]?.auc?.value)
        #expect(
            try DetectorEvaluation(items: items(normals: 5, alarms: 1, anomalies: 5, caught: 5)).metrics.perType == nil)
    }

    @Test("encodes the agreed JSON and reads it back as a detector's")
    func json() throws {
        let evaluation = try DetectorEvaluation(items: items(normals: 9, alarms: 1, anomalies: 3, caught: 2))
        let document = EvaluationDocument(model: "m", data: "d", evaluation: evaluation, itemsPerSecond: 2)
        let data = try JSONEncoder().encode(document)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let metrics = try #require(object["metrics"] as? [String: Any])
        #expect(
            Set(metrics.keys) == [
                "auc", "pauc", "precision", "recall", "f1", "per_id", "mean_auc", "mean_pauc", "worst_auc",
                "harmonic_mean_auc", "harmonic_mean_pauc", "worst_pauc", "id_accuracy", "false_alarm_rate",
                "false_alarms_promised", "balanced_accuracy", "pixel_auroc", "aupro",
            ])
        #expect(metrics["aupro"] is NSNull)
        let fan = try #require((metrics["per_id"] as? [String: Any])?["fan"] as? [String: Any])
        #expect(fan["normals"] as? Int == 9 && fan["anomalies"] as? Int == 3 && fan["threshold"] as? Double == 1)
        let read = try JSONDecoder().decode(EvaluationDocument.self, from: data)
        #expect(read == document && read.metrics.detector != nil && read.metrics.classifier == nil)
    }

    @Test("lists misses from the lowest score up and false alarms from the highest down")
    func worst() throws {
        func item(_ file: String, _ isAnomaly: Bool, _ score: Double) -> DetectorItem {
            DetectorItem(file: file, machine: "m", group: file, isAnomaly: isAnomaly, score: score, threshold: 1)
        }
        let evaluation = try DetectorEvaluation(items: [
            item("near", true, 0.9), item("far", true, -1), item("caught", true, 1), item("loud", false, 3),
            item("quiet", false, 0), item("just", false, 1),
        ])
        #expect(evaluation.misses.map(\.file) == ["far", "near"])
        #expect(evaluation.falseAlarms.map(\.file) == ["loud", "just"])
    }

    @Test("refuses nothing, and scores that are no numbers, by name")
    func refusals() throws {
        #expect(throws: EvaluationError.self) { try DetectorEvaluation(items: []) }
        var one = items(normals: 1, alarms: 0, anomalies: 1, caught: 1)
        one[1].score = .nan
        do {
            _ = try DetectorEvaluation(items: one)
            Issue.record("not a number was taken for a score")
        } catch {
            #expect(error.code == .notFinite && error.message.contains("fan 1"))
        }
    }

    @Test(
        "says shares as people do",
        arguments: zip([0.01, 0.00034, 0.5, 0.8, 0], ["1 in 100", "1 in 2941", "1 in 2", "80\u{a0}%", "none"]))
    func words(share: Double, words: String) {
        #expect(FalseAlarmPromise.oneIn(share) == words)
    }
}
