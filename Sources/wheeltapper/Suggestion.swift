/// What someone may have meant by a word that is none of ours.
enum Suggestion {
    /// The name that is fewest slips away, two at most and fewer than half of its letters; `nil` where none is.
    static func nearest(_ word: String, among names: [String]) -> String? {
        names.map { (name: $0, slips: slips(word.lowercased(), $0)) }
            .filter { $0.slips <= 2 && 2 * $0.slips < $0.name.count }
            .min { $0.slips < $1.slips }?.name
    }

    /// Letters put in, left out, mistaken, or exchanged with their neighbour, that make one word of the other.
    static func slips(_ first: String, _ second: String) -> Int {
        let (a, b) = (Array(first), Array(second))
        // Rows of the table of prefixes' distances: two before the present one, one before it.
        var (earlier, before) = ([Int](), Array(0...b.count))
        for i in a.indices {
            var row = [i + 1]
            for j in b.indices {
                var least = min(before[j + 1], row[j]) + 1
                least = min(least, before[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, earlier[j - 1] + 1) }
                row.append(least)
            }
            (earlier, before) = (before, row)
        }
        return before[b.count]
    }
}
