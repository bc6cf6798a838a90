import Augmentation
import Datasets
import FoundationEssentials
import InspectionTypes
import Synchronization
import Training

/// Looks after every epoch where pictures without a defect raise false alarms, so that those places are shown more often.
///
/// What was found after the last two epochs lies in a file beside the checkpoint: a training taken up draws the same crops, also when it
/// was killed between the two files.
final class HardNegativeMining: Sendable {
    private let pictures: MaskedPictures
    private let crops: [Crop]
    private let assembler: CropBatchAssembler
    private let file: String
    private let found = Mutex<[Int: HardNegatives]>([:])

    /// - Parameter file: where the reports are kept.
    init(_ pictures: MaskedPictures, frontEnd: PictureFrontEnd, file: String, isResumed: Bool) throws {
        self.pictures = pictures
        self.file = file
        assembler = CropBatchAssembler(frontEnd: frontEnd, augmentation: .off, seed: 0)
        let negatives = Set(pictures.negatives)
        crops = CropPlanner(pictures.defects, width: frontEnd.width, height: frontEnd.height, seed: 0).covering()
            .filter { negatives.contains($0.picture) }
        guard isResumed, !crops.isEmpty, let bytes = FileManager.default.contents(atPath: file) else { return }
        guard let kept = try? JSONDecoder().decode([Int: HardNegatives].self, from: bytes) else {
            throw DatasetError(
                .file, "\(file) is damaged, so that the training cannot go on as it was: start anew without --resume")
        }
        found.withLock { $0 = kept }
    }

    /// What an epoch's crops are drawn by: the reports after the one before it.
    func reports(before epoch: Int) -> HardNegatives { found.withLock { $0[epoch - 1] ?? HardNegatives() } }

    /// Shows all pictures without a defect to the network as it is now.
    ///
    /// - Parameter batchSize: crops looked at at once.
    func look(with trainer: GraphTrainer, batchSize: Int) throws {
        guard !crops.isEmpty else { return }
        var maps: [Int: [UInt8]] = [:]
        let (width, height) = (assembler.frontEnd.width, assembler.frontEnd.height)
        for start in stride(from: 0, to: crops.count, by: batchSize) {
            let part = crops[start..<min(crops.count, start + batchSize)]
            let batch = try CropTrainingBatches.batch(part, 0, pictures, assembler)
            let logits = try trainer.output(of: batch)
            for (place, crop) in part.enumerated() {
                let size = pictures.defects[crop.picture]
                var levels = maps[crop.picture] ?? [UInt8](repeating: 0, count: size.width * size.height)
                for row in max(0, -crop.row)..<min(height, size.height - crop.row) {
                    for column in max(0, -crop.column)..<min(width, size.width - crop.column) {
                        // A probability of one half: whether it is more or less does not matter here.
                        guard logits[(place * height + row) * width + column] >= 0 else { continue }
                        levels[(crop.row + row) * size.width + crop.column + column] = 255
                    }
                }
                maps[crop.picture] = levels
            }
        }
        let epoch = trainer.epochs.count
        let kept = found.withLock { found in
            var reports = found[epoch - 1] ?? HardNegatives()
            for (picture, levels) in maps {
                let size = pictures.defects[picture]
                let map = ProbabilityMap(width: size.width, height: size.height, levels: levels)
                reports.report(picture: picture, PixelSample(falseAlarmsOf: map, threshold: 0.5, mask: nil))
            }
            found = found.filter { $0.key == epoch - 1 }
            found[epoch] = reports
            return found
        }
        try AtomicFile.write(String(decoding: JSONEncoder().encode(kept), as: UTF8.self), to: file)
    }
}
