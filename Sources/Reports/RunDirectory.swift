public import FoundationEssentials

#if canImport(Glibc)
import Glibc
#else
import Foundation
#endif

/// Where a run's output goes: `runs/<data>/<kind>/<time>/`, with `latest` beside it pointing to the newest that was finished.
public struct RunDirectory: Sendable, Hashable {
    public let path: String

    /// A run's folder that exists already.
    public init(path: String) { self.path = path }

    /// Makes the folder; a run that starts in the same second gets `-2` and so on behind its time.
    ///
    /// - Parameters:
    ///   - root: Usually `runs`.
    ///   - data: The data's name or path; its last part is taken, made fit for a file name.
    ///   - kind: `classifier`, `evaluation` …
    /// - Throws: ``ReportError`` where the folder cannot be made.
    public static func create(root: String = "runs", data: String, kind: String, time: Date = Date())
        throws(ReportError) -> RunDirectory
    {
        let parent = parent(root: root, data: data, kind: kind)
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw unwritable(parent, error)
        }
        let stamp = timeStamp(time)
        for attempt in 1...1000 {
            let path = parent + "/" + stamp + (attempt == 1 ? "" : "-\(attempt)")
            // mkdir fails where the folder exists: two runs never share one.
            if mkdir(path, 0o777) == 0 { return RunDirectory(path: path) }
            if errno != EEXIST { throw unwritable(path, String(cString: strerror(errno))) }
        }
        throw unwritable(parent + "/" + stamp, "a thousand runs started in the same second")
    }

    /// The folder that holds all runs of a kind on some data, and `latest`.
    public static func parent(root: String = "runs", data: String, kind: String) -> String {
        [root, folderName(data), folderName(kind)].joined(separator: "/")
    }

    public func file(_ name: String) -> String { path + "/" + name }

    /// Makes `latest` point here. A reader sees the old one or the new one, never none.
    public func publishAsLatest() throws(ReportError) {
        guard let slash = path.lastIndex(of: "/") else { return }
        let (parent, name) = (String(path[..<slash]), String(path[path.index(after: slash)...]))
        let (link, fresh) = (parent + "/latest", parent + "/.latest-\(getpid())-\(name)")
        unlink(fresh)
        guard symlink(name, fresh) == 0, rename(fresh, link) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(fresh)
            throw Self.unwritable(link, reason)
        }
    }

    /// The last part of a path without its ending, of letters, digits, `-`, `_` and `.` only.
    static func folderName(_ data: String) -> String {
        let last = data.split(separator: "/").last { $0 != "." && $0 != ".." }.map(String.init) ?? "data"
        let stem =
            [".csv", ".tsv"].first { last.lowercased().hasSuffix($0) }.map { String(last.dropLast($0.count)) } ?? last
        let safe = String(stem.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
        let trimmed = safe.drop { $0 == "." || $0 == "-" }
        return trimmed.isEmpty ? "data" : String(trimmed.prefix(80))
    }

    /// `2026-11-21T10-57-03Z`: sorts by time, and has no colon, which some file systems refuse.
    static func timeStamp(_ time: Date) -> String {
        time.formatted(.iso8601).replacing(":", with: "-")
    }

    private static func unwritable(_ path: String, _ reason: some Any) -> ReportError {
        ReportError(
            .unwritable,
            "\(path): the run's folder could not be written (\(reason)); name another with --report or free the place")
    }
}
