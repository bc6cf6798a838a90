public import Datasets
public import Evaluation
public import InspectionPipeline
import InspectionTypes
import Media
import Plotting
public import Reports

/// Fills a ``Report`` from a detector's scoring: figures, and the worst misses and false alarms with what their verdicts rest on.
///
/// ```swift
/// let scoring = try DetectorScoring(items, of: dataset, with: inspector, workers: 2)
/// let evaluation = try scoring.evaluation()
/// let document = scoring.document(model: "fan.onnx", data: "fan", evaluation: evaluation)
/// var report = try DetectorReport(
///     scoring: scoring, evaluation: evaluation, dataset: dataset, inspector: inspector,
///     manifest: file.trainingManifest
/// ).report(kind: .training, document: document)
/// report.calibration = curves
/// let written = try report.write(to: run.path)
/// try ChallengeFiles(scoring)?.write(to: run.path)
/// ```
public struct DetectorReport {
    private let scoring: DetectorScoring
    private let evaluation: DetectorEvaluation
    private let dataset: Dataset
    private let store: PictureStore?
    private let inspector: Inspector
    private let normals: NormalExamples

    /// - Parameters:
    ///   - store: gives the masks of pictures; without one none are drawn.
    ///   - inspector: looks once more at the pictures that are shown.
    ///   - manifest: by which the normal examples that a finding names are known again; without one they are named, not shown.
    public init(
        scoring: DetectorScoring, evaluation: DetectorEvaluation, dataset: Dataset, store: PictureStore? = nil,
        inspector: Inspector, manifest: TrainingManifest?
    ) {
        self.scoring = scoring
        self.evaluation = evaluation
        self.dataset = dataset
        self.store = store
        self.inspector = inspector
        normals = NormalExamples(
            manifest, in: [dataset.root] + [scoring.card.trainingData?.name].compactMap { $0 })
    }

    /// - Parameter examples: so many misses are drawn at most, as many false alarms, and as many right verdicts.
    public func report(kind: Report.Kind, document: EvaluationDocument, examples: Int = 4) throws -> Report {
        var report = Report(kind: kind, document: document, detection: evaluation)
        report.card = scoring.card
        report.unlabelled = scoring.unlabelledItems
        // Two sounds an example: still small enough to be mailed.
        report.limits.audioBytesTogether = 8_000_000
        let inspection = try inspector.inspection()
        let byName = Dictionary(scoring.recordings.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let items =
            Self.spread(evaluation.misses, examples) + Self.spread(evaluation.falseAlarms, examples)
            + Self.spread(caught, examples)
        report.detections = items.compactMap { item in byName[item.file].map { example(of: $0, item, inspection) } }
        report.caveats = scoring.warnings + scoring.failures.map { "\($0.path) could not be scored: \($0.message)" }
        return report
    }

    /// Anomalies that were reported, from the middle of the field: the clearest say little, the narrowest are luck.
    private var caught: [DetectorItem] {
        let sorted = evaluation.items.filter { $0.isAnomaly && $0.isReported }.sorted {
            ($0.margin, $0.file) < ($1.margin, $1.file)
        }
        return Array(sorted.dropFirst(sorted.count / 2) + sorted.prefix(sorted.count / 2).reversed())
    }

    /// The first of each machine and kind by turns, so that one machine does not fill the page.
    static func spread(_ items: [DetectorItem], _ count: Int) -> [DetectorItem] {
        var order: [String] = []
        var waiting: [String: [DetectorItem]] = [:]
        for item in items {
            let key = item.machine + "\u{0}" + item.kind
            if waiting[key] == nil { order.append(key) }
            waiting[key, default: []].append(item)
        }
        var chosen: [DetectorItem] = []
        var round = 0
        while chosen.count < min(count, items.count) {
            for key in order where chosen.count < count {
                if let own = waiting[key], round < own.count { chosen.append(own[round]) }
            }
            round += 1
        }
        return chosen
    }

    private func example(
        of scored: DetectorScoring.Scored, _ item: DetectorItem, _ inspection: any Inspection
    ) -> DetectionExample {
        var example = DetectionExample(
            item: item, deviations: scored.finding.deviations, nearest: scored.finding.nearest)
        switch scoring.medium {
        case .sound: fillSound(&example, scored)
        case .picture: fillPicture(&example, scored, inspection)
        }
        return example
    }

    private func fillSound(_ example: inout DetectionExample, _ scored: DetectorScoring.Scored) {
        guard let frontEnd = scoring.card.soundFrontEnd else { return }
        let range = scored.item.range
        let path = dataset.filePath(of: scored.item)
        let start = PageSound.start(
            showing: scored.finding.deviations.first, from: range?.start ?? 0,
            to: range?.end ?? PageSound.duration(of: path))
        if let sound = PageSound(path: path, start: start, end: range?.end) {
            example.audio = sound.audio
            example.spectrogram = sound.spectrogram(
                frontEnd.logMel, title: "Spectrogram of \(scored.item.name)")
            example.spectrogram?.marks = Self.marks(scored.finding.deviations, from: start, seconds: sound.duration)
            if start > (range?.start ?? 0) {
                let (first, last) = (
                    DecimalText.fixed(start, digits: 1), DecimalText.fixed(start + sound.duration, digits: 1)
                )
                example.note = "Shown and played from \(first) to \(last) s, around the largest deviation."
            }
        }
        guard let nearest = scored.finding.nearest, let path = normals.path(of: nearest.file),
            let sound = PageSound(path: path, start: nearest.start ?? 0)
        else { return }
        example.nearestAudio = sound.audio
        example.nearestSpectrogram = sound.spectrogram(frontEnd.logMel, title: "Spectrogram of \(nearest.file)")
    }

    private func fillPicture(
        _ example: inout DetectionExample, _ scored: DetectorScoring.Scored, _ inspection: any Inspection
    ) {
        let order = InspectionOrder(path: dataset.filePath(of: scored.item))
        if let nearest = scored.finding.nearest, let path = normals.path(of: nearest.file) {
            example.nearestPicture = (try? PictureFile.read(path)).flatMap { PagePicture.embedded($0) }
        }
        guard let outcome = try? inspection.inspect(order, wantsEvidence: true), let evidence = outcome.evidence else {
            return
        }
        let picture = evidence.picture
        example.picture = PagePicture.embedded(picture)
        if scored.item.mask != nil, !scored.item.isNegative, let mask = try? store?.mask(of: scored.item),
            mask.width == picture.width, mask.height == picture.height
        {
            let truth = RegionFinder.regions(of: mask, label: scored.item.label.single ?? "anomaly")
            example.truth = PagePicture.embedded(Overlay().draw(truth, on: picture))
        }
        if let map = evidence.map {
            let regions = outcome.findings.first?.regions ?? []
            example.map = PagePicture.embedded(Overlay().draw(map, anomalies: regions, on: picture))
        }
    }

    /// What of the deviations is seen in a drawing of `seconds` that begins at `start`.
    static func marks(_ deviations: [BandDeviation], from start: Double, seconds: Double) -> [SpectrogramChart.Mark] {
        deviations.filter { $0.start < start + seconds && $0.end > start }.map { deviation in
            .init(
                start: max(0, deviation.start - start), end: min(seconds, deviation.end - start),
                lowFrequency: deviation.lowFrequency, highFrequency: deviation.highFrequency,
                label: decibels(deviation.decibels))
        }
    }

    private static func decibels(_ value: Double) -> String {
        (value < 0 ? "−" : "+") + DecimalText.fixed(abs(value), digits: 1) + " dB"
    }
}
