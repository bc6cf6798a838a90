import FoundationEssentials
import Glibc
import Media

/// The files and folders below a folder. Names that begin with a dot are nobody's business; links to folders are not followed.
struct FolderScan {
    private(set) var files: [String: FileStamp] = [:]
    /// The folder itself and those in it.
    private(set) var folders: [String] = []
    private static let deepest = 16

    /// - Parameter wants: which files matter, by their path.
    /// - Throws: ``CaptureError`` where the folder itself cannot be read.
    init(_ root: String, wants: (String) -> Bool) throws {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: root)
        } catch {
            throw CaptureError(
                .sourceMissing, "\(root): the folder cannot be read; is it there, and may this user read it?")
        }
        look(root, names, depth: 0, wants)
    }

    private mutating func look(_ folder: String, _ names: [String], depth: Int, _ wants: (String) -> Bool) {
        folders.append(folder)
        for name in names where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR, depth < Self.deepest {
                let inner = try? FileManager.default.contentsOfDirectory(atPath: path)
                look(path, inner ?? [], depth: depth + 1, wants)
                continue
            }
            guard wants(path), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            files[path] = FileStamp(
                size: Int64(status.st_size),
                modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec),
                inode: UInt64(status.st_ino))
        }
    }
}
