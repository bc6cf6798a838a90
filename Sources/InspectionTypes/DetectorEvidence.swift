/// Which machine a detector heard.
public struct HeardMachine: Sendable, Hashable, Codable {
    /// The machine whose normal sounds the score was taken against: the one given, or the one heard.
    public var name: String
    /// How probable the network holds ``name``, 0…1; `nil` of a network that does not tell machines apart.
    public var probability: Double?
    /// Whether a user said which machine it is.
    public var isGiven: Bool
    /// The most probable machine where it is another than the one given; `nil` where both agree.
    public var heardAs: String?

    public init(name: String, probability: Double?, isGiven: Bool = false, heardAs: String? = nil) {
        self.name = name
        self.probability = probability
        self.isGiven = isGiven
        self.heardAs = heardAs
    }
}

/// A stretch of time and frequency in which a recording differs from its machine's normal sound.
public struct BandDeviation: Sendable, Hashable, Codable {
    /// In hertz.
    public var lowFrequency: Double
    /// In hertz.
    public var highFrequency: Double
    /// Seconds from the recording's start.
    public var start: Double
    /// Seconds from the recording's start.
    public var end: Double
    /// Decibels above the machine's normal level in that band; below 0 for a band that is quieter.
    public var decibels: Double
    /// ``decibels`` in standard deviations of the normal recordings.
    public var deviations: Double

    public init(
        lowFrequency: Double, highFrequency: Double, start: Double, end: Double, decibels: Double, deviations: Double
    ) {
        self.lowFrequency = lowFrequency
        self.highFrequency = highFrequency
        self.start = start
        self.end = end
        self.decibels = decibels
        self.deviations = deviations
    }
}

/// The normal recording or picture that resembles most what was judged, to listen to or look at beside it.
public struct NearestNormal: Sendable, Hashable, Codable {
    /// As the training data names it.
    public var file: String
    /// Seconds from its start; `nil` of a picture.
    public var start: Double?

    public init(file: String, start: Double? = nil) {
        self.file = file
        self.start = start
    }
}
