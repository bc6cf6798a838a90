import InspectionTypes
import Reports

/// Writes findings as a table, JSON lines or CSV; the words of the keys are part of the command line's contract.
struct FindingWriter: Sendable {
    var format: OutputFormat
    var card: ModelCard
    /// Whether regions are measured in millimetres as well.
    var hasMillimetres = false

    /// What stands before the first line.
    var header: String? {
        switch format {
        case .csv:
            CSV.row(
                ["file", "model", "verdict", "label", "score", "threshold"]
                    + columns + ["milliseconds"])
        case .json, .table: nil
        }
    }

    /// - Parameter drawing: what was drawn of it; `nil` where nothing was asked for.
    func line(_ finding: Finding, drawing: FindingRecord.Drawing? = nil) -> String {
        switch format {
        case .table: table(finding)
        case .json: (try? JSONLine.encode(FindingRecord(finding, of: card.kind, drawing: drawing))) ?? ""
        case .csv:
            CSV.row(
                [
                    finding.file, finding.model, finding.verdict.rawValue, finding.label, String(finding.score),
                    finding.threshold.map { String($0) } ?? "",
                ]
                    + cells(finding)
                    + [Numbers.fixed(finding.milliseconds, 3)]
            )
        }
    }

    /// What this kind of model has beside verdict and score.
    private var columns: [String] {
        switch card.kind {
        case .classifier: card.classes
        case .segmenter: RegionColumns.names(hasMillimetres)
        case .detector:
            DetectionColumns.names + (card.medium == .picture ? RegionColumns.names(hasMillimetres) : [])
        }
    }

    private func cells(_ finding: Finding) -> [String] {
        switch card.kind {
        case .classifier: finding.probabilities.map { String($0.value) }
        case .segmenter: RegionColumns.cells(finding.regions, hasMillimetres)
        case .detector:
            DetectionColumns.cells(finding)
                + (card.medium == .picture ? RegionColumns.cells(finding.regions, hasMillimetres) : [])
        }
    }

    private func table(_ finding: Finding) -> String {
        let width = max(8, finding.label.count, card.classes.map(\.count).max() ?? 0)
        let label = finding.label + String(repeating: " ", count: width - finding.label.count)
        let color: Console.Color? =
            switch finding.verdict {
            case .normal: .green
            case .defect: .red
            case .classified: nil
            }
        let word = color.map { Console.colored(label, $0) } ?? label
        var line = "\(word)  \(score(finding))  \(finding.file)"
        for words in [DetectionWords.text(finding), RegionSentence.text(finding.regions)] where !words.isEmpty {
            line += "  " + words
        }
        let stretches = Self.stretches(finding.windows)
        if stretches.count > 1 {
            let text = stretches.prefix(12).map { "\(Numbers.time($0.start)) \($0.label)" }.joined(separator: " → ")
            let more = stretches.count > 12 ? " … \(stretches.count - 12) more changes" : ""
            line += "\n" + Console.colored(String(repeating: " ", count: width + 9) + text + more, .faint)
        }
        return line
    }

    private func score(_ finding: Finding) -> String {
        guard card.kind == .detector, let threshold = finding.threshold else { return Numbers.fixed(finding.score, 3) }
        let score = Numbers.fixed(finding.score, 2)
        // A column: scores have no upper end.
        let margin = String(repeating: " ", count: max(0, 6 - score.count))
        return "\(margin)\(score) (threshold \(Numbers.fixed(threshold, 2)))"
    }

    /// Windows of one label in a row, joined.
    static func stretches(_ windows: [WindowFinding]) -> [(start: Double, label: String)] {
        var stretches: [(start: Double, label: String)] = []
        for window in windows where stretches.last?.label != window.label {
            stretches.append((window.start, window.label))
        }
        return stretches
    }
}
