public import Datasets
public import Evaluation
public import InspectionPipeline
public import InspectionTypes

/// A data set judged by a detector, on the engine that serves, and held against what is known to be normal or not.
public struct DetectorScoring: Sendable {
    /// Whether a model is told which machine it hears.
    public enum MachineNames: Sendable, Hashable {
        /// Where the data names it and the model knows it; else it has to hear for itself.
        case fromData
        /// It has to hear for itself.
        case heard
        /// All items are of this one.
        case given(String)
    }

    /// One recording, or stretch or channel of one, or one picture, and what was said of it.
    public struct Scored: Sendable {
        public var item: DataItem
        /// Where it lies.
        public var path: String
        public var finding: Finding
        /// As tables name it, which ``DataItem/path`` alone may not: `day.wav@60.0`, `day.wav#1`.
        public var name: String
        /// The data's machine, or where it names none the one it was judged as.
        public var machine: String
        /// The machine that was heard; `nil` where the model cannot tell, or nobody knows which it was.
        public var heard: String?
        /// How long it is, to its last window's end; `nil` of a picture.
        public var seconds: Double?
        /// Of a picture whose defects are drawn, or that shows none.
        public var pixels: PixelTally?
    }

    public let medium: ModelCard.Medium
    public let card: ModelCard
    /// Of the card.
    public let machines: [DetectorCard.Machine]
    /// In the data set's order.
    public let recordings: [Scored]
    /// Of which nobody says whether they are normal: scored, but no figure counts them.
    public let unlabelled: [Scored]
    /// Files that could not be scored, each with why.
    public let failures: [(path: String, message: String)]
    public let warnings: [String]
    /// From the first order to the last finding, in seconds.
    public let seconds: Double

    /// Judges items of a data set.
    ///
    /// - Parameters:
    ///   - unlabelled: judged as well.
    ///   - store: gives the masks of pictures, in their own size; without one there are no figures of pixels.
    ///   - progress: told how many items of how many are done.
    ///   - isCancelled: asked after every item.
    /// - Throws: ``AssessmentError`` for a model that is no detector, when no file could be scored, or it was stopped.
    public init(
        _ items: [DataItem], unlabelled: [DataItem] = [], of dataset: Dataset, store: PictureStore? = nil,
        with inspector: Inspector, machines names: MachineNames = .fromData, workers: Int,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws {
        let card = inspector.card
        guard card.kind == .detector, let detector = card.detector else {
            throw AssessmentError(.labels, "the model is a \(card.kind): what is normal judges a detector")
        }
        let book = MachineBook(detector, names, windowSeconds: card.soundFrontEnd?.windowSeconds)
        let counts = card.medium == .picture && items.contains { $0.mask != nil && !$0.isNegative } ? store : nil
        let run = try ItemRun(
            items + unlabelled, of: dataset, with: inspector, workers: workers, wantsEvidence: counts != nil,
            noun: card.medium == .sound ? "recording" : "picture", machine: { book.order($0) },
            isCancelled: isCancelled, progress: progress
        ) { result, item in
            // Counting takes as long as looking does: each thread counts what it has seen.
            try Self.scored(result, item, dataset.filePath(of: item), counts, book)
        }
        medium = card.medium
        self.card = card
        machines = detector.machines
        recordings = run.values.filter { $0.index < items.count }.flatMap(\.value)
        let lengths = LengthCheck(recordings, detector.machines).warning
        self.unlabelled = run.values.filter { $0.index >= items.count }.flatMap(\.value)
        failures = run.failures
        warnings = run.warnings + [book.warning(for: items), lengths].compactMap { $0 }
        seconds = run.seconds
    }

    private static func scored(
        _ result: InspectionResult, _ item: DataItem, _ path: String, _ store: PictureStore?, _ book: MachineBook
    ) throws -> [Scored] {
        let findings = try result.findings.get()
        let pixels = try store.flatMap { store in
            try result.evidence.flatMap { try tally(of: item, $0, store) }
        }
        return findings.enumerated().map { channel, finding in
            let judged = finding.machine?.name ?? book.only
            var scored = Scored(
                item: item, path: path, finding: finding,
                name: item.path + Scoring.stretch(item) + (findings.count > 1 ? "#\(channel)" : ""),
                machine: item.machine ?? judged, heard: nil, seconds: book.seconds(of: finding, item),
                pixels: channel == 0 ? pixels : nil)
            // Told rightly only where it is known which one it was and the model says what it heard.
            if let named = item.machine.flatMap(book.known), let machine = finding.machine, machine.probability != nil {
                scored.machine = named
                scored.heard = machine.heardAs ?? machine.name
            }
            return scored
        }
    }

    /// What is anomalous pixel by pixel; `nil` for an anomaly that nobody drew, and for a model without a map.
    private static func tally(of item: DataItem, _ evidence: InspectionEvidence, _ store: PictureStore) throws
        -> PixelTally?
    {
        guard let map = evidence.anomalyMap, item.isNegative || item.mask != nil else { return nil }
        let (width, height) = (evidence.picture.width, evidence.picture.height)
        // What the front end cuts off is never found.
        var scores = [Float](repeating: map.values.min() ?? 0, count: width * height)
        map.sample(width: width, height: height) { scores[$0] = $1 }
        let truth = item.isNegative ? Mask(width: width, height: height) : try store.mask(of: item)
        return try PixelTally(name: item.path, scores: scores, width: width, height: height, truth: truth)
    }

    /// Held against the truth; intervals are drawn over what the data set says belongs together.
    public func evaluation(seed: UInt64 = 0) throws -> DetectorEvaluation {
        let drawn = recordings.filter { $0.pixels != nil }
        let pixels =
            drawn.contains { $0.pixels?.hasDefect == true }
            ? try PixelEvaluation(drawn.compactMap(\.pixels), groups: drawn.map(\.item.group), seed: seed) : nil
        return try DetectorEvaluation(
            items: detectorItems, machines: machines, pixels: pixels,
            itemNoun: medium == .sound ? "recording" : "picture", seed: seed)
    }

    /// What figures are made of, in the order of ``recordings``.
    public var detectorItems: [DetectorItem] {
        recordings.map { one in
            let isAnomaly = !one.item.isNegative
            return Self.item(one, isAnomaly: isAnomaly, kind: isAnomaly ? one.item.label.single : nil)
        }
    }

    /// What nobody labelled, in the order of ``unlabelled``: for `predictions.csv`, never for figures. Their kind is empty.
    public var unlabelledItems: [DetectorItem] { unlabelled.map { Self.item($0, isAnomaly: false, kind: "") } }

    private static func item(_ one: Scored, isAnomaly: Bool, kind: String?) -> DetectorItem {
        DetectorItem(
            file: one.name, machine: one.machine, domain: one.item.domain, group: one.item.group,
            isAnomaly: isAnomaly, kind: kind, score: one.finding.score, threshold: one.finding.threshold ?? 0,
            isReported: one.finding.verdict == .defect, heard: one.heard,
            seconds: one.seconds)
    }

    /// What `evaluate --format json` prints.
    public func document(model: String, data: String, evaluation: DetectorEvaluation) -> EvaluationDocument {
        EvaluationDocument(
            model: model, data: data, evaluation: evaluation,
            latency: .init(milliseconds: recordings.map(\.finding.milliseconds)),
            itemsPerSecond: seconds > 0 ? Double(recordings.count + unlabelled.count) / seconds : nil)
    }
}
