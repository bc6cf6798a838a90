import FoundationEssentials
import InspectionTypes

/// Finds the recordings of a folder or table and says what they are.
///
/// The arrangement is recognised:
/// - a folder a class: `DATA/normal/a.wav`, `DATA/crack/day 2/b.flac` (deeper folders belong to the class above);
/// - `train/`, `test/` and perhaps `val/` (`valid/`, `validation/`) above class folders;
/// - a table (CSV or TSV): see ``TableColumns``.
///
/// Hidden files are passed over, files that are no sounds are counted in the notes. No file is opened here but the table.
public enum DatasetScanner {
    /// What the data is for, hence how many classes it must have.
    public enum Purpose: Sendable { case training, evaluation }

    public struct Options: Sendable {
        /// A regular expression on each file's name, or on its path from the root where the name does not fit: what its first
        /// capture group (without one, the whole match) takes is the group. `^(\d)-` makes four groups of ESC-10: its folds.
        public var groupBy: String?
        public var purpose: Purpose

        public init(groupBy: String? = nil, purpose: Purpose = .training) {
            self.groupBy = groupBy
            self.purpose = purpose
        }
    }

    /// The data set at `path`, a folder or a table.
    ///
    /// - Throws: ``DatasetError`` for a path that does not exist, a folder without sounds, an arrangement we do not know, a class
    ///   without sounds, for training a single class, a table with missing files, a pattern that fits nothing.
    public static func scan(_ path: String, options: Options = Options()) throws -> Dataset {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw DatasetError(
                .file,
                "There is no folder or table \(path). Check the spelling; relative paths start from the current folder."
            )
        }
        var dataset = isFolder ? try scanFolder(path, purpose: options.purpose) : try scanTable(path)
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
                + "what has only normal recordings needs some of a defect as well."
        )
    }
}
