public import Evaluation
public import FoundationEssentials
public import InspectionTypes

/// A model's figures, charts and mistakes, ready to be written as a page.
///
/// `wheeltapper-train` and `wheeltapper evaluate --report` fill the same value, for sounds and pictures, classifiers and segmenters;
/// what is empty is left out of the page.
///
/// ```swift
/// var report = Report(kind: .training, document: document, evaluation: evaluation)
/// report.card = card
/// report.epochs = epochs
/// report.mistakes = mistakes
/// let written = try report.write(to: run.path)
///
/// var second = Report(kind: .evaluation, document: document, segmentation: evaluation)
/// second.gallery = examples                               // pictures with what was found on them
/// ```
public struct Report: Sendable {
    public enum Kind: String, Sendable {
        case training = "Training"
        case evaluation = "Evaluation"
    }

    /// What the page is about: decides which figures and sections stand on it.
    public enum Subject: Sendable {
        case classifier(ClassifierEvaluation)
        case segmenter(SegmentationEvaluation)
        case detector(DetectorEvaluation)
    }

    /// Why a training ended.
    public enum Ending: Sendable, Hashable {
        case allEpochs
        /// Early stopping: the validation had not become better for long enough.
        case noImprovement(planned: Int)
        /// A person, or a limit of time, ended it.
        case stopped(planned: Int)
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
        /// A larger picture is named but not shown.
        public var pictureBytesEach: Int
        public var pictureBytesTogether: Int
        public var predictions: Int
        /// Curves in one chart: those of the classes with the least area under ROC.
        public var curves: Int
        /// Of a detector: machines with charts of their own.
        public var machines: Int

        public init(
            mistakes: Int = 12, audioBytesEach: Int = 500_000, audioBytesTogether: Int = 4_000_000,
            pictureBytesEach: Int = 1_000_000, pictureBytesTogether: Int = 4_500_000, predictions: Int = 100,
            curves: Int = 6, machines: Int = 12
        ) {
            self.mistakes = mistakes
            self.audioBytesEach = audioBytesEach
            self.audioBytesTogether = audioBytesTogether
            self.pictureBytesEach = pictureBytesEach
            self.pictureBytesTogether = pictureBytesTogether
            self.predictions = predictions
            self.curves = curves
            self.machines = machines
        }
    }

    public var kind: Kind
    /// What goes into `metrics.json`.
    public var document: EvaluationDocument
    public var subject: Subject
    public var created: Date
    /// The model's card: what it was trained on, its front end, the command that made it.
    public var card: ModelCard?
    /// What a reader must know before believing the figures; those of the card's training data are added.
    public var caveats: [String] = []
    /// Facts beside those of the card: the network, the machine, the time it took.
    public var facts: [Fact] = []
    /// What the model was made of, in the order of training: one for most models, one a machine type for an autoencoder.
    public var trainings: [TrainingDiary] = []
    public var ending: Ending?
    /// Examples of what augmentation makes of the training's pictures, on one sheet.
    public var augmentationSheet: EmbeddedPicture?
    /// Of a segmenter: pictures with what was found on them, in the order of the page.
    public var gallery: [PictureExample] = []
    /// Of a segmenter: pictures that went most wrong, the worst first. Empty: listed by name from the evaluation.
    public var worstPictures: [PictureExample] = []
    /// Of a classifier, worst first; empty: listed by name from the evaluation.
    public var mistakes: [Mistake] = []
    /// Of a detector: worst misses and false alarms, then right verdicts with what they rest on, in the order of the page.
    public var detections: [DetectionExample] = []
    /// Of a detector: what was scored though nobody says whether it is normal; stands in `predictions.csv` alone, after all else.
    public var unlabelled: [DetectorItem] = []
    /// Of a detector: how thresholds move with more normal data.
    public var calibration: [CalibrationCurve] = []
    /// In the order of `predictions.csv`.
    public var predictions: [PredictionRecord] = []
    /// Commands that repeat this result, in order; by default the card's.
    public var commands: [String] = []
    /// What one item is called, in the singular: `window`, `picture`.
    public var itemNoun: String
    public var limits = Limits()

    /// - Parameter itemNoun: `picture` for a model of pictures. Where several of them make a group (photos of one part), give the
    ///   evaluation a `groupNoun` that says so.
    public init(
        kind: Kind, document: EvaluationDocument, evaluation: ClassifierEvaluation, itemNoun: String = "window",
        created: Date = Date()
    ) {
        self.kind = kind
        self.document = document
        self.subject = .classifier(evaluation)
        self.itemNoun = itemNoun
        self.created = created
    }

    public init(
        kind: Kind, document: EvaluationDocument, segmentation: SegmentationEvaluation, created: Date = Date()
    ) {
        self.kind = kind
        self.document = document
        self.subject = .segmenter(segmentation)
        self.itemNoun = "picture"
        self.created = created
    }

    public init(kind: Kind, document: EvaluationDocument, detection: DetectorEvaluation, created: Date = Date()) {
        self.kind = kind
        self.document = document
        self.subject = .detector(detection)
        self.itemNoun = detection.itemNoun
        self.created = created
    }

    /// Opens the page: the evaluation's sentence with a capital and a full stop.
    public var headline: String {
        let sentence =
            switch subject {
            case .classifier(let evaluation): evaluation.headline
            case .segmenter(let evaluation): evaluation.headline
            case .detector(let evaluation): evaluation.headline
            }
        return sentence.prefix(1).uppercased() + sentence.dropFirst() + "."
    }

    /// All caveats, each once; many of one kind are counted.
    var allCaveats: [String] { Remarks.folded(caveats + (card?.trainingData?.caveats ?? [])) }
}
