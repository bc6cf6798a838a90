import FoundationEssentials

/// Where the pictures lie that an annotation file speaks of.
struct PictureFinder {
    /// The data set's.
    let root: String
    /// The annotation file's, from the root, with `/` at its end; empty for the root.
    let folder: String

    /// From the root: beside the annotations, in `images/` there, then the same from the root, then in a folder of pictures named for the annotations'
    /// part. `nil` where there is none. A name that leads out of the root is looked for by its last part only.
    func path(of name: String) -> String? {
        var name = name.split { $0 == "/" || $0 == "\\" }.map(String.init)
        if name.contains("..") || name.first?.hasSuffix(":") == true { name = name.suffix(1) }
        let whole = name.joined(separator: "/")
        let last = name.last ?? ""
        let folders = [folder, folder + "images/", "", "images/", parent, parent + "images/"]
        for candidate in [whole, last] where !candidate.isEmpty {
            for folder in folders where FileStamp.isRegular("\(root)/\(folder)\(candidate)") {
                return folder + candidate
            }
        }
        return nil
    }

    /// The folder above ``folder``.
    private var parent: String { folder.split(separator: "/").dropLast().map { $0 + "/" }.joined() }
}
