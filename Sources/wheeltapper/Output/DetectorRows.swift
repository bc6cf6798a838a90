import InspectionTypes

/// What a detector's card tells people, as rows of a table: how it scores, which machines it knows, and what its thresholds promise.
enum DetectorRows {
    /// Machines that are told one by one.
    private static let told = 64

    /// - Parameter medium: what the examples are.
    static func rows(_ detector: DetectorCard, medium: ModelCard.Medium) -> [[String]] {
        let noun = medium == .sound ? "recording" : "picture"
        var rows = [["method", "\(detector.method): \(detector.scoring)"]]
        if medium == .sound { rows.append(["event", rule(detector.rule)]) }
        for machine in detector.machines.prefix(told) {
            rows.append([
                "machine",
                "\(machine.name): a defect from a score of \(Numbers.fixed(machine.threshold, 2)) on; "
                    + "learnt from \(machine.items) normal \(noun)\(machine.items == 1 ? "" : "s")",
            ])
            rows.append(["", machine.calibration.words])
            rows += machine.calibration.caveats.map { ["", "caveat: \($0)"] }
        }
        if detector.machines.count > told { rows.append(["", "and \(detector.machines.count - told) machines more"]) }
        return rows
    }

    private static func rule(_ rule: EventRule) -> String {
        rule.windows == 1
            ? "one window that passes the threshold"
            : "\(rule.needed) of \(rule.windows) windows in a row that pass the threshold"
    }
}
