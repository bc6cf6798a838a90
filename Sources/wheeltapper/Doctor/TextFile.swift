#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Small text files of the system, such as those under `/proc`, whose size is not known before they are read.
enum TextFile {
    /// The whole text; `nil` when it cannot be read.
    static func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        return readAll(file)
    }

    /// What a command prints on standard output; `nil` when it cannot be started or fails.
    ///
    /// - Parameter arguments: the program's path and what it is given, each taken literally.
    static func output(of arguments: [String]) -> String? {
        let quoted = arguments.map {
            "'" + $0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        }
        guard let pipe = popen(quoted.joined(separator: " ") + " 2>/dev/null", "r") else { return nil }
        let text = readAll(pipe)
        return pclose(pipe) == 0 ? text : nil
    }

    private static func readAll(_ file: UnsafeMutablePointer<FILE>) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
