import FoundationEssentials
public import InspectionTypes

/// Finds the recordings or pictures of a folder or table and says what they are.
///
/// The arrangement is recognised, and the medium from the files (``MediumChoice``):
/// - a folder a class: `DATA/normal/a.wav`, `DATA/crack/day 2/b.flac` (deeper folders belong to the class above);
/// - `train/`, `test/` and perhaps `val/` (`valid/`, `validation/`) above class folders;
/// - pictures at `part/condition`: which of the two is the label must be said (``PartConditionTree``);
/// - a table (CSV or TSV): see ``TableColumns``;
/// - for segmentation: `images/` and `masks/`, COCO's and LabelMe's annotations (``SegmentationFolders``);
/// - for detection: the DCASE challenges' file names (``ChallengeName``), or folders that say what is normal (``ConditionFolders``).
///
/// Hidden files are passed over, files that are neither are counted in the notes. No file is opened here but tables and annotations.
public enum DatasetScanner {
    /// What the data is for, hence how many classes it must have.
    public enum Purpose: Sendable {
        case training, evaluation
        /// Pictures and where their defects are, to train on or to judge by.
        case segmentation
        /// Normal examples of machines or things, to learn what is normal, and perhaps others to judge by.
        case detection
        /// As ``detection``, to judge only: there need be no normal ones.
        case detectionEvaluation

        /// Whether what is normal is to be told from all else.
        public var isDetection: Bool { self == .detection || self == .detectionEvaluation }
    }

    public struct Options: Sendable {
        /// A regular expression on each file's name, or on its path from the root where the name does not fit: what its first
        /// capture group (without one, the whole match) takes is the group. `^(\d)-` makes four groups of ESC-10: its folds;
        /// `_(\d{8}_\d{4})` makes one of all photos taken within a minute.
        public var groupBy: String?
        public var purpose: Purpose
        /// Which folders name the label of pictures at `part/condition`.
        public var labelBy: LabelBy?
        /// For segmentation: which pictures show no defect, by a pattern on the file's name such as `noncrack*`. Their mask may be missing.
        public var negatives: String?
        /// `nil` to recognise it from the files.
        public var medium: ModelCard.Medium?
        /// For detection: names of the folders or labels that are normal, where they do not say so themselves (`DefectWords`).
        public var normalNames: Set<String>

        public init(
            groupBy: String? = nil, purpose: Purpose = .training, labelBy: LabelBy? = nil, negatives: String? = nil,
            medium: ModelCard.Medium? = nil, normalNames: Set<String> = []
        ) {
            self.groupBy = groupBy
            self.purpose = purpose
            self.labelBy = labelBy
            self.negatives = negatives
            self.medium = medium
            self.normalNames = normalNames
        }
    }

    /// The data set at `path`, a folder or a table.
    ///
    /// - Throws: ``DatasetError`` for a path that does not exist, a folder without sounds and pictures, an arrangement we do not know,
    ///   part and condition folders without a choice of the label, masks that lack their pictures or the other way round, a class without files, for training a single class, a table with missing files, a pattern that fits nothing.
    public static func scan(_ path: String, options: Options = Options()) throws -> Dataset {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw DatasetError(
                .file,
                "There is no folder or table \(path). Check the spelling; relative paths start from the current folder."
            )
        }
        var dataset =
            switch (isFolder, options.purpose) {
            case (true, .segmentation): try scanSegmentation(path, options: options)
            case (true, .detection), (true, .detectionEvaluation): try scanDetection(path, options: options)
            case (true, _): try scanFolder(path, options: options)
            case (false, _): try scanTable(path, options: options)
            }
        if let pattern = options.groupBy { dataset = try GroupPattern(pattern).applied(to: dataset) }
        try checkClasses(of: dataset, at: path, purpose: options.purpose)
        return dataset
    }

    private static func checkClasses(of dataset: Dataset, at path: String, purpose: Purpose) throws {
        guard purpose == .training, dataset.classes.count < 2 else { return }
        let only = dataset.classes.first.map { "only the class '\($0)'" } ?? "no class"
        throw DatasetError(
            .classes,
            "\(path) has \(only): a classifier needs at least two classes. Add a folder for each further one; "
                + "what has only normal \(dataset.medium.items) needs some of a defect as well."
        )
    }
}
