import FoundationEssentials

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// The clips in a folder, the oldest first, and the room they take. Only clips with a record of ours beside them are ever removed.
struct ClipShelf {
    private struct Clip {
        var path: String
        var bytes: Int64
        var age: Int
    }

    private let rules: ClipRules
    private var clips: [Clip] = []
    private var bytes: Int64 = 0

    init(_ rules: ClipRules) {
        self.rules = rules
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: rules.folder)) ?? []
        // What a process that was killed had begun; its number stands in the name.
        for name in names where name.hasSuffix(".part") {
            let number = name.split(separator: ".").dropLast().last?.split(separator: "-").first.flatMap { pid_t($0) }
            if let number, kill(number, 0) != 0, errno == ESRCH { unlink(rules.folder + "/" + name) }
        }
        for name in names where name.hasSuffix(".flac") || name.hasSuffix(".wav") {
            let path = rules.folder + "/" + name
            if access(Self.record(of: path), F_OK) == 0, let clip = Self.clip(path) { take(clip) }
        }
        clips.sort { $0.age < $1.age }
    }

    /// The record beside a clip.
    static func record(of path: String) -> String {
        String(path.prefix(upTo: path.lastIndex(of: ".") ?? path.endIndex)) + ".json"
    }

    private static func clip(_ path: String) -> Clip? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return Clip(path: path, bytes: Int64(facts.st_size), age: Int(facts.st_mtim.tv_sec))
    }

    private mutating func take(_ clip: Clip) {
        clips.append(clip)
        bytes += clip.bytes
    }

    /// A clip that was just completed.
    mutating func add(_ path: String) {
        if let clip = Self.clip(path) { take(clip) }
    }

    /// Removes the oldest clips while they take too much.
    ///
    /// - Parameter removed: called with their number, if any.
    /// - Throws: ``StationError`` where the disk is nearly full all the same.
    mutating func makeRoom(_ removed: (Int) -> Void) throws {
        var count = 0
        while bytes > rules.limit, !clips.isEmpty {
            let oldest = clips.removeFirst()
            unlink(oldest.path)
            unlink(Self.record(of: oldest.path))
            bytes -= oldest.bytes
            count += 1
        }
        if count > 0 { removed(count) }
        var disk = statvfs()
        guard statvfs(rules.folder, &disk) == 0 else { return }
        let free = Int64(disk.f_bavail) * Int64(disk.f_frsize)
        guard free >= rules.leastFree else {
            throw StationError(
                .clipFolder,
                "the disk of \(rules.folder) has \(free / 1_000_000) MB left, and \(rules.leastFree / 1_000_000) MB stay free: make room, or keep clips elsewhere"
            )
        }
    }
}
