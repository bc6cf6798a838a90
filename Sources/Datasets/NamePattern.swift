/// A pattern for files' names as shells have it: `*` for any characters, `?` for one; capitals do not matter.
struct NamePattern {
    let text: String
    private let pattern: [Character]

    init(_ text: String) {
        self.text = text
        pattern = Array(text.lowercased())
    }

    /// Whether the whole of `name`, with or without its ending, fits the pattern.
    func fits(_ name: String) -> Bool {
        matches(Array(name.lowercased())) || matches(Array(FileStem.stem(of: name).lowercased()))
    }

    /// Goes back to the last `*` where a character does not fit: linear in memory, and never more than the product of the lengths in time.
    private func matches(_ name: [Character]) -> Bool {
        var (at, place) = (0, 0)
        var star: (at: Int, place: Int)?
        while place < name.count {
            if at < pattern.count, pattern[at] == "*" {
                star = (at, place)
                at += 1
            } else if at < pattern.count, pattern[at] == "?" || pattern[at] == name[place] {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.at, last.place + 1)
                (at, place) = (last.at + 1, last.place + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == "*" }
    }
}
