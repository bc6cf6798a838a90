import InspectionTypes

extension DatasetScanner {
    static func scanFolder(_ root: String, options: Options) throws -> Dataset {
        let (folders, files) = try FolderListing.entries(of: root)
        let listings = try folders.map { (name: $0, listing: try FolderListing(of: root + "/" + $0)) }
        let choice = MediumChoice(wanted: options.medium, listings.map(\.listing))
        let medium = choice.medium
        guard listings.contains(where: { !$0.listing.files(of: medium).isEmpty }) else {
            throw nothingFound(in: root, files: files, medium: options.medium)
        }
        if medium == .picture {
            if let inner = try onlyFolderOfParts(in: root, listings) { return try scanFolder(inner, options: options) }
            if let folder = SegmentationFolders(folders, in: root) {
                throw DatasetError(
                    .layout,
                    "\(root) holds pictures with masks (\(folder.pictures)/ and \(folder.masks)/), which a segmenter learns from: "
                        + "wheeltapper train segmenter \(root). For a classifier, put the pictures of each class into a folder named for it."
                )
            }
        }

        let isParted = Self.isParted(listings, medium: medium)
        var scan = FolderScan(root: root, medium: medium, purpose: options.purpose)
        for (name, listing) in listings {
            if isParted, let part = DataPart(named: name) {
                try scan.addPart(part, folder: name)
            } else {
                try scan.addClass(name, prefix: name + "/", listing: listing, part: nil)
            }
        }
        if scan.otherFiles > 0 {
            scan.notes.append("\(scan.otherFiles) files that are no \(medium.files) were passed over")
        }
        if let warning = choice.warning { scan.warnings.append(warning) }
        let loose = files.count { FolderListing.medium(of: root + "/" + $0) == medium }
        if loose > 0 {
            scan.warnings.append(
                "\(loose) \(medium.files) lie in \(root) itself, outside of any class folder: they are not used")
        }
        let dataset = Dataset(
            root: root, layout: isParted ? .partFolders : .classFolders, medium: medium, items: scan.items,
            notes: scan.notes, warnings: scan.warnings
        )
        return try PartConditionTree(dataset).labelled(by: options.labelBy)
    }

    /// Parts are meant when every folder that holds files bears a part's name and `train` or `test` is among them; a class called
    /// `train` beside one called `tram` stays a class.
    private static func isParted(_ listings: [(name: String, listing: FolderListing)], medium: ModelCard.Medium) -> Bool
    {
        let parts = listings.filter { !$0.listing.files(of: medium).isEmpty }.map { DataPart(named: $0.name) }
        return parts.allSatisfy { $0 != nil } && (parts.contains(.train) || parts.contains(.test))
    }

    /// An unpacked archive often has one folder, and the parts in it: `casting_data/train/def_front`. Then that folder is meant.
    private static func onlyFolderOfParts(
        in root: String, _ listings: [(name: String, listing: FolderListing)]
    ) throws -> String? {
        guard listings.count == 1, DataPart(named: listings[0].name) == nil else { return nil }
        let inner = root + "/" + listings[0].name
        let folders = try FolderListing.entries(of: inner).folders
        let parts = folders.map { DataPart(named: $0) }
        guard parts.allSatisfy({ $0 != nil }), parts.contains(.train) || parts.contains(.test) else { return nil }
        return inner
    }

    private static func nothingFound(in root: String, files: [String], medium: ModelCard.Medium?) -> DatasetError {
        let kinds = medium?.files ?? "sounds or pictures"
        for found in [ModelCard.Medium.sound, .picture] where medium == nil || medium == found {
            if files.contains(where: { FolderListing.medium(of: root + "/" + $0) == found }) {
                return DatasetError(
                    .layout,
                    "\(root) holds \(found.files) but no class folders. Put the \(found.files) of each class into a folder named for it, "
                        + "or write a table with the columns path and label and name the table instead."
                )
            }
        }
        if let table = files.first(where: { $0.hasSuffix(".csv") || $0.hasSuffix(".tsv") }) {
            return DatasetError(.layout, "\(root) holds no \(kinds) but a table: name it instead (\(root)/\(table)).")
        }
        let examples = medium?.examples ?? "\(ModelCard.Medium.sound.examples), or \(ModelCard.Medium.picture.examples)"
        return DatasetError(
            .layout, "\(root) holds no \(kinds). Expected a folder a class with files such as \(examples) in it.")
    }
}

/// What the walk through the folders gathers.
private struct FolderScan {
    let root: String
    let medium: ModelCard.Medium
    let purpose: DatasetScanner.Purpose
    var items: [DataItem] = []
    var otherFiles = 0
    var notes: [String] = []
    var warnings: [String] = []

    mutating func addClass(_ name: String, prefix: String, listing: FolderListing, part: DataPart?) throws {
        otherFiles += listing.otherFiles(than: medium)
        let files = listing.files(of: medium)
        if files.isEmpty {
            let message = "The class folder \(root)/\(prefix.dropLast()) holds no \(medium.files)."
            guard purpose == .evaluation else {
                throw DatasetError(
                    .classes, message + " Put \(medium.files) of that class into it, or remove it.")
            }
            warnings.append(message)
        }
        for file in files {
            let path = prefix + file
            items.append(DataItem(path: path, label: Label(name), group: path, part: part))
        }
    }

    mutating func addPart(_ part: DataPart, folder: String) throws {
        let (classes, files) = try FolderListing.entries(of: root + "/" + folder)
        if files.contains(where: { FolderListing.medium(of: "\(root)/\(folder)/\($0)") == medium }) {
            throw DatasetError(
                .layout,
                "\(root)/\(folder) holds \(medium.files) outside of any class folder. Put those of each class into a folder named for it "
                    + "(\(folder)/normal, \(folder)/crack …), or write a table with the columns path, label and split."
            )
        }
        otherFiles += files.count
        for name in classes {
            try addClass(
                name, prefix: folder + "/" + name + "/",
                listing: try FolderListing(of: root + "/" + folder + "/" + name),
                part: part
            )
        }
    }
}
