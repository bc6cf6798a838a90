import Datasets
import DetectorFitting
import InspectionTypes
import Training

/// What an autoencoder learns from: some log-mel frames in a row, joined to one vector, of every place of every recording.
///
/// Vector *t* of a recording is frames *t*, *t* + 1, … one behind the other, `[vector, frame · mel]`, as the DCASE 2020 Task 2 baseline
/// takes them (Koizumi et al., "Description and Discussion on DCASE2020 Challenge Task2", 2020).
struct FrameVectors: BatchSource {
    let recordings: [RecordingFeatures]
    /// Frames in a vector.
    let frames: Int
    let batchSize: Int
    let seed: UInt64
    /// Whether the order changes from epoch to epoch.
    let isShuffled: Bool
    /// Vectors before each recording, and all of them last.
    private let offsets: [Int]

    init(
        _ items: [DataItem], store: FeatureStore, frames: Int, batchSize: Int, seed: UInt64, isShuffled: Bool = true
    ) {
        recordings = items.flatMap { store.features(of: $0) }.filter { $0.frameCount >= frames }
        self.frames = frames
        self.batchSize = batchSize
        self.seed = seed
        self.isShuffled = isShuffled
        var offsets = [0]
        for recording in recordings { offsets.append((offsets.last ?? 0) + recording.frameCount - frames + 1) }
        self.offsets = offsets
    }

    /// Vectors in an epoch.
    var count: Int { offsets.last ?? 0 }
    private var ranges: StepRanges { .joiningRest(of: count, batchSize: batchSize) }
    var stepsPerEpoch: Int { ranges.steps }

    func epoch(_ number: Int) -> any BatchStream {
        var order = Array(0..<count)
        if isShuffled {
            var generator = SeededGenerator(seed: seed, stream: "order of epoch \(number)")
            order.shuffle(using: &generator)
        }
        return Stream(source: self, ranges: ranges, order: order)
    }

    private struct Stream: BatchStream {
        let source: FrameVectors
        let ranges: StepRanges
        let order: [Int]
        var step = 0

        mutating func next() -> TrainingBatch? {
            guard step < ranges.steps else { return nil }
            defer { step += 1 }
            return source.batch(order[ranges[step]])
        }
    }

    private func batch(_ vectors: ArraySlice<Int>) -> TrainingBatch {
        let length = (recordings.first?.bandCount ?? 0) * frames
        var values: [Float] = []
        values.reserveCapacity(vectors.count * length)
        for vector in vectors {
            let recording = recording(of: vector)
            let start = (vector - offsets[recording]) * (length / frames)
            recordings[recording].withValues { values += $0[start..<start + length] }
        }
        let shape = [vectors.count, length]
        return TrainingBatch(inputs: values, inputShape: shape, targets: values, targetShape: shape)
    }

    /// The last recording that begins at or before a vector.
    private func recording(of vector: Int) -> Int {
        var (low, high) = (0, recordings.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if offsets[middle] <= vector { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
