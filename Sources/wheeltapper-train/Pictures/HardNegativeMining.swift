import Augmentation
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
    init(_ pictures: MaskedPictures, frontEnd: PictureFrontEnd, file: String, isResumed: Bool) {
        self.pictures = pictures
        self.file = file
        assembler = CropBatchAssembler(frontEnd: frontEnd, augmentation: .off, seed: 0)
        let negatives = Set(pictures.negatives)
        crops = CropPlanner(pictures.defects, width: frontEnd.width, height: frontEnd.height, seed: 0).covering()
            .filter { negatives.contains($0.picture) }
        if isResumed, let bytes = FileManager.default.contents(atPath: file),
            let kept = try? JSONDecoder().decode([Int: HardNegatives].self, from: bytes)
        {
            found.withLock { $0 = kept }
        }
    }

    /// What an epoch's crops are drawn by: the reports after the one before it.
    func reports(before epoch: Int) -> HardNegatives { found.withLock { $0[epoch - 1] ?? HardNegatives() } }

    /// Shows all pictures without a defect to the network as it is now.
    ///
    /// - Parameter batchSize: crops looked at at once.
    func look(with trainer: GraphTrainer, batchSize: Int) throws {
        guard !crops.isEmpty else { return }
        var alarms: [Int: (count: Int, places: [PixelPlace])] = [:]
        let (width, height) = (assembler.frontEnd.width, assembler.frontEnd.height)
        for start in stride(from: 0, to: crops.count, by: batchSize) {
            let part = crops[start..<min(crops.count, start + batchSize)]
            let batch = try CropTrainingBatches.batch(part, 0, pictures, assembler)
            let logits = try trainer.output(of: batch)
            for (place, crop) in part.enumerated() {
                var (count, places) = alarms[crop.picture] ?? (0, [])
                for index in 0..<width * height where logits[place * width * height + index] >= 0 {
                    count += 1
                    if count % 64 == 1, places.count < PixelSample.most {
                        places.append(PixelPlace(column: crop.column + index % width, row: crop.row + index / width))
                    }
                }
                alarms[crop.picture] = (count, places)
            }
        }
        let epoch = trainer.epochs.count
        let kept = found.withLock { found in
            var reports = found[epoch - 1] ?? HardNegatives()
            for (picture, alarm) in alarms {
                reports.report(picture: picture, falsePositives: alarm.count, places: alarm.places)
            }
            found = found.filter { $0.key == epoch - 1 }
            found[epoch] = reports
            return found
        }
        try AtomicFile.write(String(decoding: JSONEncoder().encode(kept), as: UTF8.self), to: file)
    }
}
