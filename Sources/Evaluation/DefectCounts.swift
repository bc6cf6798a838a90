public import InspectionTypes

/// What a person counts: defects that were caught and false alarms.
public struct DefectCounts: Sendable, Hashable {
    public var caught: Int
    public var defects: Int
    public var falseAlarms: Int
    public var normals: Int

    /// Share of the defects that was caught, with Wilson's interval.
    public var detectionRate: MetricValue { ProportionInterval.wilson(caught, of: defects) }
    /// Share of what is normal that raised an alarm, with Wilson's interval.
    public var falseAlarmRate: MetricValue { ProportionInterval.wilson(falseAlarms, of: normals) }

    public init(caught: Int, defects: Int, falseAlarms: Int, normals: Int) {
        self.caught = caught
        self.defects = defects
        self.falseAlarms = falseAlarms
        self.normals = normals
    }

    /// `caught 18 of 20 defects; 1 false alarm in 212 normal recordings`, without a capital and a full stop.
    ///
    /// - Parameter noun: what is counted, in the singular.
    public func sentence(_ noun: String) -> String {
        let caught = defects == 0 ? "no defect to catch" : "caught \(self.caught) of \(Self.counted(defects, "defect"))"
        return "\(caught); \(alarmSentence(noun))"
    }

    /// `1 false alarm in 212 normal recordings`.
    func alarmSentence(_ noun: String) -> String {
        guard normals > 0 else { return "no normal \(noun) to alarm at" }
        let count = falseAlarms == 0 ? "no" : String(falseAlarms)
        return "\(count) false \(falseAlarms == 1 ? "alarm" : "alarms") in \(Self.counted(normals, "normal " + noun))"
    }

    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
