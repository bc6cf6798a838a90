import InspectionTypes
import Media

extension DatasetScanner {
    static func scanFolder(_ root: String, purpose: Purpose) throws -> Dataset {
        let (folders, files) = try FolderListing.entries(of: root)
        let listings = try folders.map { (name: $0, listing: try FolderListing(of: root + "/" + $0)) }
        guard listings.contains(where: { !$0.listing.sounds.isEmpty }) else {
            throw nothingFound(in: root, files: files)
        }

        let isParted = Self.isParted(listings)
        var scan = FolderScan(purpose: purpose)
        for (name, listing) in listings {
            if isParted, let part = DataPart(named: name) {
                try scan.addPart(part, folder: name, listing: listing, root: root)
            } else {
                try scan.addClass(name, prefix: name + "/", listing: listing, part: nil, root: root)
            }
        }
        if scan.otherFiles > 0 { scan.notes.append("\(scan.otherFiles) files that are no sounds were passed over") }
        let loose = files.count { AudioFile.isSound(root + "/" + $0) }
        if loose > 0 {
            scan.warnings.append(
                "\(loose) sounds lie in \(root) itself, outside of any class folder: they are not used")
        }
        return Dataset(
            root: root, layout: isParted ? .partFolders : .classFolders, items: scan.items, notes: scan.notes,
            warnings: scan.warnings
        )
    }

    /// Parts are meant when every folder that holds sounds bears a part's name and `train` or `test` is among them; a class called
    /// `train` beside one called `tram` stays a class.
    private static func isParted(_ listings: [(name: String, listing: FolderListing)]) -> Bool {
        let parts = listings.filter { !$0.listing.sounds.isEmpty }.map { DataPart(named: $0.name) }
        return parts.allSatisfy { $0 != nil } && (parts.contains(.train) || parts.contains(.test))
    }

    private static func nothingFound(in root: String, files: [String]) -> DatasetError {
        if files.contains(where: { AudioFile.isSound(root + "/" + $0) }) {
            return DatasetError(
                .layout,
                "\(root) holds sounds but no class folders. Put the sounds of each class into a folder named for it, "
                    + "or write a table with the columns path and label and name the table instead."
            )
        }
        if let table = files.first(where: { $0.hasSuffix(".csv") || $0.hasSuffix(".tsv") }) {
            return DatasetError(.layout, "\(root) holds no sounds but a table: name it instead (\(root)/\(table)).")
        }
        return DatasetError(
            .layout,
            "\(root) holds no sounds. Expected a folder a class with files such as .wav, .flac, .ogg, .opus or .mp3 in it."
        )
    }
}

/// What the walk through the folders gathers.
private struct FolderScan {
    let purpose: DatasetScanner.Purpose
    var items: [DataItem] = []
    var otherFiles = 0
    var notes: [String] = []
    var warnings: [String] = []

    mutating func addClass(_ name: String, prefix: String, listing: FolderListing, part: DataPart?, root: String) throws
    {
        otherFiles += listing.otherFiles
        if listing.sounds.isEmpty {
            let message = "The class folder \(root)/\(prefix.dropLast()) holds no sounds."
            guard purpose == .evaluation else {
                throw DatasetError(.classes, message + " Put sounds of that class into it, or remove it.")
            }
            warnings.append(message)
        }
        for sound in listing.sounds {
            let path = prefix + sound
            items.append(DataItem(path: path, label: Label(name), group: path, part: part))
        }
    }

    mutating func addPart(_ part: DataPart, folder: String, listing: FolderListing, root: String) throws {
        let (classes, files) = try FolderListing.entries(of: root + "/" + folder)
        if files.contains(where: { AudioFile.isSound("\(root)/\(folder)/\($0)") }) {
            throw DatasetError(
                .layout,
                "\(root)/\(folder) holds sounds outside of any class folder. Put those of each class into a folder named for it "
                    + "(\(folder)/normal, \(folder)/crack …), or write a table with the columns path, label and split."
            )
        }
        otherFiles += files.count
        for name in classes {
            try addClass(
                name, prefix: folder + "/" + name + "/",
                listing: try FolderListing(of: root + "/" + folder + "/" + name),
                part: part, root: root
            )
        }
    }
}
