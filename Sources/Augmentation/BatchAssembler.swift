public import InspectionTypes

/// A window that a batch is to hold.
public struct WindowRequest: Sendable, Hashable {
    /// Number of the recording, as the caller counts.
    public var recording: Int
    /// First frame; `nil` for a random one.
    public var start: Int?
    /// Place in the epoch: with seed and epoch it decides all that is drawn.
    public var item: Int

    public init(recording: Int, start: Int?, item: Int) {
        self.recording = recording
        self.start = start
        self.item = item
    }
}

/// Builds batches of windows, `[window, 1, frame, mel]`, and their labels, `[window, class]`, in buffers of the caller's.
///
/// The order: window (perhaps stretched and shifted), response and gain, another recording mixed in, mixup, masks. The same seed, epoch, batch
/// and requests give the same numbers, on any thread.
///
/// ```swift
/// let assembler = BatchAssembler(frontEnd: frontEnd, classCount: 4, augmentation: .standard, seed: 7)
/// assembler.assemble(requests, batch: 3, epoch: 0, recording: { features[$0].values }, label: { targets[$0] },
///     features: x, labels: y)
/// ```
public struct BatchAssembler: Sendable {
    public let frameCount: Int
    public let bandCount: Int
    public let classCount: Int
    public let augmentation: SoundAugmentation
    public let seed: UInt64
    private let scale: FeatureScale

    public init(frontEnd: SoundFrontEnd, classCount: Int, augmentation: SoundAugmentation, seed: UInt64) {
        frameCount = frontEnd.windowFrames
        bandCount = frontEnd.logMel.bandCount
        self.classCount = classCount
        self.augmentation = augmentation
        self.seed = seed
        scale = FeatureScale(frontEnd.logMel)
    }

    /// Numbers in one window.
    public var windowLength: Int { frameCount * bandCount }

    /// Fills `features` (`requests.count · windowLength` numbers) and `labels` (`requests.count · classCount`).
    ///
    /// - Parameters:
    ///   - batch: the batch's place in the epoch.
    ///   - recording: the features of a recording, `[frame, mel]`, at least one frame.
    ///   - label: one number a class for a recording.
    ///   - noise: how many recordings there are to be mixed in as noise, numbered as for `noiseRecording`.
    public func assemble(
        _ requests: some RandomAccessCollection<WindowRequest>, batch: Int, epoch: Int,
        recording: (Int) -> UnsafeBufferPointer<Float>, label: (Int) -> [Float],
        noise: Int = 0,
        noiseRecording: (Int) -> UnsafeBufferPointer<Float> = { _ in UnsafeBufferPointer(start: nil, count: 0) },
        features: UnsafeMutableBufferPointer<Float>, labels: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(
            features.count == requests.count * windowLength && labels.count == requests.count * classCount,
            "BatchAssembler: \(features.count) features and \(labels.count) labels for \(requests.count) windows of "
                + "[\(frameCount), \(bandCount)] and \(classCount) classes"
        )
        var generators = requests.map { AugmentationDraw.item($0.item, epoch: epoch, seed: seed) }
        let sampler = WindowSampler(settings: augmentation, isRandom: augmentation != .off)
        for (place, request) in requests.enumerated() {
            let window = window(place, of: features)
            sampler.sample(recording(request.recording), start: request.start, into: window, using: &generators[place])
            FrequencyResponse.apply(augmentation, scale: scale, to: window, using: &generators[place])
            if noise > 0 { mixNoise(of: noise, noiseRecording, into: window, using: &generators[place]) }
            fill(labels, place, with: label(request.recording))
        }
        if augmentation.mixupAlpha > 0 {
            var shared = AugmentationDraw.batch(batch, epoch: epoch, seed: seed)
            Mixup.apply(
                alpha: Double(augmentation.mixupAlpha), probability: Double(augmentation.mixupProbability),
                features: features,
                labels: labels, count: requests.count, using: &shared
            )
        }
        for place in generators.indices {
            SpectrogramMasks.apply(augmentation, to: window(place, of: features), using: &generators[place])
        }
    }

    private func window(_ place: Int, of features: UnsafeMutableBufferPointer<Float>) -> WindowView {
        let values = UnsafeMutableBufferPointer(rebasing: features[place * windowLength..<(place + 1) * windowLength])
        return WindowView(values, frameCount: frameCount, bandCount: bandCount)
    }

    private func fill(_ labels: UnsafeMutableBufferPointer<Float>, _ place: Int, with label: [Float]) {
        precondition(
            label.count == classCount, "BatchAssembler: a label of \(label.count) numbers for \(classCount) classes")
        for (index, value) in label.enumerated() { labels[place * classCount + index] = value }
    }

    private func mixNoise(
        of count: Int, _ recording: (Int) -> UnsafeBufferPointer<Float>, into window: WindowView,
        using generator: inout SeededGenerator
    ) {
        let isMixed = Float(generator.nextUniform()) < augmentation.noiseProbability
        let chosen = generator.nextIndex(through: count - 1)
        let range = augmentation.noiseRatioDecibels
        let ratio = range.lowerBound + (range.upperBound - range.lowerBound) * Float(generator.nextUniform())
        guard isMixed else { return }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: windowLength) { other in
            other.initialize(repeating: 0)
            let plain = WindowSampler(settings: .off, isRandom: true)
            plain.sample(
                recording(chosen), start: nil, into: WindowView(other, frameCount: frameCount, bandCount: bandCount),
                using: &generator
            )
            NoiseMixing.mix(other, into: window, ratioDecibels: ratio, scale: scale)
        }
    }
}
