/// What of a data set a model has met in its training.
public struct ManifestOverlap: Sendable, Equatable {
    /// What it has learnt from: figures by these promise too much.
    public var copies: [LeakagePair]
    /// For detection: what shares sound or looks with what was learnt from, as things taken in the same surroundings do.
    public var background: [LeakagePair]

    public init(copies: [LeakagePair], background: [LeakagePair] = []) {
        self.copies = copies
        self.background = background
    }

    /// What a reader of the figures must know.
    public var caveat: String? {
        background.isEmpty
            ? nil
            : "\(background.count) to judge by are like what was learnt from, less than copies would be, or among the anomalies: common surroundings are "
                + "taken for the reason. If they are copies, the figures are optimistic: \(LeakagePair.list(background, atMost: 2))"
    }
}
