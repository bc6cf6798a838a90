public import FoundationEssentials

/// All that a verdict depends on beside the graph, and what a person wants to know of a model.
///
/// Stands as JSON under the ONNX file's `metadata_props`, key ``metadataKey``. Keys are snake case.
public struct ModelCard: Sendable, Codable, Equatable {
    /// The key in `metadata_props`.
    public static let metadataKey = "wheeltapper.card"

    public enum Kind: String, Sendable, Codable { case classifier, detector, segmenter }
    public enum Medium: String, Sendable, Codable { case sound, picture }

    /// How a classifier's labels stand to each other.
    public enum Labelling: String, Sendable, Codable {
        /// One of them holds: probabilities add up to 1.
        case exclusive
        /// Several may hold, or none: each has a score 0…1 of its own.
        case independent
    }

    /// A threshold and where it comes from.
    public struct Threshold: Sendable, Codable, Equatable {
        public var value: Double
        /// How it was derived, in words.
        public var derivation: String

        public init(value: Double, derivation: String) {
            self.value = value
            self.derivation = derivation
        }
    }

    /// What the model was trained on.
    public struct TrainingData: Sendable, Codable, Equatable {
        /// Folder or table, as named on the command line.
        public var name: String
        public var items: Int
        public var groups: Int
        /// SHA-256 over the sorted content hashes and labels.
        public var digest: String
        /// SHA-256 of the split as written down.
        public var splitDigest: String
        /// What a reader must know of the split, such as "same recording: optimistic".
        public var caveats: [String]

        public init(name: String, items: Int, groups: Int, digest: String, splitDigest: String, caveats: [String] = [])
        {
            self.name = name
            self.items = items
            self.groups = groups
            self.digest = digest
            self.splitDigest = splitDigest
            self.caveats = caveats
        }
    }

    /// The card's own format; a reader refuses a higher one.
    public var formatVersion: Int = 1
    public var kind: Kind
    public var medium: Medium
    public var name: String
    public var version: String
    public var created: Date
    /// Of a sound model.
    public var soundFrontEnd: SoundFrontEnd?
    /// Of a picture model.
    public var pictureFrontEnd: PictureFrontEnd?
    /// In the order of the model's outputs.
    public var classes: [String]
    /// Of a classifier. Exclusive labels, the rule, are not written into the JSON.
    public var labelling: Labelling {
        get { namedLabelling ?? .exclusive }
        set { namedLabelling = newValue == .exclusive ? nil : newValue }
    }
    private var namedLabelling: Labelling?
    /// Those of ``classes`` that mean "all is well"; empty where classes are neither good nor bad.
    public var normalClasses: [String] = []
    /// By name; a detector's stands under `score`, a segmenter's under `pixel` (probability) and `area` (pixels of the smallest region).
    public var thresholds: [String: Threshold] = [:]
    /// Figures on data not trained on, by the names of `evaluate --format json`.
    public var validation: [String: MetricValue] = [:]
    public var trainingData: TrainingData?
    /// Of a detector.
    public var detector: DetectorCard?
    public var seed: UInt64?
    /// The command that made it.
    public var command: String?
    /// For people.
    public var purpose: String?
    public var asset: String?
    public var sensor: String?
    public var contact: String?
    /// Of a model made elsewhere: where it comes from and under which licence.
    public var origin: String?

    private enum CodingKeys: String, CodingKey {
        case formatVersion, kind, medium, name, version, created, soundFrontEnd, pictureFrontEnd, classes
        case namedLabelling = "labelling"
        case normalClasses, thresholds, validation, trainingData, detector, seed, command
        case purpose, asset, sensor, contact, origin
    }

    public init(
        kind: Kind, medium: Medium, name: String, version: String, created: Date, soundFrontEnd: SoundFrontEnd?,
        classes: [String]
    ) {
        self.kind = kind
        self.medium = medium
        self.name = name
        self.version = version
        self.created = created
        self.soundFrontEnd = soundFrontEnd
        self.classes = classes
    }

    /// A card of a picture model.
    public init(
        kind: Kind, name: String, version: String, created: Date, pictureFrontEnd: PictureFrontEnd, classes: [String]
    ) {
        self.init(
            kind: kind, medium: .picture, name: name, version: version, created: created, soundFrontEnd: nil,
            classes: classes)
        self.pictureFrontEnd = pictureFrontEnd
    }
}
