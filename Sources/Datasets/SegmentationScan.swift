import InspectionTypes

/// What the search for pictures and their masks gathers.
struct SegmentationScan {
    let root: String
    let negatives: NamePattern?
    var items: [DataItem] = []
    var notes: [String] = []
    var warnings: [String] = []

    init(root: String, negatives: String?) {
        self.root = root
        self.negatives = negatives.map(NamePattern.init)
    }

    func isNegative(_ path: String) -> Bool {
        negatives?.fits(String(path.split(separator: "/").last ?? "")) ?? false
    }

    /// One picture; `mask` `nil` for a negative that has none.
    mutating func add(_ path: String, mask: MaskSource?, part: DataPart?) {
        let isNegative = isNegative(path) || mask == nil || mask == .negative
        items.append(
            DataItem(
                path: path, label: Label(isNegative ? DatasetScanner.normalLabel : DatasetScanner.defectLabel),
                group: path, part: part, mask: mask ?? .negative, isNegative: isNegative)
        )
    }

    /// Pictures and masks of two folders by their stems; `part` where the folders stand in a part's folder, else a part's folder may stand in them.
    mutating func addPairs(_ folders: SegmentationFolders, folder: String, part: DataPart?) throws {
        let (pictureFolder, maskFolder) = (folder + folders.pictures + "/", folder + folders.masks + "/")
        let pictures = try Self.byStem(FolderListing(of: root + "/" + pictureFolder.dropLast()), in: pictureFolder)
        let masks = try Self.byStem(FolderListing(of: root + "/" + maskFolder.dropLast()), in: maskFolder)
        let lonely = masks.keys.filter { pictures[$0] == nil }.compactMap { masks[$0] }.sorted()
        guard lonely.isEmpty else {
            throw DatasetError(
                .mask,
                "\(lonely.count) \(lonely.count == 1 ? "mask has" : "masks have") no picture in \(root): \(NamedFiles.list(lonely)). "
                    + "Put the picture of the same name into \(pictureFolder), or remove the mask."
            )
        }
        let bare = pictures.filter { masks[$0.key] == nil && !isNegative($0.value) }.map(\.value).sorted()
        guard bare.isEmpty else {
            throw DatasetError(
                .mask,
                "\(bare.count) \(bare.count == 1 ? "picture has" : "pictures have") no mask in \(root): \(NamedFiles.list(bare)). "
                    + "Put a mask of the same name into \(maskFolder), or name those without a defect by a pattern (--negatives 'noncrack*')."
            )
        }
        let parts = pictures.keys.map { $0.split(separator: "/").first.flatMap { DataPart(named: String($0)) } }
        let isParted = part == nil && parts.allSatisfy { $0 != nil } && pictures.keys.allSatisfy { $0.contains("/") }
        for (stem, picture) in pictures {
            let own = isParted ? stem.split(separator: "/").first.flatMap { DataPart(named: String($0)) } : nil
            add(picture, mask: masks[stem].map { .file($0) }, part: part ?? own)
        }
    }

    /// Paths by what they are called without the folder and the ending.
    private static func byStem(_ listing: FolderListing, in folder: String) throws -> [String: String] {
        let grouped = Dictionary(grouping: listing.pictures, by: FileStem.stem(of:))
        let twice = grouped.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
        guard twice.isEmpty else {
            let named = twice.map { $0.value.map { folder + $0 }.joined(separator: " and ") }
            throw DatasetError(
                .mask,
                "\(twice.count) \(twice.count == 1 ? "name stands" : "names stand") twice with different endings: \(NamedFiles.list(named)). "
                    + "A mask belongs to the picture with the same name before the ending: rename or remove one of each."
            )
        }
        return grouped.compactMapValues { $0.first.map { folder + $0 } }
    }

    /// The data set of what was found.
    func dataset(_ layout: Dataset.Layout) throws -> Dataset {
        if let negatives, !items.contains(where: { isNegative($0.path) }) {
            throw DatasetError(
                .pattern,
                "The pattern '\(negatives.text)' for pictures without a defect fits none of the \(items.count) names (the first: "
                    + "\(items.map(\.path).min() ?? "none")). * stands for any characters, ? for one."
            )
        }
        guard items.contains(where: { !$0.isNegative }) else {
            throw DatasetError(
                .mask,
                "None of the \(items.count) pictures in \(root) shows a defect: a segmenter has nothing to learn. Add pictures with masks."
            )
        }
        let twice = Dictionary(grouping: items, by: \.path).filter { $0.value.count > 1 }.keys.sorted()
        guard twice.isEmpty else {
            throw DatasetError(
                .mask,
                "\(twice.count) pictures in \(root) are annotated in two files: \(NamedFiles.list(twice)). Remove one of each two."
            )
        }
        let negativeCount = items.count(where: \.isNegative)
        var dataset = Dataset(
            root: root, layout: layout, medium: .picture, items: items, notes: notes, warnings: warnings)
        if negativeCount > 0 { dataset.notes.append("\(negativeCount) pictures are known to show no defect") }
        return dataset
    }
}
