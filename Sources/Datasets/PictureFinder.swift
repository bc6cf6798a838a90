import FoundationEssentials

/// Where the pictures lie that an annotation file speaks of.
struct PictureFinder {
    /// The data set's.
    let root: String
    /// The annotation file's, from the root, with `/` at its end; empty for the root.
    let folder: String
    /// What a folder of the annotations' pictures alone would be called; `nil` where they have none.
    var part: String?
    /// The data set's pictures by the last part of their paths; looked up when a name is found nowhere else.
    private lazy var byName: Result<[String: [String]], any Error> = Result {
        Dictionary(grouping: try FolderListing(of: root).pictures) {
            $0.split(separator: "/").last.map(String.init) ?? $0
        }
    }

    init(root: String, folder: String, part: String? = nil) {
        self.root = root
        self.folder = folder
        self.part = part
    }

    /// From the root: beside the annotations, in `images/` there, the same in the folder above and from the root, in a folder of each named for the
    /// annotations' part first (COCO's own `annotations/instances_train2017.json` beside `train2017/`). Found nowhere, or leading out of the root,
    /// it is the one picture of the data set that bears the last part of its name; where several do, none of them.
    ///
    /// - Returns: `nil` where there is none.
    /// - Throws: ``DatasetError`` with code `file` for folders that cannot be read.
    mutating func path(of name: String) throws -> String? {
        let words = name.split { $0 == "/" || $0 == "\\" }.map(String.init)
        for folder in folders {
            guard let path = Self.joined(folder, words), FileStamp.isRegular("\(root)/\(path)") else { continue }
            return path
        }
        let bearers = try words.last.map { try byName.get()[$0] ?? [] } ?? []
        return bearers.count == 1 ? bearers[0] : nil
    }

    private var folders: [String] {
        var folders: [String] = []
        for place in [folder, parent, ""] {
            if let part { folders += ["\(place)\(part)/", "\(place)images/\(part)/"] }
            folders += [place, "\(place)images/"]
        }
        return folders
    }

    /// The folder above ``folder``.
    private var parent: String { folder.split(separator: "/").dropLast().map { $0 + "/" }.joined() }

    /// `nil` for a name that leads out of the root.
    private static func joined(_ folder: String, _ words: [String]) -> String? {
        var path = folder.split(separator: "/").map(String.init)
        for word in words where word != "." {
            if word != ".." {
                path.append(word)
            } else if path.popLast() == nil {
                return nil
            }
        }
        return path.isEmpty ? nil : path.joined(separator: "/")
    }
}
