public import InspectionTypes

/// False alarms in the unit of time that they were asked for in, on one machine: `34 a week (5–180)`.
///
/// A share of recordings becomes a number a week by how many are inspected: as many an hour as the calibration counted on
/// (``DetectorCard/Calibration/perHour`` through ``DetectorCard/Calibration/falseAlarms``). Where that is listening without a pause, an
/// hour holds as many of the judged recordings as their own length allows, which need not be the calibration's.
public struct FalseAlarmPace: Sendable, Hashable, Codable {
    /// What was asked for, such as `1/week`.
    public var asked: String
    /// What is counted in.
    public var per: TimePeriod
    /// What came of it; `nil` where no normal item was judged.
    public var achieved: MetricValue?
    public var promised: MetricValue

    enum CodingKeys: String, CodingKey { case asked, per, achieved, promised }

    /// - Parameter items: Judged ones; those of machines of which nothing was promised do not count.
    /// - Returns: `nil` where nothing was promised, where no time was asked for, or not the same of all machines, and where nobody knows
    ///   how many are inspected.
    public init?(_ machines: [DetectorCard.Machine], judging items: [DetectorItem]) {
        let known = Dictionary(grouping: items, by: \.machine).compactMap { name, own in
            machines.calibration(of: name).map { (calibration: $0, normals: own.filter { !$0.isAnomaly }) }
        }
        let normals = known.flatMap(\.normals)
        // Without a normal item the promise of the machines themselves stands.
        let judged = normals.isEmpty ? known : known.filter { !$0.normals.isEmpty }
        guard let promise = FalseAlarmPromise(machines, judging: items), let asked = judged.first?.calibration.asked,
            judged.allSatisfy({ $0.calibration.asked == asked }), let period = TimePeriod(ofRate: asked)
        else { return nil }
        // Inspections an hour, by the calibration's recordings and by those that were judged.
        var (counted, heard, weight) = (0.0, 0.0, 0.0)
        for (calibration, own) in judged {
            guard let rate = calibration.inspectionsPerHour else { return nil }
            let part = Double(max(1, own.count))
            let seconds = own.compactMap(\.seconds)
            let isOwn = calibration.isContinuous && !own.isEmpty && seconds.count == own.count
            counted += part * rate
            heard += part * (isOwn ? 3600 * part / seconds.reduce(0, +) : rate)
            weight += part
        }
        self.asked = asked
        per = period
        promised = promise.share.times(counted / weight * period.hours)
        achieved =
            normals.isEmpty
            ? nil
            : ProportionInterval.wilson(normals.count(where: \.isReported), of: normals.count)
                .times(heard / weight * period.hours)
    }

    /// `34 a week (5–180), promised: 60 a week (2–200)`; of several machines, on each.
    public var words: String {
        let promise = "promised: \(Self.words(promised, per))"
        return achieved.map { "\(Self.words($0, per)), \(promise)" } ?? promise
    }

    private static func words(_ rate: MetricValue, _ period: TimePeriod) -> String {
        let interval = rate.low.flatMap { low in rate.high.map { (low, $0) } }
        let bounds = interval.map { " (\(FalseAlarmPromise.short($0.0))–\(FalseAlarmPromise.short($0.1)))" } ?? ""
        return "\(FalseAlarmPromise.short(rate.value)) \(period == .hour ? "an" : "a") \(period)\(bounds)"
    }

    /// Nothing that came of it is written as `null`, as all figures are.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(asked, forKey: .asked)
        try container.encode(per, forKey: .per)
        try container.encode(achieved, forKey: .achieved)
        try container.encode(promised, forKey: .promised)
    }
}

extension DetectorCard.Calibration {
    /// How many recordings an hour were counted on; `nil` where nobody said.
    var inspectionsPerHour: Double? {
        guard let perHour, falseAlarms.value > 0 else { return nil }
        return perHour.value / falseAlarms.value
    }

    /// Whether that is one recording after the other, without a pause.
    var isContinuous: Bool {
        guard let rate = inspectionsPerHour, items > 0 else { return false }
        return abs(rate * seconds / Double(items) - 3600) < 36
    }
}

extension MetricValue {
    fileprivate func times(_ factor: Double) -> MetricValue {
        MetricValue(value * factor, low: low.map { $0 * factor }, high: high.map { $0 * factor })
    }
}
