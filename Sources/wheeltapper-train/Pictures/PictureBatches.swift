import Augmentation
import Datasets
import InspectionTypes
import Training

/// Every picture once an epoch, shuffled and made harder; made ahead on a thread.
struct PictureTrainingBatches: BatchSource {
    let pictures: LabelledPictures
    let assembler: PictureBatchAssembler
    let batchSize: Int

    /// A rest of less than half a batch is joined to the last one: too few pictures for the statistics of a normalisation.
    var stepsPerEpoch: Int { max(1, (pictures.count + batchSize / 2) / batchSize) }

    func epoch(_ number: Int) throws -> any BatchStream {
        var order = Array(0..<pictures.count)
        var generator = SeededGenerator(seed: assembler.seed, stream: "order of epoch \(number)")
        order.shuffle(using: &generator)
        let requests = order.enumerated().map { PictureRequest(picture: $1, item: $0) }
        let (pictures, assembler, size, steps) = (pictures, assembler, batchSize, stepsPerEpoch)
        return PrefetchedBatches(
            Prefetcher(count: steps, threads: 1, depth: 4) { step in
                let end = step == steps - 1 ? requests.count : min(requests.count, (step + 1) * size)
                return try Self.batch(requests[step * size..<end], step, number, pictures, assembler)
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

    var stepsPerEpoch: Int { (pictures.count + batchSize - 1) / batchSize }

    func epoch(_ number: Int) throws -> any BatchStream {
        let (pictures, assembler, size) = (pictures, assembler, batchSize)
        let requests = (0..<pictures.count).map { PictureRequest(picture: $0, item: $0) }
        return PrefetchedBatches(
            Prefetcher(count: stepsPerEpoch) { step in
                let range = step * size..<min(requests.count, (step + 1) * size)
                return try PictureTrainingBatches.batch(requests[range], step, 0, pictures, assembler)
            })
    }
}
