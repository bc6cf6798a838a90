public import Datasets
public import Evaluation
public import InspectionPipeline
public import InspectionTypes
import Media
import Plotting
public import Reports

/// Fills a ``Report`` from a classifier's scoring: figures, predictions, and the worst mistakes with their sounds or pictures.
public struct AssessmentReport {
    private let card: ModelCard
    private let scoring: Scoring
    private let evaluation: ClassifierEvaluation
    private let dataset: Dataset
    private let inspector: Inspector?

    /// - Parameter inspector: looks once more at pictures named wrongly, to show where it looked; without one they are shown as they are.
    public init(
        card: ModelCard, scoring: Scoring, evaluation: ClassifierEvaluation, dataset: Dataset,
        inspector: Inspector? = nil
    ) {
        self.card = card
        self.inspector = inspector
        self.scoring = scoring
        self.evaluation = evaluation
        self.dataset = dataset
    }

    /// What `evaluate --format json` prints.
    public static func document(
        model: String, data: String, scoring: Scoring, evaluation: ClassifierEvaluation
    ) -> EvaluationDocument {
        let times = scoring.recordings.flatMap { $0.windows.map(\.milliseconds) }
        return EvaluationDocument(
            model: model, data: data, evaluation: evaluation, latency: .init(milliseconds: times),
            itemsPerSecond: scoring.itemsPerSecond
        )
    }

    /// - Parameter mistakes: at most so many are drawn.
    public func report(kind: Report.Kind, document: EvaluationDocument, mistakes: Int = 12) -> Report {
        var report = Report(
            kind: kind, document: document, evaluation: evaluation,
            itemNoun: scoring.medium == .sound ? "window" : "picture")
        report.card = card
        report.predictions = predictions
        report.mistakes = worst(mistakes)
        report.caveats = scoring.warnings + scoring.failures.map { "\($0.path) could not be scored: \($0.message)" }
        return report
    }

    private var predictions: [PredictionRecord] {
        scoring.recordings.flatMap { recording in
            recording.windows.map { window in
                PredictionRecord(
                    file: recording.item.path,
                    start: scoring.medium == .sound ? window.start + (recording.item.range?.start ?? 0) : nil,
                    group: recording.item.group, truth: scoring.classes[recording.truth], label: window.label,
                    score: window.score, probabilities: window.probabilities
                )
            }
        }
    }

    /// Recordings named wrongly, the surest error first; where there are none, those with windows named wrongly.
    private func worst(_ count: Int) -> [Mistake] {
        var wrong = scoring.recordings.filter { $0.finding.label != scoring.classes[$0.truth] }
            .sorted { $0.finding.score > $1.finding.score }
        if wrong.isEmpty {
            wrong = scoring.recordings.filter { recording in
                recording.windows.contains { $0.label != scoring.classes[recording.truth] }
            }.sorted { $0.finding.score < $1.finding.score }
        }
        return wrong.prefix(count).map { mistake(of: $0) }
    }

    private func mistake(of recording: Scoring.Recording) -> Mistake {
        if scoring.medium == .picture { return pictureMistake(of: recording) }
        let truth = scoring.classes[recording.truth]
        let wrongWindows = recording.finding.windows.filter { $0.label != truth }
        var mistake = Mistake(
            file: recording.item.path, truth: truth, verdict: recording.finding.label, score: recording.finding.score,
            note: recording.finding.windows.count > 1
                ? "\(wrongWindows.count) of \(recording.finding.windows.count) windows were named otherwise than \(truth)"
                : nil
        )
        let range = recording.item.range
        guard let frontEnd = card.soundFrontEnd,
            let sound = PageSound(
                path: dataset.filePath(of: recording.item), start: range?.start ?? 0, end: range?.end)
        else { return mistake }
        mistake.waveform = WaveformChart(
            title: "Waveform of \(recording.item.name)", samples: sound.samples, sampleRate: sound.sampleRate,
            marked: wrongWindows.filter { $0.start < sound.duration }
                .map { $0.start...min(sound.duration, $0.start + frontEnd.windowSeconds) }
        )
        mistake.spectrogram = sound.spectrogram(
            frontEnd.logMel, title: "Spectrogram of \(recording.item.name)")
        mistake.audio = sound.audio
        return mistake
    }

    private func pictureMistake(of recording: Scoring.Recording) -> Mistake {
        var mistake = Mistake(
            file: recording.item.path, truth: scoring.classes[recording.truth], verdict: recording.finding.label,
            score: recording.finding.score)
        let path = dataset.filePath(of: recording.item)
        let evidence = try? inspector?.inspection().inspect(InspectionOrder(path: path), wantsEvidence: true).evidence
        guard let picture = evidence?.picture ?? (try? PictureFile.read(path)) else { return mistake }
        mistake.picture = PagePicture.embedded(picture)
        if let activation = evidence?.activation {
            mistake.activationMap = PagePicture.embedded(
                Overlay().draw(activation, on: picture), caption: "where it saw \(recording.finding.label)")
        }
        return mistake
    }
}
