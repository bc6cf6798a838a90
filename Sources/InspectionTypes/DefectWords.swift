/// Which class names mean "all is well" and which mean a defect.
public enum DefectWords {
    static let normal: Set<String> = ["normal", "good", "ok", "healthy", "pass", "io", "sound", "intact", "undamaged"]
    static let defect: Set<String> = [
        "abnormal", "anomaly", "anomalous", "defect", "defective", "ng", "nok", "fail", "nio", "bad", "broken",
        "damaged",
        "damage", "crack", "cracked", "faulty", "fault", "worn", "def",
    ]

    static func words(of name: String) -> [String] {
        name.lowercased().split { !$0.isLetter }.map(String.init)
    }

    /// Whether a class name says that all is well: one of its words is a known one, and none says the contrary.
    public static func isNormal(_ name: String) -> Bool {
        let words = words(of: name)
        return words.contains(where: normal.contains) && !words.contains(where: defect.contains)
    }

    /// Whether a class name says that something is wrong.
    public static func isDefect(_ name: String) -> Bool {
        words(of: name).contains(where: defect.contains)
    }
}
