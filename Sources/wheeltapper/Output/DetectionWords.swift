import InspectionTypes

/// What a detector says beside its verdict, for people: `fan id_02 (sure 0.98); 9 dB louder than normal at 1.9–2.3 kHz from 3.2 s;
/// nearest normal: normal/7.wav at 3.5 s`.
enum DetectionWords {
    static func text(_ finding: Finding) -> String {
        var parts: [String] = []
        if let machine = finding.machine { parts.append(text(machine)) }
        // Of a normal recording there is nothing to explain.
        if finding.verdict == .defect {
            if let deviation = finding.deviations.first { parts.append(deviation.shortWords) }
            if let nearest = finding.nearest { parts.append("nearest normal: \(text(nearest))") }
        }
        return parts.joined(separator: "; ")
    }

    /// `fan id_02 (sure 0.98)`, `fan id_02 (given, sure 0.98)`, `fan id_02 (given, sounds like fan id_00)`.
    static func text(_ machine: HeardMachine) -> String {
        var remarks = machine.isGiven ? ["given"] : []
        if let other = machine.heardAs {
            remarks.append("sounds like \(other)")
        } else if let probability = machine.probability {
            remarks.append("sure \(Numbers.fixed(probability, 2))")
        } else if !machine.isGiven {
            remarks.append("fits best")
        }
        return machine.name + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))")
    }

    static func text(_ nearest: NearestNormal) -> String {
        nearest.file + (nearest.start.map { " at \(Numbers.time($0))" } ?? "")
    }
}
