#if canImport(Musl)
import Musl
#else
import Glibc
#endif
import Synchronization

/// Standard output for results, standard error for everything else; lines from several threads never mix.
enum Console {
    // One each: whoever does not read results must not hold up remarks.
    private static let outputLock = Mutex(())
    private static let errorLock = Mutex(())
    private static let outputError = Atomic<Int32>(0)

    /// Why standard output could not be written, where that happened (a full disk).
    static var outputFailure: String? {
        let number = outputError.load(ordering: .relaxed)
        return number == 0 ? nil : String(cString: strerror(number))
    }

    static func out(_ text: String) { write(text, to: STDOUT_FILENO) }
    static func error(_ text: String) { write(text, to: STDERR_FILENO) }
    /// A remark that is no error.
    static func note(_ text: String) { write("wheeltapper: \(text)", to: STDERR_FILENO) }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Columns of the terminal, 100 where there is none.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
        return Int(size.ws_col)
    }

    /// Rows of the terminal, 24 where there is none.
    static var height: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return 24 }
        return Int(size.ws_row)
    }

    /// Text in a terminal's colour; plain where output goes elsewhere or `NO_COLOR` is set.
    static func colored(_ text: String, _ color: Color) -> String {
        guard isTerminal, getenv("NO_COLOR") == nil else { return text }
        return "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m"
    }

    enum Color: Int {
        case red = 31
        case green = 32
        case yellow = 33
        case faint = 2
        case bold = 1
    }

    /// Writes without a line's end, for a progress line that is written over.
    static func overwrite(_ text: String) {
        errorLock.withLock { _ in put("\r\u{1B}[K" + text, STDERR_FILENO) }
    }

    static func write(_ piece: OutputQueue.Piece) {
        switch piece {
        case .result(let text): out(text)
        case .note(let text): note(text)
        case .view(let text): overwrite(text)
        }
    }

    private static func write(_ text: String, to descriptor: Int32) {
        if descriptor == STDOUT_FILENO {
            outputLock.withLock { _ in
                // A line cut short stays the last one: nothing is glued to it.
                if outputFailure == nil { put(text + "\n", descriptor) }
            }
        } else {
            errorLock.withLock { _ in put(text + "\n", descriptor) }
        }
    }

    private static func put(_ text: String, _ descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { buffer in
                #if canImport(Musl)
                Musl.write(descriptor, buffer.baseAddress, buffer.count)
                #else
                Glibc.write(descriptor, buffer.baseAddress, buffer.count)
                #endif
            }
            if written > 0 {
                bytes = bytes.dropFirst(written)
            } else if errno != EINTR {
                if descriptor == STDOUT_FILENO { outputError.store(errno, ordering: .relaxed) }
                return
            }
        }
    }
}
