import InspectionTypes

extension DetectorEvaluation {
    /// Anomalies that were caught and normal items that were reported.
    public var defectCounts: DefectCounts {
        DefectCounts(
            caught: items.count { $0.isAnomaly && $0.isReported }, defects: items.count(where: \.isAnomaly),
            falseAlarms: items.count { !$0.isAnomaly && $0.isReported }, normals: items.count { !$0.isAnomaly })
    }

    /// The same for one machine.
    public func defectCounts(of machine: String) -> DefectCounts {
        let own = items(of: machine)
        return DefectCounts(
            caught: own.count { $0.isAnomaly && $0.isReported }, defects: own.count(where: \.isAnomaly),
            falseAlarms: own.count { !$0.isAnomaly && $0.isReported }, normals: own.count { !$0.isAnomaly })
    }

    /// The evaluation in one sentence, without a capital and a full stop:
    /// `caught 18 of 20 defects; 1 false alarm in 212 normal recordings`.
    public var headline: String { defectCounts.sentence(itemNoun) }

    /// What the model's card promises of normal items like these; `nil` where it promises nothing.
    public var promise: FalseAlarmPromise? { FalseAlarmPromise(machines, judging: items) }

    /// ``defectCounts`` of those machines alone of which the card promises something: what a promise may be held against.
    public var promisedCounts: DefectCounts {
        let own = items.filter { machines.calibration(of: $0.machine) != nil }
        return DefectCounts(
            caught: own.count { $0.isAnomaly && $0.isReported }, defects: own.count(where: \.isAnomaly),
            falseAlarms: own.count { !$0.isAnomaly && $0.isReported }, normals: own.count { !$0.isAnomaly })
    }

    /// What was achieved and what was promised: `1 false alarm in 212 normal recordings; promised: 1 in 100 (0.2–2 %)`.
    public var falseAlarmSentence: String {
        let achieved = defectCounts.alarmSentence(itemNoun)
        guard let promise else { return achieved }
        return "\(achieved)\(strangersAside ?? ""); promised: \(promise.words)"
    }

    /// Both in the unit of time that was asked for: `asked for 1/week: 34 a week (5–180), promised: 60 a week (2–200)`; `nil` where a share
    /// was asked for.
    public var paceSentence: String? {
        metrics.falseAlarmsInTime.map { pace in
            "asked for \(pace.asked): \(pace.words)\(machineNames.count > 1 ? ", on each machine" : "")"
        }
    }

    /// `, 2 of 80 on machines of which something was promised`; `nil` where that is all of them.
    public var strangersAside: String? {
        let (all, known) = (defectCounts, promisedCounts)
        if known.normals == all.normals { return nil }
        return ", \(known.falseAlarms) of \(known.normals) on machines of which something was promised"
    }

    /// Whether the promise was kept; `nil` where nothing was promised or there is no normal item to keep it on.
    public var promiseOutcome: FalseAlarmPromise.Outcome? {
        let counts = promisedCounts
        guard counts.normals > 0 else { return nil }
        return promise?.outcome(counts.falseAlarmRate)
    }
}
