/// What an inspector says of one window of a recording.
public struct WindowFinding: Sendable, Hashable, Codable {
    /// Seconds from the recording's start.
    public var start: Double
    /// Most probable class.
    public var label: String
    /// Probability of ``label``.
    public var score: Double
    /// Time spent on this window, in milliseconds.
    public var milliseconds: Double
    /// Probability a class, in the card's order.
    public var probabilities: [Double]

    public init(start: Double, label: String, score: Double, milliseconds: Double, probabilities: [Double]) {
        self.start = start
        self.label = label
        self.score = score
        self.milliseconds = milliseconds
        self.probabilities = probabilities
    }
}

/// A class and how probable it is.
public struct ClassProbability: Sendable, Hashable, Codable {
    public var name: String
    public var value: Double

    public init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}

/// The word that a person acts on.
public enum Verdict: String, Sendable, Hashable, Codable {
    /// The label is one of the card's normal classes, or the score stays below the threshold.
    case normal
    /// The label is one of the card's defect classes, or the score passes the threshold.
    case defect
    /// A classifier whose classes are neither good nor bad says only which one.
    case classified
}

/// What an inspector says of one recording or picture.
public struct Finding: Sendable, Hashable {
    /// The file as the user named it; with `each` channel judged alone, followed by `#` and the channel's number.
    public var file: String
    /// The model's name.
    public var model: String
    public var verdict: Verdict
    public var label: String
    public var score: Double
    public var threshold: Double?
    /// Probability by class, the mean over the windows.
    public var probabilities: [ClassProbability]
    public var windows: [WindowFinding]
    /// Defects found in a picture, the largest first.
    public var regions: [Region]
    /// Of a detector of several machines: which one was heard.
    public var machine: HeardMachine?
    /// Of a detector of sounds: where it differs from that machine's normal sound, the largest deviation first.
    public var deviations: [BandDeviation] = []
    /// Of a detector with a memory of normal examples: the one that resembles most.
    public var nearest: NearestNormal?
    /// Time from opening the file to the verdict, in milliseconds.
    public var milliseconds: Double

    public init(
        file: String, model: String, verdict: Verdict, label: String, score: Double, threshold: Double?,
        probabilities: [ClassProbability], windows: [WindowFinding] = [], regions: [Region] = [], milliseconds: Double
    ) {
        self.file = file
        self.model = model
        self.verdict = verdict
        self.label = label
        self.score = score
        self.threshold = threshold
        self.probabilities = probabilities
        self.windows = windows
        self.regions = regions
        self.milliseconds = milliseconds
    }
}
