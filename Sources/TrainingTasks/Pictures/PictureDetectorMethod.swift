public import Datasets
public import DetectorFitting
public import InspectionTypes
public import Reports

/// A way to tell how unlike normal pictures a picture is: what is learnt before a threshold is set.
public protocol PictureDetectorMethod {
    /// As on the command line and in the card.
    var name: String { get }
    /// Rows and columns where nobody says otherwise.
    var usualSize: Int { get }
    /// Whether a network is trained, so that a run that was stopped has something to go on from.
    var trains: Bool { get }

    /// The front end that was asked for, as the method can take it.
    ///
    /// - Throws: what would fail after hours.
    func frontEnd(_ asked: PictureFrontEnd, _ training: PictureDetectorTraining) throws -> PictureFrontEnd

    /// Learns from the training part, and scales scores by the validation part.
    ///
    /// - Throws: `FittingError` where it was stopped.
    func learn(
        _ split: Split, _ training: PictureDetectorTraining, _ material: PictureDetectorTraining.Material,
        _ run: RunFolder
    ) throws -> LearntPictures

    /// What was learnt from, for the report; `nil` where pictures were taken as they are.
    func sheet(_ split: Split, _ material: PictureDetectorTraining.Material) throws -> EmbeddedPicture?
}

extension PictureDetectorMethod {
    public func sheet(_ split: Split, _ material: PictureDetectorTraining.Material) throws -> EmbeddedPicture? { nil }
}

/// What a method has made of the training part.
public struct LearntPictures {
    public var fitted: FittedPictureDetector
    /// The training, where there was one.
    public var record: TrainingRecord?
    /// Pictures that were learnt from.
    public var count: Int

    public init(fitted: FittedPictureDetector, record: TrainingRecord? = nil, count: Int) {
        self.fitted = fitted
        self.record = record
        self.count = count
    }
}
