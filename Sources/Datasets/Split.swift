import FoundationEssentials
import InspectionTypes

/// Which recordings are trained on, which stop the training, and which are judged.
///
/// Every item has a part, and no group stands in two, but where a class has a single recording: then stretches of it do, with gaps
/// between them, and ``caveats`` says so.
public struct Split: Sendable, Equatable {
    /// The split's format; a reader refuses a higher one.
    public static let formatVersion = 1
    /// Stands in ``caveats`` where one recording is on two sides.
    public static let sameRecordingCaveat = "same recording: optimistic"

    public var seed: UInt64
    /// In words, such as `by group, stratified by class`.
    public var method: String
    /// What a reader of the figures must know.
    public var caveats: [String]
    /// ``Dataset/digest(hashes:)`` of the data that it was made of.
    public var dataDigest: String
    /// Every item with its part, sorted by path and start.
    public private(set) var items: [DataItem]
    /// SHA-256 by path.
    public private(set) var hashes: [String: String]
    /// For detection: what was taken for a copy; `nil` where nobody says.
    public private(set) var copies: CopyRule?

    public init(
        seed: UInt64, method: String, caveats: [String], dataDigest: String, items: [DataItem],
        hashes: [String: String],
        copies: CopyRule? = nil
    ) {
        precondition(items.allSatisfy { $0.part != nil }, "Split: an item has no part")
        self.seed = seed
        self.method = method
        self.caveats = caveats
        self.dataDigest = dataDigest
        self.items = items.sorted { ($0.path, $0.range?.start ?? 0) < ($1.path, $1.range?.start ?? 0) }
        self.hashes = hashes
        self.copies = copies
    }

    public func items(of part: DataPart) -> [DataItem] { items.filter { $0.part == part } }

    /// Every class, sorted.
    public var classes: [String] { Set(items.flatMap { $0.label.names }).sorted() }

    /// Groups in a part.
    public func groupCount(of part: DataPart) -> Int { Set(items(of: part).map(\.group)).count }
}
