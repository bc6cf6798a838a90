import Datasets
import DetectorFitting
import FoundationEssentials
import InspectionTypes
import Synchronization
import Training

/// Looks for strangers among the normal pictures once a network has learnt something of them, so that the rest of its training is without those.
///
/// What was found lies in a file beside the checkpoint: a training taken up leaves out the same ones.
final class StrangerSearch: Sendable {
    /// After which epoch it is looked: a quarter of all, in which a network learns to tell the normal ones from what is painted on them. Of a
    /// training of less than four epochs never.
    private let epoch: Int
    private let training: NormalPictures
    private let heldOut: NormalPictures
    private let fitter: DefectMapFitter
    private let file: String
    private let strangers = Mutex<[StrangePicture]>([])

    /// - Parameter file: where they are kept.
    init(
        training: NormalPictures, heldOut: NormalPictures, epochs: Int, by fitter: DefectMapFitter, file: String,
        isResumed: Bool
    ) throws {
        (self.training, self.heldOut, self.fitter, self.file) = (training, heldOut, fitter, file)
        epoch = epochs / 4
        guard isResumed, let bytes = FileManager.default.contents(atPath: file) else { return }
        guard let kept = try? JSONDecoder().decode([StrangePicture].self, from: bytes) else {
            throw DatasetError(
                .file, "\(file) is damaged, so that the training cannot go on as it was: start anew without --resume")
        }
        strangers.withLock { $0 = kept }
    }

    /// All that were found.
    var found: [StrangePicture] { strangers.withLock { $0 } }

    /// Those that an epoch is trained without.
    func paths(before number: Int) -> Set<String> { number > epoch ? Set(found.map(\.path)) : [] }

    func look(with trainer: GraphTrainer) throws {
        guard trainer.epochs.count == epoch else { return }
        let new = try fitter.strangers(trainer.snapshot(), training: training, heldOut: heldOut)
        strangers.withLock { $0 = new }
        try AtomicFile.write(String(decoding: JSONEncoder().encode(new), as: UTF8.self), to: file)
    }
}
