/// A defect that was heard, from its first window to its last.
public struct DefectEvent: Sendable, Equatable {
    /// Counts a source's defects, from 1.
    public var number: Int
    /// Of most of its windows.
    public var label: String
    /// Of a detector of several machines.
    public var machine: String?
    /// Where its first window starts and its last one ends, in seconds of the source.
    public var start: Double
    public var end: Double
    /// Of the window that spoke for it the loudest; its score and the threshold it passed.
    public var peakScore: Double
    public var threshold: Double?
    /// Windows that were defects.
    public var windows: Int

    public init(
        number: Int, label: String, machine: String? = nil, start: Double, end: Double, peakScore: Double,
        threshold: Double? = nil, windows: Int
    ) {
        self.number = number
        self.label = label
        self.machine = machine
        self.start = start
        self.end = end
        self.peakScore = peakScore
        self.threshold = threshold
        self.windows = windows
    }
}

/// What is the matter with a source right now.
public enum StationState: Sendable, Equatable {
    /// Nothing has been judged yet.
    case waiting
    case normal
    case defect(String)
    /// Of a classifier whose classes are neither good nor bad.
    case heard(String)
    /// The sound is no good: nothing is said of the machine.
    case unusable(SignalProblem)
}
