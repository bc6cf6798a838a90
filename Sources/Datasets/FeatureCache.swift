import FoundationEssentials
import InspectionTypes

/// Log-mel features and fingerprints on the disk, by the content of their recordings.
///
/// Two kinds of file under ``folder``, in folders of the hash's first two digits:
/// - `HASH-FRONTEND.features`: a header of 64 bytes (`WTFEAT01`, channels, bands as 32-bit numbers, frames as a 64-bit one) and 32-bit floats
///   `[channel, frame, mel]`;
/// - `HASH.identity`: ``RecordingIdentity`` without its hash.
///
/// All are little-endian, written whole or not at all, and checked for their length when read; one that does not fit is made anew. A cache can be
/// removed at any time.
public struct FeatureCache: Sendable {
    public let folder: String
    /// In bytes; what has not been used for the longest time makes way.
    public let sizeLimit: Int

    public init(folder: String = FeatureCache.defaultFolder, sizeLimit: Int = 8 << 30) {
        self.folder = folder
        self.sizeLimit = sizeLimit
    }

    /// `$XDG_CACHE_HOME/wheeltapper/features`, else `~/.cache/wheeltapper/features`.
    public static var defaultFolder: String {
        let environment = ProcessInfo.processInfo.environment
        let caches = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (caches ?? (environment["HOME"] ?? "/tmp") + "/.cache") + "/wheeltapper/features"
    }

    /// What of a front end the features depend on, in sixteen hexadecimal digits.
    static func digest(of frontEnd: SoundFrontEnd) throws -> String {
        var relevant = frontEnd
        // Windows are cut from the features later.
        relevant.hopSeconds = 0
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(ContentHash.hexadecimal(of: [UInt8](try encoder.encode(relevant))).prefix(16))
    }

    var hashesPath: String { folder + "/hashes" }

    func featuresPath(hash: String, frontEnd: String) -> String {
        "\(folder)/\(hash.prefix(2))/\(hash)-\(frontEnd).features"
    }

    func identityPath(hash: String) -> String { "\(folder)/\(hash.prefix(2))/\(hash).identity" }

    /// Writes a file of the cache; returns whether that went well.
    func write(_ bytes: some ContiguousBytesLike, to path: String) -> Bool {
        guard let slash = path.lastIndex(of: "/") else { return false }
        do {
            try FileManager.default.createDirectory(atPath: String(path[..<slash]), withIntermediateDirectories: true)
            try AtomicFile.write(bytes, to: path)
            return true
        } catch {
            return false
        }
    }

    /// Notes that a file was used just now.
    static func touch(_ path: String) {
        try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    }

    /// Removes the files unused for longest until the rest fits into ``sizeLimit``; returns how many went.
    @discardableResult
    public func evict() -> Int {
        var files: [(path: String, stamp: FileStamp)] = []
        for sub in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where sub.count == 2 {
            for name in (try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + sub)) ?? [] {
                let path = "\(folder)/\(sub)/\(name)"
                if let stamp = FileStamp(path: path) { files.append((path, stamp)) }
            }
        }
        var total = files.reduce(0) { $0 + Int($1.stamp.size) }
        var removed = 0
        for file in files.sorted(by: { ($0.stamp.modified, $0.path) < ($1.stamp.modified, $1.path) })
        where total > sizeLimit {
            guard (try? FileManager.default.removeItem(atPath: file.path)) != nil else { continue }
            total -= Int(file.stamp.size)
            removed += 1
        }
        return removed
    }
}
