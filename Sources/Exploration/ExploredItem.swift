/// What is known of an embedding beside its numbers.
public struct ExploredItem: Sendable, Hashable {
    /// From the data set's root.
    public var path: String
    /// Of a window or a stretch of a recording, in seconds.
    public var start: Double?
    /// `nil` where nobody says what it is.
    public var label: String?
    /// What belongs together: its members do not vouch for each other's labels.
    public var group: String
    public var machine: String?
    /// The side of a split: `train`, `test`.
    public var part: String?

    public init(
        path: String, start: Double? = nil, label: String?, group: String, machine: String? = nil, part: String? = nil
    ) {
        self.path = path
        self.start = start
        self.label = label
        self.group = group
        self.machine = machine
        self.part = part
    }
}
