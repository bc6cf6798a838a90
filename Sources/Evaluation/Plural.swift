/// English nouns in the plural, as sentences about what was found need them.
public enum Plural {
    /// `crack` → `cracks`, `scratch` → `scratches`, `anomaly` → `anomalies`.
    public static func of(_ noun: String) -> String {
        if noun.hasSuffix("y"), let before = noun.dropLast().last, !"aeiouAEIOU".contains(before) {
            return noun.dropLast() + "ies"
        }
        return noun + (["s", "x", "z", "ch", "sh"].contains(where: noun.lowercased().hasSuffix) ? "es" : "s")
    }
}
