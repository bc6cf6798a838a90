import Evaluation
import InspectionTypes

/// A comparison for people; its first line is a sentence.
struct ComparisonText {
    /// Changed verdicts that are listed.
    private static let listed = 40

    private let comparison: PairedComparison
    private let first: String
    private let second: String

    init(_ comparison: PairedComparison, first: String, second: String) {
        self.comparison = comparison
        (self.first, self.second) = Self.shortNames(first, second)
    }

    /// The files' names, or where they are the same, the paths without what both have before and after what tells them apart.
    static func shortNames(_ first: String, _ second: String) -> (String, String) {
        var (a, b) = (first.split(separator: "/"), second.split(separator: "/"))
        guard a != b else { return (first, second) }
        if let one = a.last, let other = b.last, one != other { return (String(one), String(other)) }
        while let one = a.first, one == b.first, a.count > 1, b.count > 1 {
            a.removeFirst()
            b.removeFirst()
        }
        while let one = a.last, one == b.last, a.count > 1, b.count > 1 {
            a.removeLast()
            b.removeLast()
        }
        return (a.joined(separator: "/"), b.joined(separator: "/"))
    }

    var text: String {
        var parts = [Console.colored(comparison.headline(first: first, second: second), .bold), "", overall]
        if let machines { parts += ["", machines] }
        parts += ["", changes, ""]
        parts.append(
            "\(comparison.itemCount) items in \(comparison.groupCount) groups; * marks what chance does not explain")
        if comparison.unpaired > 0 {
            parts.append("! \(comparison.unpaired) items could be judged by one of the models only and are left out")
        }
        return parts.joined(separator: "\n")
    }

    private var overall: String {
        var table = TextTable(header: ["", first, second, "difference", "95 % interval", ""], numbers: [1, 2, 3])
        table.rows = comparison.figures.filter { $0.machine == nil }.map { row(PairedComparison.words($0.key), $0) }
        return table.text
    }

    /// AUC by machine, where there are several.
    private var machines: String? {
        let figures = comparison.figures.filter { $0.machine != nil && $0.key == "auc" }
        guard !figures.isEmpty else { return nil }
        var table = TextTable(
            header: ["AUC of", first, second, "difference", "95 % interval", ""], numbers: [1, 2, 3])
        table.rows = figures.map { row($0.machine ?? "", $0) }
        return table.text
    }

    private func row(_ name: String, _ figure: PairedComparison.Figure) -> [String] {
        [
            name, Numbers.fixed(figure.first.value, 4), Numbers.fixed(figure.second.value, 4),
            PairedComparison.signed(figure.difference.value), PairedComparison.interval(figure.difference) ?? "",
            figure.isClear ? "*" : "",
        ]
    }

    private var changes: String {
        guard !comparison.changes.isEmpty else { return "No verdict changed." }
        var table = TextTable(header: ["verdict", "truth", first, second, "file"])
        let words: [PairedComparison.Change.Kind: String] = [
            .fixed: "fixed", .broken: "broken", .otherwise: "still wrong",
        ]
        for change in comparison.changes.prefix(Self.listed) {
            table.rows.append([
                words[change.kind] ?? "", change.truth, change.first, change.second,
                machines == nil ? change.file : change.machine.map { "\($0): \(change.file)" } ?? change.file,
            ])
        }
        let more = comparison.changes.count - Self.listed
        return table.text + (more > 0 ? "\n… and \(more) more: --format json lists them all" : "")
    }
}
