public import Datasets
public import Evaluation
public import InspectionPipeline
public import InspectionTypes

/// A data set's pictures segmented by a model, on the engine that serves, and held against their masks.
public struct SegmentationScoring: Sendable {
    /// One picture and what the model made of it; its map is counted and let go.
    public struct Scored: Sendable {
        public var item: DataItem
        public var finding: Finding
        public var counts: SegmentationCounts
    }

    /// What is looked for, in the singular.
    public let defect: String
    /// The card's, of a pixel.
    public let threshold: Double
    /// In the data set's order.
    public let pictures: [Scored]
    /// Files that could not be scored, each with why.
    public let failures: [(path: String, message: String)]
    public let warnings: [String]
    /// From the first order to the last finding, in seconds.
    public let seconds: Double

    /// Segments items of a data set and counts how far their masks are met.
    ///
    /// - Parameters:
    ///   - store: gives the masks, in their pictures' own size.
    ///   - progress: told how many items of how many are done.
    /// - Throws: ``AssessmentError`` for a model that is no segmenter, or when no file could be scored.
    public init(
        _ items: [DataItem], of dataset: Dataset, store: PictureStore, with inspector: Inspector, workers: Int,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        let card = inspector.card
        guard card.kind == .segmenter else {
            throw AssessmentError(.labels, "the model is a \(card.kind): masks judge a segmenter")
        }
        let threshold = card.thresholds["pixel"]?.value ?? PictureSegmentation.defaultThreshold
        let run = try ItemRun(
            items, of: dataset, with: inspector, workers: workers, wantsEvidence: true, noun: "picture",
            progress: progress
        ) { result, item in
            // Counting takes as long as looking does: each thread counts what it has seen.
            try Self.scored(result, item, store, threshold)
        }
        self.defect = card.classes.first { !card.normalClasses.contains($0) } ?? "defect"
        self.threshold = threshold
        self.pictures = run.values.map(\.value)
        self.failures = run.failures
        self.warnings = run.warnings
        self.seconds = run.seconds
    }

    private static func scored(
        _ result: InspectionResult, _ item: DataItem, _ store: PictureStore, _ threshold: Double
    ) throws -> Scored {
        guard let finding = try result.findings.get().first, let map = result.evidence?.map else {
            throw AssessmentError(.empty, "\(item.path): the model gave no map")
        }
        let counts = try SegmentationCounts(
            name: item.path, map: map, truth: store.mask(of: item), threshold: threshold,
            regions: finding.regions.count)
        return Scored(item: item, finding: finding, counts: counts)
    }

    /// Masks held against the true ones; intervals are drawn over what the data set says belongs together.
    public func evaluation() throws -> SegmentationEvaluation {
        try SegmentationEvaluation(
            pictures: pictures.map(\.counts), groups: pictures.map(\.item.group), threshold: threshold,
            defectNoun: defect)
    }

    /// What `evaluate --format json` prints.
    public func document(model: String, data: String, evaluation: SegmentationEvaluation) -> EvaluationDocument {
        EvaluationDocument(
            model: model, data: data, evaluation: evaluation,
            latency: .init(milliseconds: pictures.map(\.finding.milliseconds)),
            itemsPerSecond: seconds > 0 ? Double(pictures.count) / seconds : nil)
    }
}
