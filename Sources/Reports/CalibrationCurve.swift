/// How a machine's threshold moves with more normal data: is there enough of it?
public struct CalibrationCurve: Sendable, Hashable {
    /// What came out with so many normal items.
    public struct Point: Sendable, Hashable {
        /// Normal recordings or pictures that the threshold was set by.
        public var items: Int
        /// The median over random choices of so many.
        public var threshold: Double
        /// Nine of ten random choices lie between ``low`` and ``high``.
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

    public init(machine: String, points: [Point], threshold: Double) {
        self.machine = machine
        self.points = points
        self.threshold = threshold
    }
}
