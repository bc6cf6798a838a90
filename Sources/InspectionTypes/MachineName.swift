/// A machine's name in its two parts: `fan id_00` is the machine `id_00` of the type `fan`.
public struct MachineName: Sendable, Hashable {
    /// The whole name where it has no second part: `press 1` is a type of its own.
    public var type: String
    /// `id_00`, `section_02`; `nil` for a machine that is the only one of its kind.
    public var id: String?

    /// The last word is an ID where it is one (``isID(_:)``); `rolling stand id_00` is of the type `rolling stand`.
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

    /// Whether a word is one of the DCASE challenges' and MIMII's with a number: `id_03`, `section_00`.
    public static func isID(_ word: some StringProtocol) -> Bool {
        let word = word.lowercased()
        return ["id_", "section_"].contains { prefix in
            word.hasPrefix(prefix) && word.utf8.count > prefix.utf8.count
                && word.utf8.dropFirst(prefix.utf8.count).allSatisfy { (48...57).contains($0) }
        }
    }
}
