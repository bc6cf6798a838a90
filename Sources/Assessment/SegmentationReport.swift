public import Datasets
public import Evaluation
public import InspectionPipeline
import InspectionTypes
public import Reports

/// Fills a ``Report`` from a segmenter's scoring: figures, and pictures with the true and the found defects drawn on them.
public struct SegmentationReport {
    private let card: ModelCard
    private let scoring: SegmentationScoring
    private let evaluation: SegmentationEvaluation
    private let dataset: Dataset
    private let store: PictureStore
    private let inspector: Inspector

    /// - Parameter inspector: looks once more at the pictures that are shown.
    public init(
        scoring: SegmentationScoring, evaluation: SegmentationEvaluation, dataset: Dataset, store: PictureStore,
        inspector: Inspector
    ) {
        self.card = inspector.card
        self.scoring = scoring
        self.evaluation = evaluation
        self.dataset = dataset
        self.store = store
        self.inspector = inspector
    }

    /// - Parameter examples: so many of the worst pictures are drawn at most, and as many of all.
    public func report(kind: Report.Kind, document: EvaluationDocument, examples: Int = 8) throws -> Report {
        var report = Report(kind: kind, document: document, segmentation: evaluation)
        report.card = card
        let inspection = try inspector.inspection()
        let byName = Dictionary(scoring.pictures.map { ($0.item.path, $0) }, uniquingKeysWith: { first, _ in first })
        let worst = evaluation.worstPictures.prefix(examples).compactMap { byName[$0.name] }
        report.worstPictures = worst.map { example(of: $0, inspection) }
        let shown = Set(worst.map(\.item.path))
        // What was found first, spread evenly over the data, so that not one wall alone is seen; then a few sound pictures.
        let others = scoring.pictures.filter { !shown.contains($0.item.path) }
        func some(_ count: Int, of pictures: [SegmentationScoring.Scored]) -> [SegmentationScoring.Scored] {
            let step = max(1, (pictures.count + count - 1) / max(1, count))
            return stride(from: 0, to: pictures.count, by: step).map { pictures[$0] }
        }
        let sound = some(min(2, examples), of: others.filter { !$0.counts.hasDefect })
        let found = some(max(1, examples - sound.count), of: others.filter { $0.counts.hasDefect })
        report.gallery = (found + sound).map { example(of: $0, inspection) }
        report.caveats = scoring.warnings + scoring.failures.map { "\($0.path) could not be scored: \($0.message)" }
        return report
    }

    private func example(of scored: SegmentationScoring.Scored, _ inspection: any Inspection) -> PictureExample {
        var example = PictureExample(file: scored.item.path, picture: nil, regions: scored.finding.regions)
        let order = InspectionOrder(path: dataset.filePath(of: scored.item))
        guard let evidence = try? inspection.inspect(order, wantsEvidence: true).evidence else { return example }
        let picture = evidence.picture
        example.picture = PagePicture.embedded(picture)
        if let mask = try? store.mask(of: scored.item), mask.width == picture.width, mask.height == picture.height {
            let truth = RegionFinder.regions(of: mask, label: scoring.defect)
            example.truth = PagePicture.embedded(Overlay().draw(truth, on: picture))
        }
        example.found = PagePicture.embedded(Overlay().draw(scored.finding.regions, on: picture))
        return example
    }
}
