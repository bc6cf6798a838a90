import InspectionTypes

extension DatasetScanner {
    /// What a picture with a defect is labelled in a data set for segmentation.
    public static let defectLabel = "defect"
    /// What a picture without one is labelled there.
    public static let normalLabel = "normal"

    /// Tried in this order: `images/` with `masks/`, at the root or in part folders; COCO's JSON; LabelMe's JSON.
    static func scanSegmentation(_ root: String, options: Options) throws -> Dataset {
        if let labelBy = options.labelBy {
            throw DatasetError(
                .layout, "--label \(labelBy.rawValue) is for classifiers; a segmenter learns from masks: leave it out.")
        }
        var scan = SegmentationScan(root: root, negatives: options.negatives)
        let folders = try FolderListing.entries(of: root).folders
        let parts = folders.compactMap { name in DataPart(named: name).map { (name, $0) } }
        if let pair = SegmentationFolders(folders, in: root) {
            try scan.addPairs(pair, folder: "", part: nil)
            return try scan.dataset(.imagesAndMasks)
        }
        for (name, part) in parts {
            let inner = try FolderListing.entries(of: root + "/" + name).folders
            guard let pair = SegmentationFolders(inner, in: root + "/" + name) else { continue }
            try scan.addPairs(pair, folder: name + "/", part: part)
        }
        if !scan.items.isEmpty { return try scan.dataset(.imagesAndMasks) }

        let annotations = try AnnotationFiles(of: root)
        if !annotations.coco.isEmpty {
            for file in annotations.coco { try scan.addCOCO(file) }
            return try scan.dataset(.coco)
        }
        if !annotations.labelMe.isEmpty {
            try scan.addLabelMe(annotations.labelMe)
            return try scan.dataset(.labelMe)
        }
        throw nothingToSegment(in: root, folders: folders, unread: annotations.unread)
    }

    private static func nothingToSegment(in root: String, folders: [String], unread: [String]) -> DatasetError {
        let expected =
            "Expected images/ and masks/ with files of the same name in both (images/a.jpg, masks/a.png), a JSON file in COCO's form, "
            + "or LabelMe's JSON files beside the pictures."
        let only =
            SegmentationFolders.pictureFolder(among: folders).map {
                " There is \($0)/ but no folder of masks with pictures in it."
            } ?? ""
        let json =
            unread.isEmpty
            ? "" : " These JSON files are neither COCO's nor LabelMe's: \(NamedFiles.list(unread))."
        let deeper = folders.filter { name in
            let inner = try? FolderListing.entries(of: root + "/" + name).folders
            return inner.flatMap { SegmentationFolders($0, in: root + "/" + name) } != nil
        }
        let meant =
            deeper.isEmpty ? "" : " They lie one level deeper: name \(NamedFiles.list(deeper.map { root + "/" + $0 }))."
        return DatasetError(.layout, "\(root) holds no pictures with masks.\(only)\(json)\(meant) \(expected)")
    }
}
