/// How a machine's threshold moves with more normal data: is there enough of it?
public struct CalibrationCurve: Sendable, Hashable {
    /// What came out with so many normal items.
    public struct Point: Sendable, Hashable {
        /// Normal recordings or pictures that the threshold was set by.
        public var items: Int
        /// The median over random samples of so many.
        public var threshold: Double
        /// 95 % of the samples' thresholds lie between ``low`` and ``high``.
        public var low: Double
        public var high: Double

        public init(items: Int, threshold: Double, low: Double, high: Double) {
            self.items = items
            self.threshold = threshold
            self.low = low
            self.high = high
        }
    }

    /// As the card names it; of machines whose thresholds are set together, what they are called together.
    public var machine: String
    /// By rising count.
    public var points: [Point]
    /// The threshold that serves.
    public var threshold: Double
    /// Whether there is enough, for people.
    public var words: String

    public init(machine: String, points: [Point], threshold: Double, words: String = "") {
        self.machine = machine
        self.points = points
        self.threshold = threshold
        self.words = words
    }
}
