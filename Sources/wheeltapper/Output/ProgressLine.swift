import Synchronization

/// One line on standard error that says how far a long step has come; silent where standard error is no terminal.
final class ProgressLine: Sendable {
    private let title: String
    private let last = Mutex<ContinuousClock.Instant?>(nil)
    private let drawn = Mutex(false)

    init(_ title: String) { self.title = title }

    func update(_ done: Int, of total: Int) {
        guard Console.errorIsTerminal, total > 0 else { return }
        let now = ContinuousClock.now
        let due = last.withLock { last in
            if let then = last, then.duration(to: now) < .milliseconds(100), done < total { return false }
            last = now
            return true
        }
        guard due else { return }
        drawn.withLock { $0 = true }
        Console.overwrite(Self.bar(Double(done) / Double(total), width: 24) + " \(title) \(done) of \(total)")
    }

    func end() {
        if drawn.withLock({ $0 }) { Console.overwrite("") }
    }

    /// A bar of eighths of a cell.
    static func bar(_ fraction: Double, width: Int) -> String {
        let eighths = Int((max(0, min(1, fraction)) * Double(width * 8)).rounded())
        let parts: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        var text = String(repeating: "█", count: eighths / 8)
        if eighths % 8 > 0 { text.append(parts[eighths % 8]) }
        return text + String(repeating: " ", count: width - text.count)
    }
}
