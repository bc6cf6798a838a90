import Augmentation
import Datasets
import InspectionTypes
import Training

/// Crops of an epoch, made harder; made ahead on a thread.
struct CropTrainingBatches: BatchSource {
    let pictures: MaskedPictures
    let planner: CropPlanner
    let assembler: CropBatchAssembler
    let batchSize: Int
    let mining: HardNegativeMining

    var cropCount: Int { planner.cropCount }
    private var ranges: StepRanges { .joiningRest(of: cropCount, batchSize: batchSize) }
    var stepsPerEpoch: Int { ranges.steps }

    func epoch(_ number: Int) throws -> any BatchStream {
        let crops = planner.crops(epoch: number, hard: mining.reports(before: number))
        let (pictures, assembler, ranges) = (pictures, assembler, ranges)
        return PrefetchedBatches(
            Prefetcher(count: ranges.steps, threads: 1, depth: 4) { step in
                try Self.batch(crops[ranges[step]], number, pictures, assembler)
            })
    }

    static func batch(
        _ crops: ArraySlice<Crop>, _ epoch: Int, _ pictures: MaskedPictures, _ assembler: CropBatchAssembler
    ) throws -> TrainingBatch {
        var inputs = [Float](repeating: 0, count: crops.count * assembler.cropLength)
        var targets = [Float](repeating: 0, count: crops.count * assembler.targetLength)
        try inputs.withUnsafeMutableBufferPointer { inputs in
            try targets.withUnsafeMutableBufferPointer { targets in
                try assembler.assemble(
                    crops, epoch: epoch, picture: { try pictures.picture($0) }, mask: { try pictures.mask($0) },
                    inputs: inputs, targets: targets)
            }
        }
        let frontEnd = assembler.frontEnd
        return TrainingBatch(
            inputs: inputs, inputShape: [crops.count] + frontEnd.inputShape.dropFirst(), targets: targets,
            targetShape: [crops.count, 1, frontEnd.height, frontEnd.width])
    }
}

/// Crops that cover every picture, as they are.
struct CropValidationBatches: BatchSource {
    let pictures: MaskedPictures
    let crops: [Crop]
    /// Without augmentation.
    let assembler: CropBatchAssembler
    let batchSize: Int

    /// - Parameter most: so many crops at most, evenly spread.
    init(_ pictures: MaskedPictures, frontEnd: PictureFrontEnd, batchSize: Int, most: Int = .max) {
        self.pictures = pictures
        self.batchSize = batchSize
        let all = CropPlanner(pictures.defects, width: frontEnd.width, height: frontEnd.height, seed: 0).covering()
        crops = stride(from: 0, to: all.count, by: 1 + (all.count - 1) / most).map { all[$0] }
        assembler = CropBatchAssembler(frontEnd: frontEnd, augmentation: .off, seed: 0)
    }

    private var ranges: StepRanges { .covering(crops.count, batchSize: batchSize) }
    var stepsPerEpoch: Int { ranges.steps }

    func epoch(_ number: Int) throws -> any BatchStream {
        let (pictures, crops, assembler, ranges) = (pictures, crops, assembler, ranges)
        return PrefetchedBatches(
            Prefetcher(count: ranges.steps) { step in
                try CropTrainingBatches.batch(crops[ranges[step]], 0, pictures, assembler)
            })
    }
}
