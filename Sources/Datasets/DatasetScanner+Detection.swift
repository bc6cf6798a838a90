import InspectionTypes

extension DatasetScanner {
    /// What an anomaly is labelled where the data says no more.
    public static let anomalyLabel = "anomaly"

    /// Tried in this order: the challenges' names, folders that say what is normal, one folder without others in it.
    static func scanDetection(_ root: String, options: Options) throws -> Dataset {
        if let labelBy = options.labelBy {
            throw DatasetError(
                .layout,
                "--label \(labelBy.rawValue) is for classifiers; a detector learns from normal examples: leave it out.")
        }
        let listing = try FolderListing(of: root)
        let choice = MediumChoice(wanted: options.medium, [listing])
        let files = listing.files(of: choice.medium)
        guard !files.isEmpty else {
            let examples =
                options.medium?.examples
                ?? "\(ModelCard.Medium.sound.examples), or \(ModelCard.Medium.picture.examples)"
            throw DatasetError(
                .layout,
                "\(root) holds no \(options.medium?.files ?? "sounds or pictures"). Expected a folder of normal ones (normal/), "
                    + "with files such as \(examples) in it, or the names of the DCASE challenges (train/normal_id_00_00000000.wav)."
            )
        }
        var scan = DetectionScan(root: root, medium: choice.medium, options: options)
        if let warning = choice.warning { scan.warnings.append(warning) }
        let others = listing.otherFiles(than: choice.medium)
        if others > 0 { scan.notes.append("\(others) files that are no \(choice.medium.files) were passed over") }
        let layout = try scan.addChallenge(files) ? .challengeNames : try scan.addFolders(files)
        return try scan.dataset(layout)
    }
}
