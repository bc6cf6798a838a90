import Capture
import InspectionPipeline
import InspectionTypes
import Stations

/// A calm view at the terminal's foot, drawn anew ten times a second: a line a source, and more of one alone.
///
/// ```
/// ● normal      fan 1   ▕████████▌     ▏ −23 dB   0.31 of 1.00  ▁▁▂▁▁▁▂▃▁▁   ▂▃▅▆▅▃▂▁   12:03
///   p50 3.1 ms · p99 5.0 ms · 723 windows · 0 defects · 0 samples lost
/// ```
/// Of pictures, the frames judged in a second and those skipped stand where sound has its level and its spectrum.
final class LiveView {
    private let card: ModelCard
    private var drawnLines = 0
    /// More sources than this are counted, not shown.
    private static let mostSources = 24

    private let queue: OutputQueue

    init(card: ModelCard, queue: OutputQueue) {
        self.card = card
        self.queue = queue
    }

    /// Takes the view away, so that a line can be printed where it stood.
    func hide() {
        guard drawnLines > 0 else { return }
        let up = drawnLines > 1 ? "\u{1B}[\(drawnLines - 1)A" : ""
        if queue.put(.view(up + "\u{1B}[J")) { drawnLines = 0 }
    }

    func show(_ reports: [SourceReport]) {
        // What does not fit would scroll: the cursor cannot go up past the top.
        let room = max(1, min(Self.mostSources, Console.height - 4))
        var lines = reports.prefix(room).map(line)
        if reports.count > room { lines.append("… and \(reports.count - room) more") }
        lines.append(foot(reports))
        let width = Console.width
        let text = lines.map { Self.cut($0, to: width - 1) }.joined(separator: "\u{1B}[K\n")
        let up = drawnLines > 1 ? "\u{1B}[\(drawnLines - 1)A" : ""
        if queue.put(.view(up + text + "\u{1B}[K"), .whenIdle) { drawnLines = lines.count }
    }

    private func line(_ report: SourceReport) -> String {
        var parts = [state(report), Self.plain(report.name)]
        parts.append(isSound ? meter(report.quality) : pace(report))
        if let judgement = report.last?.judgement {
            var score = Numbers.fixed(judgement.alarm ?? judgement.score, 2)
            if let threshold = judgement.threshold { score += " of \(Numbers.fixed(threshold, 2))" }
            parts.append(score.padded(to: 12))
        } else {
            parts.append("".padded(to: 12))
        }
        parts.append(
            Self.course(report.alarms.suffix(16), top: report.last?.judgement?.threshold.map { $0 * 1.25 } ?? 1))
        if isSound { parts.append(Self.bands(report.bands, width: 24)) }
        parts.append(Numbers.time(report.position))
        return parts.joined(separator: "  ")
    }

    private var isSound: Bool { card.medium == .sound }

    /// `12.4 fps      0 skipped`.
    private func pace(_ report: SourceReport) -> String {
        let rate = report.framesPerSecond.map { Numbers.fixed($0, 1) } ?? "–"
        let skipped = "\(report.counters.lost) skipped"
        return String(repeating: " ", count: max(0, 6 - rate.count)) + rate + " fps"
            + String(repeating: " ", count: max(1, 16 - skipped.count)) + skipped
    }

    private func state(_ report: SourceReport) -> String {
        let width = 14
        func mark(_ text: String, _ color: Console.Color) -> String {
            Console.colored("● ", color) + text.prefix(cells: width).padded(to: width)
        }
        if report.isEnded { return mark("ended", .faint) }
        if report.disconnected != nil { return mark("not there", .yellow) }
        return switch report.state {
        case .waiting: mark("…", .faint)
        case .normal: mark("normal", .green)
        case .defect(let label): mark(label, .red)
        case .heard(let label): mark(label, .bold)
        case .unusable(let problem): mark(problem.rawValue, .yellow)
        }
    }

    /// From −60 dB to full scale; the peak as a number.
    private func meter(_ quality: SignalQuality?) -> String {
        let level = quality?.level ?? -.infinity
        let bar = ProgressLine.bar(max(0, min(1, (level + 60) / 60)), width: 12)
        let clips = (quality?.clippedShare ?? 0) > 0
        let number = level.isFinite ? "\(Int(level.rounded())) dB" : "– dB"
        return "▕" + Console.colored(bar, clips ? .red : .green) + "▏"
            + String(repeating: " ", count: max(0, 6 - number.count)) + number
    }

    private func foot(_ reports: [SourceReport]) -> String {
        var latency = LatencyHistogram()
        for report in reports { latency.add(report.latency) }
        let lost = reports.reduce(0) { $0 + $1.counters.lost }
        let defects = reports.reduce(0) { $0 + $1.defects }
        let windows = reports.reduce(0) { $0 + $1.windows }
        func milliseconds(_ share: Double) -> String {
            Numbers.fixed((latency.percentile(share) ?? 0) * 1000, 1) + " ms"
        }
        let judged = "\(windows) \(isSound ? "windows" : "frames")"
        let text =
            "  p50 \(milliseconds(0.5)) · p99 \(milliseconds(0.99)) · \(judged) · \(defects) \(defects == 1 ? "defect" : "defects") · "
        // A camera that is faster than the model is no fault.
        return Console.colored(text, .faint)
            + (isSound
                ? Console.colored("\(lost) samples lost", lost > 0 ? .red : .faint)
                : Console.colored("\(lost) frames skipped", .faint))
    }

    /// A name in 16 cells, without what moves the cursor.
    private static func plain(_ name: String) -> String {
        let safe = String(name.unicodeScalars.filter { $0.properties.generalCategory != .control }.map(Character.init))
        return safe.prefix(cells: 16).padded(to: 16)
    }

    private static let steps: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// A number of values as heights, 0 at the bottom.
    private static func course(_ values: ArraySlice<Double>, top: Double) -> String {
        let text = String(values.map { steps[min(7, max(0, Int($0 / max(top, 1e-9) * 8)))] })
        return String(repeating: " ", count: max(0, 16 - text.count)) + text
    }

    /// The spectrum, low to high, between its own least and largest.
    private static func bands(_ values: [Float], width: Int) -> String {
        guard let least = values.min(), let most = values.max(), most > least else {
            return String(repeating: " ", count: width)
        }
        return String(
            (0..<width).map { column in
                let first = column * values.count / width
                let beyond = max(first + 1, (column + 1) * values.count / width)
                let value = values[first..<min(beyond, values.count)].max() ?? least
                return steps[min(7, Int((value - least) / (most - least) * 8))]
            })
    }

    /// Cuts what is seen, leaving colours whole.
    private static func cut(_ text: String, to width: Int) -> String {
        var (result, seen, isCode) = ("", 0, false)
        for character in text {
            if character == "\u{1B}" { isCode = true }
            if isCode {
                result.append(character)
                if character.isLetter { isCode = false }
            } else if seen + character.cells <= width {
                result.append(character)
                seen += character.cells
            }
        }
        return result
    }
}
