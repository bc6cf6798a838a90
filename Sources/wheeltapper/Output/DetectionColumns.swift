import InspectionTypes

/// A detector's columns in CSV: the machine, the largest deviation and the nearest normal example; empty where there is none.
enum DetectionColumns {
    static let names = [
        "machine", "machine_probability", "machine_given", "heard_as", "deviation_decibels", "deviation_deviations",
        "deviation_low_frequency", "deviation_high_frequency", "deviation_start", "deviation_end", "nearest_file",
        "nearest_start",
    ]

    static func cells(_ finding: Finding) -> [String] {
        let (machine, deviation, nearest) = (finding.machine, finding.deviations.first, finding.nearest)
        func number(_ value: Double?) -> String { value.map { String($0) } ?? "" }
        return [
            machine?.name ?? "", number(machine?.probability), machine.map { String($0.isGiven) } ?? "",
            machine?.heardAs ?? "", number(deviation?.decibels), number(deviation?.deviations),
            number(deviation?.lowFrequency), number(deviation?.highFrequency), number(deviation?.start),
            number(deviation?.end), nearest?.file ?? "", number(nearest?.start),
        ]
    }
}
