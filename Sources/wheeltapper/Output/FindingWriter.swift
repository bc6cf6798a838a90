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
        let width = max(finding.label.count, labelWidth)
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
        if card.labelling == .independent {
            let others = Self.likeliest(finding).map { "\($0.name) \(Numbers.fixed($0.value, 3))" }
            let indent = String(repeating: " ", count: width + 9)
            if !others.isEmpty {
                line += "\n" + Console.colored(indent + "also " + others.joined(separator: " · "), .faint)
            }
        }
        let stretches = Self.stretches(finding.windows)
        if stretches.count > 1 {
            let text = stretches.prefix(12).map { "\(Numbers.time($0.start)) \($0.label)" }.joined(separator: " → ")
            let more = stretches.count > 12 ? " … \(stretches.count - 12) more changes" : ""
            line += "\n" + Console.colored(String(repeating: " ", count: width + 9) + text + more, .faint)
        }
        return line
    }

    /// Of labels that hold side by side, those with at least this score beside the first.
    private static let leastScore = 0.1
    private static let mostLabels = 4
    /// A column of labels is no wider, however long the longest of them.
    private static let widestLabel = 28

    private var labelWidth: Int { max(8, min(Self.widestLabel, card.classes.map(\.count).max() ?? 0)) }

    /// What else is likely, the likeliest first.
    static func likeliest(_ finding: Finding) -> [ClassProbability] {
        Array(
            finding.probabilities.filter { $0.name != finding.label && $0.value >= leastScore }
                .sorted { $0.value > $1.value }.prefix(mostLabels))
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
