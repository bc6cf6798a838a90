import FoundationEssentials
import InspectionTypes
import Media
import Synchronization

/// Hashes of files that have been read before, so that they need not be read again to be known.
///
/// A text file, a line a recording: `size inode modified hash`. A file written within the last two seconds is not put down: it could change
/// once more under the same stamp.
final class KnownHashes: Sendable {
    private let path: String
    private let state: Mutex<(hashes: [FileStamp: String], isChanged: Bool)>

    init(path: String) {
        self.path = path
        state = Mutex((Self.read(path), false))
    }

    /// SHA-256 of a file.
    ///
    /// - Throws: `MediaError` for a file that cannot be read.
    func hash(ofFile path: String) throws -> String {
        let stamp = FileStamp(path: path)
        if let stamp, let known = state.withLock({ $0.hashes[stamp] }) { return known }
        let hash = try AudioFile.contentHash(path)
        if let stamp, !stamp.isFresh {
            state.withLock {
                $0.hashes[stamp] = hash
                $0.isChanged = true
            }
        }
        return hash
    }

    /// Writes down what is new. A cache that cannot be written is no failure: the files will be read once more.
    func save() {
        let (hashes, isChanged) = state.withLock { $0 }
        guard isChanged else { return }
        // What another process has put down meanwhile is kept.
        let all = hashes.merging(Self.read(path)) { own, _ in own }
        let lines = all.map { "\($0.key.size) \($0.key.inode) \($0.key.modified) \($0.value)\n" }
        try? AtomicFile.write(lines.sorted().joined(), to: path)
    }

    private static func read(_ path: String) -> [FileStamp: String] {
        guard let data = FileManager.default.contents(atPath: path) else { return [:] }
        var hashes: [FileStamp: String] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 4, words[3].count == 64, let size = Int64(words[0]), let inode = UInt64(words[1]),
                let modified = Int64(words[2])
            else { continue }
            hashes[FileStamp(size: size, inode: inode, modified: modified)] = String(words[3])
        }
        return hashes
    }
}
