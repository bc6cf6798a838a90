public import InspectionTypes

/// A file to inspect, or a stretch of a sound.
public struct InspectionOrder: Sendable {
    /// The file, and its name in the finding.
    public var path: String
    /// Seconds from the start; `nil` for the whole file.
    public var start: Double?
    /// Seconds from the start; `nil` for the file's end.
    public var end: Double?
    /// Of a detector: which machine it is, as the card names it; `nil` for ``InspectionSettings/machine``, or for the detector to hear.
    public var machine: String?

    public init(path: String, start: Double? = nil, end: Double? = nil, machine: String? = nil) {
        self.path = path
        self.start = start
        self.end = end
        self.machine = machine
    }
}

/// What an inspection made of one file.
public struct InspectionOutcome: Sendable {
    /// One finding, or one a channel judged alone.
    public var findings: [Finding]
    /// What a user should know of the file though it could be read.
    public var warnings: [String]
    /// What the verdict rests on; of a picture, when asked for.
    public var evidence: InspectionEvidence?
    /// Of a detector: the network's own numbers, one for each finding.
    public var detection: [DetectionScores]?
    /// Of a detector of sounds, when evidence was asked for: what was heard, one for each finding.
    public var soundEvidence: [SoundEvidence]?

    public init(
        findings: [Finding], warnings: [String] = [], evidence: InspectionEvidence? = nil,
        detection: [DetectionScores]? = nil, soundEvidence: [SoundEvidence]? = nil
    ) {
        self.findings = findings
        self.warnings = warnings
        self.evidence = evidence
        self.detection = detection
        self.soundEvidence = soundEvidence
    }
}

/// What a verdict on a picture rests on: enough to draw it.
public struct InspectionEvidence: Sendable {
    /// The picture as it was read, upright and at its own size.
    public var picture: Picture
    /// Of a segmenter: how probable a defect is at every pixel of the picture. Of a detector: how anomalous, on ``AnomalyScale``.
    public var map: ProbabilityMap?
    /// Of a classifier: where it saw what spoke for the class that won; `nil` where the model's graph does not tell.
    public var activation: ActivationMap?
    /// Of a detector: its map as it left the network, on the scale of its scores.
    public var anomalyMap: ActivationMap?

    public init(
        picture: Picture, map: ProbabilityMap? = nil, activation: ActivationMap? = nil, anomalyMap: ActivationMap? = nil
    ) {
        self.picture = picture
        self.map = map
        self.activation = activation
        self.anomalyMap = anomalyMap
    }
}

/// One thread's way from files to findings; takes files one after the other. One owner.
public protocol Inspection: AnyObject {
    /// Inspects a file.
    ///
    /// - Parameter wantsEvidence: whether ``InspectionOutcome/evidence`` is to be filled.
    /// - Throws: ``PipelineError`` for a file that this model cannot judge, the readers' own errors.
    func inspect(_ order: InspectionOrder, wantsEvidence: Bool) throws -> InspectionOutcome

    /// What the model says of a golden input, which passes the front end as any other does.
    func scores(of golden: GoldenInput) throws -> GoldenScores

    /// The network's `embedding` of a file: the mean over its windows or tiles.
    ///
    /// - Throws: ``PipelineError`` for a model whose graph has no such output.
    func embedding(of order: InspectionOrder) throws -> [Float]
}

extension Inspection {
    /// Inspects a file without evidence.
    public func inspect(_ order: InspectionOrder) throws -> InspectionOutcome {
        try inspect(order, wantsEvidence: false)
    }

    /// Probabilities of a golden input, in ``GoldenScores/probabilities``' order.
    public func probabilities(of golden: GoldenInput) throws -> [Double] { try scores(of: golden).probabilities }
}

/// The mean of several embeddings.
struct MeanEmbedding {
    private var sums: [Double] = []
    private var count = 0

    mutating func add(_ values: UnsafeBufferPointer<Float>) throws {
        if count == 0 { sums = [Double](repeating: 0, count: values.count) }
        guard values.count == sums.count, values.allSatisfy(\.isFinite) else {
            throw PipelineError(.mismatch, "the model's embedding holds numbers that are none, or changes its length")
        }
        for index in sums.indices { sums[index] += Double(values[index]) }
        count += 1
    }

    /// `nil` where nothing was added.
    var values: [Float]? { count == 0 ? nil : sums.map { Float($0 / Double(count)) } }
}
