/// Remarks of a reader's concern, of which a thousand recordings may bring a thousand.
enum Remarks {
    /// How many of one kind are said in full.
    static let most = 3

    /// Each once; of those that differ in names and numbers alone the first ``most``, then how many more there are.
    static func folded(_ remarks: [String]) -> [String] {
        var seen: Set<String> = []
        let distinct = remarks.filter { seen.insert($0).inserted }
        let counts = Dictionary(grouping: distinct, by: kind).mapValues(\.count)
        var said: [String: Int] = [:]
        return distinct.compactMap { remark in
            let kind = kind(remark)
            let count = counts[kind, default: 1]
            // One more is as short as saying that there is one more.
            guard count > most + 1 else { return remark }
            said[kind, default: 0] += 1
            switch said[kind, default: 0] {
            case ...most: return remark
            case most + 1:
                return "and \(count - most) more remarks of this kind; evaluate says them all on standard error"
            default: return nil
            }
        }
    }

    /// A remark without its names and numbers: without words that hold a digit, a dot within or a slash, and without what is quoted.
    static func kind(_ remark: String) -> String {
        // What stands before a colon is most often a file's name, which may hold blanks.
        let text = remark.replacing(/^[^:]*\.[A-Za-z0-9]{2,5}(#\d+|@[\d.]+)?:/, with: ":").replacing(
            /'[^']*'/, with: "'")
        return text.split(separator: " ").filter { word in
            !word.contains(where: \.isNumber) && !word.contains("/") && !word.dropLast().contains(".")
        }.joined(separator: " ")
    }
}
