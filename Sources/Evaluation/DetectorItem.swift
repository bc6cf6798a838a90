/// One recording or picture that a detector has judged, and what is true of it.
public struct DetectorItem: Sendable, Hashable {
    /// As a person knows it.
    public var file: String
    /// The machine whose normal it is held against in tables: the true one where the data names it.
    public var machine: String
    /// `source` or `target` where the data tells domains apart.
    public var domain: String?
    /// What depends on each other shares one; intervals are drawn over groups.
    public var group: String
    public var isAnomaly: Bool
    /// What is wrong, as the data names it (`broken_1`, `anomaly`); of what is sound: `normal`.
    public var kind: String
    /// Larger means more anomalous.
    public var score: Double
    /// The score from which on this machine's items are reported.
    public var threshold: Double
    /// Whether it was reported.
    public var isReported: Bool
    /// How long the recording is; `nil` of a picture.
    public var seconds: Double?
    /// The machine that the detector heard; `nil` where it knows a single one, or does not tell.
    public var heard: String?

    /// - Parameter isReported: By default whether the score reaches the threshold.
    public init(
        file: String, machine: String, domain: String? = nil, group: String, isAnomaly: Bool, kind: String? = nil,
        score: Double, threshold: Double, isReported: Bool? = nil, heard: String? = nil,
        seconds: Double? = nil
    ) {
        self.file = file
        self.machine = machine
        self.domain = domain
        self.group = group
        self.isAnomaly = isAnomaly
        self.kind = kind ?? (isAnomaly ? "anomaly" : "normal")
        self.score = score
        self.threshold = threshold
        self.isReported = isReported ?? (score >= threshold)
        self.heard = heard
        self.seconds = seconds
    }

    /// An anomaly that was passed over, or a sound item that was reported.
    public var isWrong: Bool { isAnomaly != isReported }
    /// How far the score lies above the threshold; negative below it.
    public var margin: Double { score - threshold }
    /// Whether the machine that was heard is the true one; `nil` where nothing was heard.
    public var isHeardRightly: Bool? { heard.map { $0 == machine } }
}
