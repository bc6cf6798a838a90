public import Datasets
public import Evaluation
public import InspectionPipeline
public import InspectionTypes
import Media
import Plotting
public import Reports
import Signals

/// Fills a ``Report`` from a classifier's scoring: figures, predictions, and the worst mistakes with their sounds or pictures.
public struct AssessmentReport {
    private let card: ModelCard
    private let scoring: Scoring
    private let evaluation: ClassifierEvaluation
    private let dataset: Dataset
    private let inspector: Inspector?
    /// Longest sound that is drawn and played, in seconds.
    private static let longestSound = 20.0

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
        guard let signal = try? sound(of: recording.item), let frontEnd = card.soundFrontEnd else { return mistake }
        let mono = Self.mono(signal)
        let length = Double(mono.count) / signal.sampleRate
        mistake.waveform = WaveformChart(
            title: "Waveform of \(recording.item.name)", samples: mono, sampleRate: signal.sampleRate,
            marked: wrongWindows.filter { $0.start < length }
                .map { $0.start...min(length, $0.start + frontEnd.windowSeconds) }
        )
        mistake.spectrogram = spectrogram(
            mono, signal.sampleRate, frontEnd, title: "Spectrogram of \(recording.item.name)")
        mistake.audio = Mistake.Audio(bytes: WaveBytes.wav16(mono, sampleRate: signal.sampleRate))
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

    private func sound(of item: DataItem) throws -> AudioSignal? {
        let reader = try AudioFileReader(path: dataset.filePath(of: item))
        let start = item.range?.start ?? 0
        if start > 0 { try reader.seek(toFrame: Int(start * reader.sampleRate)) }
        let length = min(Self.longestSound, (item.range?.end ?? .infinity) - start)
        return try reader.read(maxFrames: max(1, Int(length * reader.sampleRate)))
    }

    private static func mono(_ signal: AudioSignal) -> [Float] {
        guard signal.channelCount > 1 else { return signal.channels.first ?? [] }
        return (0..<signal.frameCount).map { frame in
            signal.channels.reduce(0) { $0 + $1[frame] } / Float(signal.channelCount)
        }
    }

    private func spectrogram(_ samples: [Float], _ rate: Double, _ frontEnd: SoundFrontEnd, title: String)
        -> SpectrogramChart?
    {
        let settings = frontEnd.logMel
        guard let extractor = try? LogMelExtractor(settings),
            let heard = try? Resampler.resample(samples, from: rate, to: settings.sampleRate)
        else { return nil }
        let mel = extractor.extract(heard)
        guard mel.frameCount > 0 else { return nil }
        let rows = (0..<mel.frameCount).map { Array(mel.values[$0 * mel.bandCount..<($0 + 1) * mel.bandCount]) }
        return SpectrogramChart(
            title: title, values: rows, duration: Double(samples.count) / rate,
            bandFrequencies: settings.bandCentres
        )
    }
}
