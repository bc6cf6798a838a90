import FoundationEssentials
import InspectionTypes
import Media

/// The sounds and pictures under a folder, and how many other files lie there.
struct FolderListing {
    /// From the listed folder, with `/` between their parts, sorted.
    private(set) var sounds: [String] = []
    /// As ``sounds``.
    private(set) var pictures: [String] = []
    private var neither = 0

    /// Deeper than this, a link that leads back to its own folder is more likely than a real folder.
    private static let deepest = 24

    init(of folder: String) throws {
        try list(folder, prefix: "", depth: 0)
        sounds.sort()
        pictures.sort()
    }

    func files(of medium: ModelCard.Medium) -> [String] { medium == .sound ? sounds : pictures }

    /// Files that are not of this medium.
    func otherFiles(than medium: ModelCard.Medium) -> Int {
        neither + (medium == .sound ? pictures.count : sounds.count)
    }

    /// What a file's name says that it is, or its first bytes where the name says nothing; `nil` for something else.
    ///
    /// Only what has no telling name is opened: folders of recordings are large, and may lie on a network.
    static func medium(of path: String) -> ModelCard.Medium? {
        if PictureFormat(nameOf: path) != nil { return .picture }
        if AudioFile.isNamedSound(path) { return .sound }
        if PictureFile.isPicture(path) { return .picture }
        return AudioFile.isSound(path) ? .sound : nil
    }

    private mutating func list(_ folder: String, prefix: String, depth: Int) throws {
        let (folders, files) = try Self.entries(of: folder)
        for name in files {
            // A pipe or a device under a medium's name would be waited for without end.
            let isFile = FileStamp.isRegular(folder + "/" + name)
            switch isFile ? Self.medium(of: folder + "/" + name) : nil {
            case .sound: sounds.append(prefix + name)
            case .picture: pictures.append(prefix + name)
            case nil: neither += 1
            }
        }
        guard depth < Self.deepest else { return }
        for name in folders { try list(folder + "/" + name, prefix: prefix + name + "/", depth: depth + 1) }
    }

    private static func isHidden(_ name: String) -> Bool { name.hasPrefix(".") || name == "__MACOSX" }

    /// Names of the folders and of the files in `folder`, hidden ones left out, sorted.
    static func entries(of folder: String) throws -> (folders: [String], files: [String]) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw DatasetError(.file, "The folder \(folder) cannot be read. Check its permissions.")
        }
        var folders: [String] = []
        var files: [String] = []
        for name in names.sorted() where !isHidden(name) {
            var isFolder = false
            guard FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder) else { continue }
            if isFolder { folders.append(name) } else { files.append(name) }
        }
        return (folders, files)
    }
}
