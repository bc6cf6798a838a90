import Datasets
import DetectorFitting
import InspectionTypes
import NeuralNetworks
import Training

/// A way to tell how unlike its normal sound a machine sounds: what is learnt before any scorer is fitted.
protocol SoundDetectorMethod {
    /// As on the command line and in the card.
    static var name: String { get }
    /// Times that the training part is gone through where nobody says otherwise; 0 of a method that learns nothing.
    static var usualEpochs: Int { get }
    /// What a step learns from, in the plural.
    static var stepNoun: String { get }
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
struct LearntNetwork {
    var network: DetectorNetwork
    /// The training, where there was one.
    var outcome: GraphTrainer.Outcome?
}
