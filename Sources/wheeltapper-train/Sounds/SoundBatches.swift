import Augmentation
import Datasets
import InspectionTypes
import Signals
import Training

/// Recordings of one part with their features and labels.
struct LabelledRecordings: Sendable {
    var features: [RecordingFeatures] = []
    /// `[class]`, one a recording.
    var labels: [[Float]] = []
    /// `[invention][class]`, one a recording: its labels once it was changed. Empty where nothing is invented.
    var inventedLabels: [[[Float]]] = []

    /// - Parameter labels: how a label becomes numbers.
    init(_ items: [DataItem], store: FeatureStore, classes: [String]) {
        for item in items {
            let target = classes.map { item.label.names.contains($0) ? Float(1) : 0 }
            let sum = max(1, target.reduce(0, +))
            for recording in store.features(of: item) where recording.frameCount > 0 {
                features.append(recording)
                labels.append(target.map { $0 / sum })
            }
        }
    }

    /// - Parameter labels: of an item, and of it changed in every way that is invented.
    init(
        _ items: [DataItem], store: FeatureStore,
        labelled: (DataItem) -> (label: [Float], inventedLabels: [[Float]])
    ) {
        for item in items {
            let (label, invented) = labelled(item)
            for recording in store.features(of: item) where recording.frameCount > 0 {
                features.append(recording)
                labels.append(label)
                inventedLabels.append(invented)
            }
        }
    }

    /// Mean and standard deviation of every band over all frames.
    func statistics(bandCount: Int) -> (mean: [Float], deviation: [Float]) {
        var (sum, squares, count) = (
            [Double](repeating: 0, count: bandCount), [Double](repeating: 0, count: bandCount), 0.0
        )
        for recording in features {
            recording.withValues { values in
                for frame in 0..<recording.frameCount {
                    for band in 0..<bandCount {
                        let value = Double(values[frame * bandCount + band])
                        sum[band] += value
                        squares[band] += value * value
                    }
                }
            }
            count += Double(recording.frameCount)
        }
        let mean = sum.map { $0 / max(1, count) }
        // A band that never changes (above a microphone's reach, say) must not be blown up.
        let deviation = zip(mean, squares).map { max(0.05, ($1 / max(1, count) - $0 * $0).squareRoot()) }
        return (mean.map(Float.init), deviation.map { Float($0.isFinite ? $0 : 1) })
    }
}

/// Training batches: windows at random places, as many a recording as it is long, shuffled and made harder; made ahead on threads.
struct TrainingBatches: BatchSource {
    let recordings: LabelledRecordings
    let assembler: BatchAssembler
    let batchSize: Int
    let windowFrames: Int
    /// Times that a recording is gone through in an epoch.
    let passes: Int
    private let starts: [WindowStarts]

    init(
        recordings: LabelledRecordings, assembler: BatchAssembler, batchSize: Int, frontEnd: SoundFrontEnd,
        passes: Int = 1
    ) {
        self.passes = passes
        self.recordings = recordings
        self.assembler = assembler
        self.batchSize = batchSize
        self.windowFrames = frontEnd.windowFrames
        self.starts = recordings.features.map { recording in
            recording.withValues { WindowStarts($0, settings: frontEnd.logMel, windowFrames: frontEnd.windowFrames) }
        }
    }

    /// Windows in an epoch.
    var windowCount: Int { recordings.features.reduce(0) { $0 + share(of: $1) } }
    private var ranges: StepRanges { .joiningRest(of: windowCount, batchSize: batchSize) }
    var stepsPerEpoch: Int { ranges.steps }

    private func share(of recording: RecordingFeatures) -> Int {
        passes * max(1, (recording.frameCount + windowFrames / 2) / windowFrames)
    }

    func epoch(_ number: Int) throws -> any BatchStream {
        var order = self.recordings.features.indices.flatMap { index in
            Array(repeating: index, count: share(of: self.recordings.features[index]))
        }
        var generator = SeededGenerator(seed: assembler.seed, stream: "order of epoch \(number)")
        order.shuffle(using: &generator)
        let requests = order.enumerated().map { item, recording in
            WindowRequest(recording: recording, start: starts[recording].draw(using: &generator), item: item)
        }
        let (recordings, assembler, ranges, windowFrames) = (recordings, assembler, ranges, windowFrames)
        return PrefetchedBatches(
            Prefetcher(count: ranges.steps, threads: 1, depth: 4) { step in
                Self.batch(requests[ranges[step]], step, number, recordings, assembler, windowFrames)
            }
        )
    }

    static func batch(
        _ requests: ArraySlice<WindowRequest>, _ step: Int, _ epoch: Int, _ recordings: LabelledRecordings,
        _ assembler: BatchAssembler, _ windowFrames: Int
    ) -> TrainingBatch {
        var inputs = [Float](repeating: 0, count: requests.count * assembler.windowLength)
        var targets = [Float](repeating: 0, count: requests.count * assembler.classCount)
        inputs.withUnsafeMutableBufferPointer { inputs in
            targets.withUnsafeMutableBufferPointer { targets in
                assembler.assemble(
                    requests, batch: step, epoch: epoch, recording: { recordings.features[$0].values },
                    label: { recordings.labels[$0] }, inventedLabel: { recordings.inventedLabels[$0][$1] },
                    noise: assembler.augmentation.noiseProbability > 0 || assembler.inventions.needsAnother
                        ? recordings.features.count : 0,
                    noiseRecording: { recordings.features[$0].values }, features: inputs, labels: targets
                )
            }
        }
        return TrainingBatch(
            inputs: inputs, inputShape: [requests.count, 1, windowFrames, assembler.bandCount], targets: targets
        )
    }
}

/// Validation batches: the windows that service would judge, in order.
struct ValidationBatches: BatchSource {
    let recordings: LabelledRecordings
    let assembler: BatchAssembler
    let batchSize: Int
    let frontEnd: SoundFrontEnd

    private var requests: [WindowRequest] {
        var requests: [WindowRequest] = []
        for (index, recording) in recordings.features.enumerated() {
            let starts = WindowPlan.starts(frameCount: recording.frameCount, frontEnd: frontEnd)
            for start in starts.isEmpty ? [0] : starts {
                requests.append(WindowRequest(recording: index, start: start, item: requests.count))
            }
        }
        return requests
    }

    var stepsPerEpoch: Int { StepRanges.covering(requests.count, batchSize: batchSize).steps }

    func epoch(_ number: Int) throws -> any BatchStream {
        let requests = requests
        let ranges = StepRanges.covering(requests.count, batchSize: batchSize)
        let (recordings, assembler, frames) = (recordings, assembler, frontEnd.windowFrames)
        return PrefetchedBatches(
            Prefetcher(count: ranges.steps) { step in
                TrainingBatches.batch(requests[ranges[step]], step, 0, recordings, assembler, frames)
            }
        )
    }
}
