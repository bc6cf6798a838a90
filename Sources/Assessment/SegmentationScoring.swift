public import Datasets
public import Evaluation
public import InspectionPipeline
public import InspectionTypes
import Synchronization

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
        let position = Mutex(0)
        let results = Mutex<[(index: Int, outcome: Result<Scored, any Error>, warnings: [String])]>([])
        let clock = ContinuousClock()
        let begun = clock.now
        try inspector.inspect(workers: workers, wantsEvidence: true) {
            position.withLock { next in
                guard next < items.count else { return nil }
                defer { next += 1 }
                return InspectionOrder(path: dataset.filePath(of: items[next]))
            }
        } digest: { result in
            // Counting takes as long as looking does: each thread counts what it has seen.
            let outcome = Result { try Self.scored(result, items[result.index], store, threshold) }
            return (result.index, outcome, result.warnings)
        } report: { entry in
            let done = results.withLock { list in
                list.append((index: entry.0, outcome: entry.1, warnings: entry.2))
                return list.count
            }
            progress(done, items.count)
            return true
        }
        let elapsed = begun.duration(to: clock.now)
        var (pictures, failures, warnings): ([Scored], [(path: String, message: String)], [String]) = ([], [], [])
        for entry in results.withLock({ $0.sorted { $0.index < $1.index } }) {
            warnings += entry.warnings
            switch entry.outcome {
            case .success(let scored): pictures.append(scored)
            case .failure(let error): failures.append((items[entry.index].path, "\(error)"))
            }
        }
        guard !pictures.isEmpty else {
            throw AssessmentError(
                .empty,
                failures.first.map { "no picture could be scored; the first: \($0.message)" }
                    ?? "there is nothing to score")
        }
        self.defect = card.classes.first { !card.normalClasses.contains($0) } ?? "defect"
        self.threshold = threshold
        self.pictures = pictures
        self.failures = failures
        self.warnings = warnings
        self.seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
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
