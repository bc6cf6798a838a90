import InspectionTypes

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
            Self.csv(
                ["file", "model", "verdict", "label", "score", "threshold"]
                    + (card.kind == .segmenter ? RegionColumns.names(hasMillimetres) : card.classes) + ["milliseconds"])
        case .json, .table: nil
        }
    }

    func line(_ finding: Finding) -> String {
        switch format {
        case .table: table(finding)
        case .json: (try? JSONLine.encode(FindingRecord(finding))) ?? ""
        case .csv:
            Self.csv(
                [
                    finding.file, finding.model, finding.verdict.rawValue, finding.label, String(finding.score),
                    finding.threshold.map { String($0) } ?? "",
                ]
                    + (card.kind == .segmenter
                        ? RegionColumns.cells(finding.regions, hasMillimetres)
                        : finding.probabilities.map { String($0.value) })
                    + [Numbers.fixed(finding.milliseconds, 3)]
            )
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
        var line = "\(word)  \(Numbers.fixed(finding.score, 3))  \(finding.file)"
        if !finding.regions.isEmpty { line += "  " + RegionSentence.text(finding.regions) }
        let stretches = Self.stretches(finding.windows)
        if stretches.count > 1 {
            let text = stretches.prefix(12).map { "\(Numbers.time($0.start)) \($0.label)" }.joined(separator: " → ")
            let more = stretches.count > 12 ? " … \(stretches.count - 12) more changes" : ""
            line += "\n" + Console.colored(String(repeating: " ", count: width + 9) + text + more, .faint)
        }
        return line
    }

    /// Windows of one label in a row, joined.
    static func stretches(_ windows: [WindowFinding]) -> [(start: Double, label: String)] {
        var stretches: [(start: Double, label: String)] = []
        for window in windows where stretches.last?.label != window.label {
            stretches.append((window.start, window.label))
        }
        return stretches
    }

    /// A row by RFC 4180.
    static func csv(_ cells: [String]) -> String {
        cells.map { cell in
            let needsQuotes = cell.contains { $0 == "," || $0 == "\"" || $0.isNewline }
            return needsQuotes
                ? "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
                : cell
        }.joined(separator: ",")
    }
}

/// A finding as `predict --format json` writes it.
private struct FindingRecord: Encodable {
    var file, model, label: String
    var verdict: Verdict
    var score: Double
    var threshold: Double?
    var probabilities: [String: Double]
    var windows: [Window]
    /// Regions of a picture; a sound has none.
    var regions: [Region]
    var milliseconds: Double

    struct Window: Encodable {
        var start: Double
        var label: String
        var score: Double
        var milliseconds: Double
    }

    init(_ finding: Finding) {
        (file, model, label) = (finding.file, finding.model, finding.label)
        (verdict, score, threshold) = (finding.verdict, finding.score, finding.threshold)
        probabilities = Dictionary(
            finding.probabilities.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        windows = finding.windows.map {
            Window(start: $0.start, label: $0.label, score: $0.score, milliseconds: $0.milliseconds)
        }
        regions = finding.regions
        milliseconds = finding.milliseconds
    }

    enum CodingKeys: CodingKey {
        case file, model, verdict, label, score, threshold, probabilities, windows, regions, milliseconds
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(file, forKey: .file)
        try container.encode(model, forKey: .model)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(label, forKey: .label)
        try container.encode(score, forKey: .score)
        try container.encode(threshold, forKey: .threshold)
        try container.encode(probabilities, forKey: .probabilities)
        try container.encode(windows, forKey: .windows)
        try container.encode(regions, forKey: .regions)
        try container.encode(milliseconds, forKey: .milliseconds)
    }
}
