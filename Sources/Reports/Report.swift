public import Evaluation
public import FoundationEssentials
public import InspectionTypes

/// A model's figures, charts and mistakes, ready to be written as a page.
///
/// `wheeltapper-train` and `wheeltapper evaluate --report` fill the same value; what is empty is left out of the page.
///
/// ```swift
/// var report = Report(kind: .training, document: document, evaluation: evaluation)
/// report.card = card
/// report.epochs = epochs
/// report.mistakes = mistakes
/// let written = try report.write(to: run.path)
/// ```
public struct Report: Sendable {
    public enum Kind: String, Sendable {
        case training = "Training"
        case evaluation = "Evaluation"
    }

    /// A line of a table of facts.
    public struct Fact: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// How much goes into the page, so that it stays small enough to be mailed.
    public struct Limits: Sendable {
        public var mistakes: Int
        /// A recording longer than this is shown but cannot be played.
        public var audioBytesEach: Int
        public var audioBytesTogether: Int
        public var predictions: Int
        /// Curves in one chart: those of the classes with the least area under ROC.
        public var curves: Int

        public init(
            mistakes: Int = 12, audioBytesEach: Int = 500_000, audioBytesTogether: Int = 4_000_000,
            predictions: Int = 100, curves: Int = 6
        ) {
            self.mistakes = mistakes
            self.audioBytesEach = audioBytesEach
            self.audioBytesTogether = audioBytesTogether
            self.predictions = predictions
            self.curves = curves
        }
    }

    public var kind: Kind
    /// What goes into `metrics.json`.
    public var document: EvaluationDocument
    public var evaluation: ClassifierEvaluation
    public var created: Date
    /// The model's card: what it was trained on, its front end, the command that made it.
    public var card: ModelCard?
    /// What a reader must know before believing the figures; those of the card's training data are added.
    public var caveats: [String] = []
    /// Facts beside those of the card: the network, the machine, the time it took.
    public var facts: [Fact] = []
    /// Diary of the training.
    public var epochs: [EpochRecord] = []
    /// Worst first; empty: listed by name from the evaluation.
    public var mistakes: [Mistake] = []
    /// In the order of `predictions.csv`.
    public var predictions: [PredictionRecord] = []
    /// Commands that repeat this result, in order; by default the card's.
    public var commands: [String] = []
    /// What one item is called, in the singular.
    public var itemNoun: String = "window"
    public var limits = Limits()

    public init(kind: Kind, document: EvaluationDocument, evaluation: ClassifierEvaluation, created: Date = Date()) {
        self.kind = kind
        self.document = document
        self.evaluation = evaluation
        self.created = created
    }

    /// Opens the page: the evaluation's sentence with a capital and a full stop.
    public var headline: String {
        let sentence = evaluation.headline
        return sentence.prefix(1).uppercased() + sentence.dropFirst() + "."
    }

    /// What the figures over items count: recordings, where each is one item.
    var countedNoun: String { evaluation.itemCount == evaluation.groupCount ? evaluation.groupNoun : itemNoun }

    /// All caveats, each once.
    var allCaveats: [String] {
        var seen: Set<String> = []
        return (caveats + (card?.trainingData?.caveats ?? [])).filter { seen.insert($0).inserted }
    }
}
