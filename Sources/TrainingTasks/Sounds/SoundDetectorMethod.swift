public import Datasets
public import DetectorFitting
public import InspectionTypes

/// A way to tell how unlike its normal sound a machine sounds: what is learnt before any scorer is fitted.
public protocol SoundDetectorMethod {
    /// As on the command line and in the card.
    static var name: String { get }
    /// What a step learns from, in the plural.
    static var stepNoun: String { get }
    /// Whether a network is trained, so that a run that was stopped has something to go on from.
    static var trains: Bool { get }
    /// Whether the stretch contrast and plain statistics are components beside what the method itself scores by.
    static var usesStatistics: Bool { get }

    /// The front end where nobody says otherwise.
    ///
    /// - Parameter length: the usual recording's, in seconds.
    func frontEnd(_ options: SoundFrontEndOptions, lowestRate: Double, length: Double) throws -> SoundFrontEnd

    /// Learns from normal recordings.
    ///
    /// - Parameters:
    ///   - items: normal recordings of all machines.
    ///   - unit: names this training where there are several.
    func network(_ items: [DataItem], _ material: SoundDetectorTraining.Material, unit: String, _ run: RunFolder) throws
        -> LearntNetwork
}

/// What a method has learnt.
public struct LearntNetwork {
    public var network: DetectorNetwork
    /// The training, where there was one.
    public var record: TrainingRecord?

    public init(network: DetectorNetwork, record: TrainingRecord? = nil) {
        self.network = network
        self.record = record
    }
}
