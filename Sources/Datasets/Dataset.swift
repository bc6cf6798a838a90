public import InspectionTypes

/// Recordings or pictures and what they are said to be, as found in a folder or a table.
public struct Dataset: Sendable, Equatable {
    /// How the files are arranged.
    public enum Layout: String, Sendable, Codable {
        /// A folder a class.
        case classFolders = "class folders"
        /// `train/`, `test/` and perhaps `val/`, with a folder a class in each.
        case partFolders = "train and test folders"
        /// A CSV or TSV file with a row a recording or picture.
        case table
        /// A folder a part, and in each a folder a condition: `crossties/damaged`.
        case partCondition = "part and condition folders"
        /// `images/` and `masks/` with equal stems, perhaps under `train/` and `test/`.
        case imagesAndMasks = "images and masks"
        /// Pictures and a JSON file in COCO's form.
        case coco = "COCO annotations"
        /// Pictures with a JSON file of LabelMe's beside each.
        case labelMe = "LabelMe annotations"
        /// Files named as in Task 2 of the DCASE challenges: `fan/train/normal_id_00_00000000.wav`.
        case challengeNames = "DCASE Task 2 names"
        /// A folder a machine with normal and abnormal recordings in it, as MIMII was published: `fan/id_00/normal`.
        case machineFolders = "machine folders"
        /// One folder of normal recordings or pictures.
        case normalFolder = "one folder of normal ones"
    }

    /// The folder that the items' paths start from.
    public var root: String
    public var layout: Layout
    public var medium: ModelCard.Medium
    /// Sorted by path, then by start.
    public var items: [DataItem]
    /// Every name that stands in a label, sorted.
    public var classes: [String]
    /// What a reader may want to know.
    public var notes: [String]
    /// What a reader should look at.
    public var warnings: [String]
    /// What it was scanned for; a split for detection is another one than for classes.
    public var purpose: DatasetScanner.Purpose
    /// For detection: what nobody says is normal or not, such as an evaluation set's recordings. It can be scored, but no figure counts it.
    public var unlabelled: [DataItem]

    public init(
        root: String, layout: Layout, medium: ModelCard.Medium = .sound, items: [DataItem], notes: [String] = [],
        warnings: [String] = [], purpose: DatasetScanner.Purpose = .training, unlabelled: [DataItem] = []
    ) {
        self.root = root
        self.layout = layout
        self.medium = medium
        self.items = items.sorted { ($0.path, $0.range?.start ?? 0) < ($1.path, $1.range?.start ?? 0) }
        self.classes = Set(items.flatMap { $0.label.names }).sorted()
        self.notes = notes
        self.warnings = warnings
        self.purpose = purpose
        self.unlabelled = unlabelled.sorted { $0.path < $1.path }
    }

    /// Where the item's file lies.
    public func filePath(of item: DataItem) -> String { filePath(item.path) }

    /// Where a file lies that items name by this path.
    public func filePath(_ path: String) -> String { path.hasPrefix("/") ? path : root + "/" + path }

    /// Every file once, sorted.
    public var paths: [String] { Set(items.map(\.path)).sorted() }

    /// Every group once, sorted.
    public var groups: [String] { Set(items.map(\.group)).sorted() }

    /// For detection: every machine once, sorted.
    public var machines: [String] { Set(items.compactMap(\.machine)).sorted() }

    /// Items a class name; an item with two names counts for both.
    public var itemsPerClass: [String: Int] {
        items.reduce(into: [:]) { counts, item in
            for name in item.label.names { counts[name, default: 0] += 1 }
        }
    }

    /// The label as one 0 or 1 a class, in the order of ``classes``.
    public func target(of label: Label) -> [Float] {
        classes.map { label.names.contains($0) ? 1 : 0 }
    }
}
