/// A machine's name in its two parts: `fan id_00` is the machine `id_00` of the type `fan`.
public struct MachineName: Sendable, Hashable {
    /// The whole name where it has no second part.
    public var type: String
    /// `id_00`, `section_02`; `nil` for a machine that is the only one of its kind.
    public var id: String?

    /// The last word is an ID where one of the challenge's words and a number make it up (`id_03`, `section_00`).
    public init(_ name: String) {
        let words = name.split(separator: " ")
        if words.count > 1, let last = words.last, Self.isID(last) {
            type = words.dropLast().joined(separator: " ")
            id = String(last)
        } else {
            type = name
            id = nil
        }
    }

    private static func isID(_ word: Substring) -> Bool {
        ["id_", "section_"].contains { prefix in
            word.hasPrefix(prefix) && word.count > prefix.count && word.dropFirst(prefix.count).allSatisfy(\.isNumber)
        }
    }
}
