import Augmentation
import Datasets
import InspectionTypes
import Training

/// Normal pictures to paint on.
struct PaintablePictures: Sendable {
    /// Those that could be read.
    let items: [DataItem]
    private let store: PictureStore

    init(_ items: [DataItem], store: PictureStore) {
        self.items = items.filter { store.identities[$0.path] != nil }
        self.store = store
    }

    var count: Int { items.count }
    func picture(_ index: Int) throws -> Picture { try store.picture(of: items[index]) }
    func isSquare(_ index: Int) -> Bool { store.identities[items[index].path]?.isSquare ?? false }
}

/// Normal pictures, every second one with painted defects; made ahead on a thread.
struct DefectTrainingBatches: BatchSource {
    let pictures: PaintablePictures
    let assembler: DefectBatchAssembler
    let batchSize: Int
    /// Which of the pictures are left out.
    var strangers: StrangerSearch?

    /// Few pictures are shown several times an epoch: each time other defects are painted.
    static let leastPerEpoch = 1024

    var picturesPerEpoch: Int { max(pictures.count, Self.leastPerEpoch) }
    private var ranges: StepRanges { .joiningRest(of: picturesPerEpoch, batchSize: batchSize) }
    var stepsPerEpoch: Int { ranges.steps }

    func epoch(_ number: Int) throws -> any BatchStream {
        let requests = requests(epoch: number)
        let (pictures, assembler, ranges) = (pictures, assembler, ranges)
        return PrefetchedBatches(
            Prefetcher(count: ranges.steps, threads: 1, depth: 4) { step in
                try Self.batch(requests[ranges[step]], number, pictures, assembler)
            })
    }

    /// All pictures in a new order, as often as they are needed; others to take from by chance.
    private func requests(epoch number: Int) -> [DefectRequest] {
        var generator = SeededGenerator(seed: assembler.seed, stream: "order of epoch \(number)")
        let left = strangers?.paths(before: number) ?? []
        let known = pictures.items.indices.filter { !left.contains(pictures.items[$0].path) }
        var order: [Int] = []
        while order.count < picturesPerEpoch { order += known.shuffled(using: &generator) }
        return order.prefix(picturesPerEpoch).enumerated().map { item, picture in
            let other = known[Int.random(in: 0..<known.count, using: &generator)]
            return DefectRequest(picture: picture, other: item.isMultiple(of: 2) ? nil : other, item: item)
        }
    }

    static func batch(
        _ requests: ArraySlice<DefectRequest>, _ epoch: Int, _ pictures: PaintablePictures,
        _ assembler: DefectBatchAssembler
    ) throws -> TrainingBatch {
        var inputs = [Float](repeating: 0, count: requests.count * assembler.pictureLength)
        var targets = [Float](repeating: 0, count: requests.count * assembler.targetLength)
        try inputs.withUnsafeMutableBufferPointer { inputs in
            try targets.withUnsafeMutableBufferPointer { targets in
                try assembler.assemble(
                    requests, epoch: epoch, picture: { try pictures.picture($0) }, isSquare: pictures.isSquare,
                    inputs: inputs, targets: targets)
            }
        }
        let frontEnd = assembler.frontEnd
        return TrainingBatch(
            inputs: inputs, inputShape: [requests.count] + frontEnd.inputShape.dropFirst(), targets: targets,
            targetShape: [
                requests.count, 1, frontEnd.height / assembler.stride, frontEnd.width / assembler.stride,
            ])
    }
}

/// Held-out normal pictures, each once as it is and once painted on, the same in every epoch.
struct DefectValidationBatches: BatchSource {
    let pictures: PaintablePictures
    /// Without augmentation.
    let assembler: DefectBatchAssembler
    let batchSize: Int

    private var ranges: StepRanges { .covering(2 * pictures.count, batchSize: batchSize) }
    var stepsPerEpoch: Int { ranges.steps }

    func epoch(_ number: Int) throws -> any BatchStream {
        let (pictures, assembler, ranges) = (pictures, assembler, ranges)
        let requests = (0..<2 * pictures.count).map { item in
            DefectRequest(
                picture: item / 2, other: item.isMultiple(of: 2) ? nil : (item / 2 + 1) % pictures.count, item: item)
        }
        return PrefetchedBatches(
            Prefetcher(count: ranges.steps) { step in
                try DefectTrainingBatches.batch(requests[ranges[step]], 0, pictures, assembler)
            })
    }
}
