extension Diagnosis {
    /// A table for people: the sentence, then a line a check, each mend below what it mends.
    var text: String {
        let width = checks.map(\.name.count).max() ?? 0
        var lines = [sentence]
        for topic in topics {
            lines += ["", topic.title]
            for check in topic.checks {
                let padding = String(repeating: " ", count: width - check.name.count)
                lines.append("  \(check.state.mark) \(check.name)\(padding)  \(check.detail)")
                if let mend = check.mend {
                    lines.append(String(repeating: " ", count: width + 6) + "→ \(mend)")
                }
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension Check.State {
    /// A sign that needs no colour.
    var mark: String {
        switch self {
        case .ok: "✓"
        case .warning: "!"
        case .missing: "✗"
        }
    }
}
