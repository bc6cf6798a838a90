public import InspectionTypes

/// The regions of a map or a mask, measured, and how many there are in all.
public struct FoundRegions: Sendable, Equatable {
    /// Largest first; ``RegionFinder/limit`` at most.
    public var listed: [Region]
    /// Regions that are large enough to be reported, listed or not.
    public var count: Int

    /// What a user should know where not all of them are listed.
    var warning: String? {
        count > listed.count
            ? "only the \(listed.count) largest of \(count) regions are listed; if most are specks, raise 'area' among the card's thresholds"
            : nil
    }
}
