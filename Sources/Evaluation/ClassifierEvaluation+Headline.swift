import InspectionTypes

extension ClassifierEvaluation {
    /// Defects and false alarms over groups; `nil` where ``normalClasses`` names none of the classes.
    public var defectCounts: DefectCounts? {
        let normal = Set(normalClasses)
        guard classes.contains(where: normal.contains), classes.contains(where: { !normal.contains($0) }) else {
            return nil
        }
        var counts = DefectCounts(caught: 0, defects: 0, falseAlarms: 0, normals: 0)
        for verdict in groupVerdicts {
            let alarm = !normal.contains(classes[verdict.verdict])
            if normal.contains(classes[verdict.truth]) {
                counts.normals += 1
                counts.falseAlarms += alarm ? 1 : 0
            } else {
                counts.defects += 1
                counts.caught += alarm ? 1 : 0
            }
        }
        return counts
    }

    /// The evaluation in one sentence, without a capital and a full stop: what a person asks first.
    ///
    /// `caught 18 of 20 defects; 1 false alarm in 212 normal recordings` where normal classes are known, else
    /// `named 391 of 400 recordings rightly (97.8 %, 95 % interval 96.0–98.9)`.
    public var headline: String {
        guard let counts = defectCounts, counts.defects + counts.normals > 0 else { return namingSentence }
        return counts.sentence(groupNoun)
    }

    /// How many groups were named rightly, with the interval.
    public var namingSentence: String {
        let right = groupVerdicts.count(where: \.isRight)
        let accuracy = metrics.groupAccuracy
        var figures = DecimalText.percent(accuracy.value)
        if let low = accuracy.low, let high = accuracy.high {
            figures +=
                ", 95\u{a0}% interval \(DecimalText.fixed(100 * low, digits: 1))–\(DecimalText.fixed(100 * high, digits: 1))"
        }
        return "named \(right) of \(Self.counted(groupVerdicts.count, groupNoun)) rightly (\(figures))"
    }

    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
