/// Which files of a growing folder are complete and not yet read. Knows no clock and no disk: it is told what is there.
///
/// A file is complete when its writer has closed it or it was moved to its place, where the system tells us so (a local disk); else when
/// its size and time have not changed for a while; a much longer one where we saw it being created and not yet closed, for its writer
/// may pause. A file that changes after it was read is read again.
struct FolderWatch {
    /// Seconds without change.
    let settleTime: Double
    /// How many times as long for one that is known to be open.
    static let patienceWithOpenFiles = 15.0

    private struct Candidate {
        var stamp: FileStamp
        var since: Double
    }

    private var candidates: [String: Candidate] = [:]
    private var done: [String: FileStamp] = [:]
    private var open: Set<String> = []
    private var closed: Set<String> = []

    init(settleTime: Double) { self.settleTime = settleTime }

    /// What is there at the beginning and shall not be read.
    mutating func skip(_ files: [String: FileStamp]) { done.merge(files) { _, new in new } }

    /// What is there at the beginning and shall be read: what has not changed lately is complete.
    ///
    /// - Parameters:
    ///   - wallClock: nanoseconds since 1970.
    ///   - now: seconds of the clock of ``ready(_:now:)``.
    mutating func take(_ files: [String: FileStamp], wallClock: Int64, now: Double) {
        for (path, stamp) in files {
            let age = Double(wallClock - stamp.modified) / 1e9
            candidates[path] = Candidate(stamp: stamp, since: now - max(0, age))
        }
    }

    mutating func wasCreated(_ path: String) {
        open.insert(path)
        closed.remove(path)
    }

    /// Closed by its writer, or moved to its place.
    mutating func wasCompleted(_ path: String) {
        open.remove(path)
        closed.insert(path)
    }

    /// The files that have become complete, oldest first; each is given once.
    ///
    /// - Parameters:
    ///   - files: all that is there.
    ///   - now: seconds, of any clock that only goes forward.
    mutating func ready(_ files: [String: FileStamp], now: Double) -> [String] {
        forget { files[$0] == nil }
        var complete: [(path: String, stamp: FileStamp)] = []
        for (path, stamp) in files where done[path] != stamp {
            if candidates[path]?.stamp != stamp { candidates[path] = Candidate(stamp: stamp, since: now) }
            // An empty file is one that nothing has been written to yet.
            guard stamp.size > 0, let candidate = candidates[path] else { continue }
            let patience = open.contains(path) ? settleTime * Self.patienceWithOpenFiles : settleTime
            if closed.contains(path) || now - candidate.since >= patience { complete.append((path, stamp)) }
        }
        for file in complete {
            done[file.path] = file.stamp
            candidates[file.path] = nil
            closed.remove(file.path)
        }
        return complete.sorted { ($0.stamp.modified, $0.path) < ($1.stamp.modified, $1.path) }.map(\.path)
    }

    private mutating func forget(_ isGone: (String) -> Bool) {
        candidates = candidates.filter { !isGone($0.key) }
        done = done.filter { !isGone($0.key) }
        open = open.filter { !isGone($0) }
        closed = closed.filter { !isGone($0) }
    }
}
