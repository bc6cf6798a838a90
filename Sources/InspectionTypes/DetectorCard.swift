/// What a detector's card carries beside what all cards do: the machines it knows, and what its thresholds rest on.
public struct DetectorCard: Sendable, Codable, Equatable {
    /// How it scores, by the method's name on the command line: `embedding`, `autoencoder`, `backbone`, `patchcore`, `padim`, `synthetic`.
    public var method: String
    /// In the order of the columns of the graph's outputs `scores` and `probabilities`; a detector of one thing has one.
    public var machines: [Machine]
    /// When windows make an event.
    public var rule: EventRule
    /// The scorer that was chosen and on what grounds, in words.
    public var scoring: String
    /// Hardly any normal recording's likeliest machine is held less probable than this: one that is, and is an anomaly to all machines, is
    /// of none that is known. `nil` where it was not measured.
    public var leastProbability: Double?
    /// Share of windows held out from learning in which step one heard the right machine; `nil` with one machine, or where it was not measured.
    public var heardRightly: MetricValue?
    /// Whether step one may contradict a user who names the machine: not where it was wrong in more than a tenth of held-out windows.
    public var mayContradict: Bool { heardRightly.map { $0.value >= 0.9 } ?? true }

    /// A machine type and ID, or whatever else is judged against a normal of its own.
    public struct Machine: Sendable, Codable, Equatable {
        /// As findings and tables name it, such as `fan id_00`.
        public var name: String
        /// Normal recordings or pictures that it was learnt from.
        public var items: Int
        /// Score from which on a recording or picture is reported.
        public var threshold: Double
        public var calibration: Calibration

        public init(name: String, items: Int, threshold: Double, calibration: Calibration) {
            self.name = name
            self.items = items
            self.threshold = threshold
            self.calibration = calibration
        }
    }

    /// What a threshold rests on.
    public struct Calibration: Sendable, Codable, Equatable {
        /// Normal recordings or pictures that were scored for it, none of them learnt from unless ``caveats`` say so.
        public var items: Int
        /// Groups that they were recorded in, which is what the promise counts; `nil` where each is one of its own.
        public var groups: Int?
        /// How long they are together, in seconds; 0 of pictures.
        public var seconds: Double
        /// Of the machines whose normal recordings stood for it, where its own were too few.
        public var pooled: Bool
        /// Share of normal recordings or pictures that will be reported: what is promised, with the 95 % interval within which the
        /// share of many new ones will lie.
        public var falseAlarms: MetricValue
        /// False alarms an hour at the rate of inspection that was given or measured; `nil` where there is none.
        public var perHour: MetricValue?
        /// What was asked for, such as `1/week`.
        public var asked: String
        /// Whether the data supports what was asked for.
        public var isSupported: Bool
        /// In words, for people: what was asked for, what can be promised, what it rests on.
        public var words: String
        public var caveats: [String]

        public init(
            items: Int, groups: Int? = nil, seconds: Double, pooled: Bool, falseAlarms: MetricValue,
            perHour: MetricValue?, asked: String, isSupported: Bool, words: String, caveats: [String] = []
        ) {
            self.items = items
            self.groups = groups
            self.seconds = seconds
            self.pooled = pooled
            self.falseAlarms = falseAlarms
            self.perHour = perHour
            self.asked = asked
            self.isSupported = isSupported
            self.words = words
            self.caveats = caveats
        }
    }

    public init(
        method: String, machines: [Machine], rule: EventRule = .every, scoring: String, leastProbability: Double? = nil,
        heardRightly: MetricValue? = nil
    ) {
        self.leastProbability = leastProbability
        self.heardRightly = heardRightly
        self.method = method
        self.machines = machines
        self.rule = rule
        self.scoring = scoring
    }
}
