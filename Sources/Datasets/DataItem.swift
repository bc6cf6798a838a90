public import InspectionTypes

/// The side of a split that an item stands on.
public enum DataPart: String, Sendable, Hashable, Codable, CaseIterable {
    case train, validation, test

    /// The part that a folder's or a table cell's name stands for; `nil` for a name that stands for none.
    public init?(named name: String) {
        switch name.lowercased() {
        case "train", "training": self = .train
        case "val", "valid", "validation", "dev": self = .validation
        case "test", "testing", "eval", "evaluation": self = .test
        default: return nil
        }
    }
}

/// A stretch of a recording, in seconds from its start.
public struct TimeRange: Sendable, Hashable, Codable {
    public var start: Double
    /// `nil` for the recording's end.
    public var end: Double?

    public init(start: Double, end: Double? = nil) {
        self.start = start
        self.end = end
    }

    /// Whether the two stretches share time.
    public func overlaps(_ other: TimeRange) -> Bool {
        start < (other.end ?? .infinity) && other.start < (end ?? .infinity)
    }
}

/// A recording, a stretch of one, or a picture, and what is known of it.
public struct DataItem: Sendable, Hashable, Codable {
    /// From the data set's root, with `/` between its parts; absolute where a table says so.
    public var path: String
    public var label: Label
    /// Items of one group never stand on two sides of a split. By default a recording or picture is a group of its own.
    public var group: String
    /// `nil` for the whole recording.
    public var range: TimeRange?
    /// `nil` where the data does not say.
    public var part: DataPart?
    /// Where a picture's defects are drawn; `nil` for sounds and for pictures that are only classified.
    public var mask: MaskSource?
    /// For segmentation: whether the picture is known to show no defect, by its name or because nobody drew one.
    ///
    /// For detection: whether it is known to be normal.
    public var isNegative: Bool
    /// For detection: the machine that it is of, such as `fan id_00`; each is judged against a normal of its own.
    public var machine: String?
    /// For detection: under which conditions it was taken, where the data tells; `source` and `target` in the DCASE challenges since 2021.
    public var domain: String?

    public init(
        path: String, label: Label, group: String, range: TimeRange? = nil, part: DataPart? = nil,
        mask: MaskSource? = nil, isNegative: Bool = false, machine: String? = nil, domain: String? = nil
    ) {
        self.path = path
        self.label = label
        self.group = group
        self.range = range
        self.part = part
        self.mask = mask
        self.isNegative = isNegative
        self.machine = machine
        self.domain = domain
    }

    /// The last part of ``path``.
    public var name: String { String(path.split(separator: "/").last ?? "") }
}
