/// English nouns in the plural, as sentences about what was found need them.
public enum Plural {
    /// `crack` → `cracks`, `scratch` → `scratches`.
    public static func of(_ noun: String) -> String {
        noun + (["s", "x", "z", "ch", "sh"].contains(where: noun.lowercased().hasSuffix) ? "es" : "s")
    }
}
