import Augmentation
import Datasets
import InspectionTypes
import Training

/// Every picture once an epoch, shuffled and made harder; made ahead on a thread.
struct PictureTrainingBatches: BatchSource {
    let pictures: LabelledPictures
    let assembler: PictureBatchAssembler
    let batchSize: Int

    private var ranges: StepRanges { .joiningRest(of: pictures.count, batchSize: batchSize) }
    var stepsPerEpoch: Int { ranges.steps }

    func epoch(_ number: Int) throws -> any BatchStream {
        var order = Array(0..<pictures.count)
        var generator = SeededGenerator(seed: assembler.seed, stream: "order of epoch \(number)")
        order.shuffle(using: &generator)
        let requests = order.enumerated().map { PictureRequest(picture: $1, item: $0) }
        let (pictures, assembler, ranges) = (pictures, assembler, ranges)
        return PrefetchedBatches(
            Prefetcher(count: ranges.steps, threads: 1, depth: 4) { step in
                try Self.batch(requests[ranges[step]], step, number, pictures, assembler)
            })
    }

    static func batch(
        _ requests: ArraySlice<PictureRequest>, _ step: Int, _ epoch: Int, _ pictures: LabelledPictures,
        _ assembler: PictureBatchAssembler
    ) throws -> TrainingBatch {
        var inputs = [Float](repeating: 0, count: requests.count * assembler.pictureLength)
        var targets = [Float](repeating: 0, count: requests.count * assembler.classCount)
        try inputs.withUnsafeMutableBufferPointer { inputs in
            try targets.withUnsafeMutableBufferPointer { targets in
                try assembler.assemble(
                    requests, batch: step, epoch: epoch, picture: { try pictures.picture($0) },
                    isSquare: pictures.isSquare, label: { pictures.labels[$0] }, pictures: inputs, labels: targets)
            }
        }
        let shape = [requests.count] + assembler.frontEnd.inputShape.dropFirst()
        return TrainingBatch(inputs: inputs, inputShape: shape, targets: targets)
    }
}

/// The pictures as service sees them, in order.
struct PictureValidationBatches: BatchSource {
    let pictures: LabelledPictures
    /// Without augmentation.
    let assembler: PictureBatchAssembler
    let batchSize: Int

    private var ranges: StepRanges { .covering(pictures.count, batchSize: batchSize) }
    var stepsPerEpoch: Int { ranges.steps }

    func epoch(_ number: Int) throws -> any BatchStream {
        let (pictures, assembler, ranges) = (pictures, assembler, ranges)
        let requests = (0..<pictures.count).map { PictureRequest(picture: $0, item: $0) }
        return PrefetchedBatches(
            Prefetcher(count: ranges.steps) { step in
                try PictureTrainingBatches.batch(requests[ranges[step]], step, 0, pictures, assembler)
            })
    }
}
