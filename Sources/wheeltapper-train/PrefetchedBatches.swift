import Datasets
import Training

/// A prefetcher as a stream.
struct PrefetchedBatches: BatchStream {
    private let prefetcher: Prefetcher<TrainingBatch>

    init(_ prefetcher: Prefetcher<TrainingBatch>) { self.prefetcher = prefetcher }

    mutating func next() throws -> TrainingBatch? { try prefetcher.next() }
}

extension BatchSource {
    /// The first epoch's batches, all at once: for the few that are measured before a training.
    func all() throws -> [TrainingBatch] {
        var stream = try epoch(1)
        var batches: [TrainingBatch] = []
        while let batch = try stream.next() { batches.append(batch) }
        return batches
    }
}
