/// The two folders of pictures and of their masks.
///
/// By their names, whatever the capitals: `images`, `image`, `imgs`, `img` or `pictures` beside `masks`, `mask`, `labels`, `label`, `groundtruth` or `gt`.
struct SegmentationFolders: Equatable {
    /// As the folder is called.
    let pictures: String
    /// As the folder is called.
    let masks: String

    private static let pictureNames = ["images", "image", "imgs", "img", "pictures"]
    private static let maskNames = ["masks", "mask", "labels", "label", "groundtruth", "gt"]

    /// `nil` where one of the two is not among `folders`, or holds no pictures.
    init?(_ folders: [String], in root: String) {
        func find(_ names: [String]) -> String? {
            for name in names {
                for folder in folders where folder.lowercased() == name {
                    if let listing = try? FolderListing(of: root + "/" + folder), !listing.pictures.isEmpty {
                        return folder
                    }
                }
            }
            return nil
        }
        guard let pictures = find(Self.pictureNames), let masks = find(Self.maskNames) else { return nil }
        self.pictures = pictures
        self.masks = masks
    }

    /// The name of the folder of pictures, where there is one.
    static func pictureFolder(among folders: [String]) -> String? {
        folders.first { pictureNames.contains($0.lowercased()) }
    }
}
