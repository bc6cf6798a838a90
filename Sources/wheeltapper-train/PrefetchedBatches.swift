import Datasets
import Training

/// A prefetcher as a stream.
struct PrefetchedBatches: BatchStream {
    private let prefetcher: Prefetcher<TrainingBatch>

    init(_ prefetcher: Prefetcher<TrainingBatch>) { self.prefetcher = prefetcher }

    mutating func next() throws -> TrainingBatch? { try prefetcher.next() }
}
