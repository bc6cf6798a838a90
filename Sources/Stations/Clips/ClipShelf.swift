import FoundationEssentials
import Media

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// The clips and pictures in a folder, the oldest first, and the room they take. Only those with a record of ours beside them are ever
/// removed.
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
        for name in names where name.hasSuffix(".part") || name.hasSuffix(".partial") {
            if let number = Self.process(of: name), kill(number, 0) != 0, errno == ESRCH {
                unlink(rules.folder + "/" + name)
            }
        }
        for name in names where Self.isKept(name) {
            let path = rules.folder + "/" + name
            if Self.hasRecord(path), let clip = Self.clip(path) { take(clip) }
        }
        clips.sort { $0.age < $1.age }
    }

    /// The number of the process that had begun a file: `NAME.123-4.part` of a clip, `NAME.123.4.partial` of what is written at once.
    private static func process(of name: String) -> pid_t? {
        let parts = name.split(separator: ".").dropLast()
        let number = name.hasSuffix(".part") ? parts.last?.split(separator: "-").first : parts.dropLast().last
        return number.flatMap { pid_t($0) }
    }

    /// The record beside a clip.
    static func record(of path: String) -> String {
        String(path.prefix(upTo: path.lastIndex(of: ".") ?? path.endIndex)) + ".json"
    }

    /// What is drawn of a picture, beside it.
    static func overlay(of path: String) -> String {
        String(path.prefix(upTo: path.lastIndex(of: ".") ?? path.endIndex)) + overlayEnding
    }

    private static let overlayEnding = ".overlay.jpg"

    private static func isKept(_ name: String) -> Bool {
        !name.hasSuffix(overlayEnding)
            && (name.hasSuffix(".flac") || name.hasSuffix(".wav") || PictureFormat(nameOf: name) != nil)
    }

    /// A picture with some JSON beside it may be anybody's: it is ours where that is a record of ours.
    private static func hasRecord(_ path: String) -> Bool {
        let record = record(of: path)
        guard PictureFormat(nameOf: path) != nil else { return access(record, F_OK) == 0 }
        guard let bytes = FileManager.default.contents(atPath: record) else { return false }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return (try? decoder.decode(ShotRecord.self, from: bytes)) != nil
    }

    private static func clip(_ path: String) -> Clip? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        let clip = (bytes: Int64(facts.st_size), age: Int(facts.st_mtim.tv_sec))
        let drawn = stat(overlay(of: path), &facts) == 0 ? Int64(facts.st_size) : 0
        return Clip(path: path, bytes: clip.bytes + drawn, age: clip.age)
    }

    private mutating func take(_ clip: Clip) {
        clips.append(clip)
        bytes += clip.bytes
    }

    /// One that was just completed, or replaced.
    mutating func add(_ path: String) {
        if let place = clips.lastIndex(where: { $0.path == path }) { bytes -= clips.remove(at: place).bytes }
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
            unlink(Self.overlay(of: oldest.path))
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
