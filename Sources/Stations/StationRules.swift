public import InspectionTypes

/// When windows make a defect, and when it is over.
public struct StationRules: Sendable, Equatable {
    /// So many of so many usable windows in a row must be defects.
    public var rule: EventRule
    /// A defect that has not lasted so long, from its first window's start to the last one's end, is not reported. In seconds.
    public var minimumSeconds: Double
    /// A defect is over when there has been none for so long, in seconds.
    public var holdSeconds: Double

    /// Windows further apart than this are not taken together, in seconds; a second at least, and as long as a defect holds.
    public var longestPause: Double

    public init(
        rule: EventRule = .every, minimumSeconds: Double = 0, holdSeconds: Double = 2, longestPause: Double = 0
    ) {
        self.rule = rule
        self.minimumSeconds = minimumSeconds
        self.holdSeconds = holdSeconds
        self.longestPause = longestPause
    }
}
