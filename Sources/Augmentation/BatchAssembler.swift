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
/// The order: window (perhaps stretched and shifted), its mean where that is what is looked at, response and gain, another recording
/// mixed in, the change of an invented class, mixup, masks. The same seed, epoch, batch and requests give the same numbers, on any thread.
///
/// ```swift
/// let assembler = BatchAssembler(frontEnd: frontEnd, classCount: 4, augmentation: .standard, seed: 7)
/// assembler.assemble(requests, batch: 3, epoch: 0, recording: { features[$0].values }, label: { targets[$0] },
///     features: x, labels: y)
/// ```
public struct BatchAssembler: Sendable {
    /// What a window becomes.
    public enum View: Sendable, Hashable {
        /// Its frames as they are.
        case frames
        /// Their mean, `[window, 1, 1, mel]`: over all of them, or with augmentation over a random stretch of at least this share.
        case profile(shortest: Float)
    }

    /// Of what is assembled; 1 of a profile.
    public let frameCount: Int
    public let bandCount: Int
    public let classCount: Int
    public let augmentation: SoundAugmentation
    /// Their classes are among ``classCount``.
    public let inventions: InventedClasses
    public let view: View
    public let seed: UInt64
    private let windowFrames: Int
    private let logMel: LogMelSettings
    private let scale: FeatureScale

    public init(
        frontEnd: SoundFrontEnd, classCount: Int, augmentation: SoundAugmentation, inventions: InventedClasses = .none,
        view: View = .frames, seed: UInt64
    ) {
        precondition(
            view == .frames || inventions.kinds.allSatisfy(\.changesProfile),
            "BatchAssembler: a change of time alone leaves a profile as it was")
        windowFrames = frontEnd.windowFrames
        frameCount = view == .frames ? windowFrames : 1
        bandCount = frontEnd.logMel.bandCount
        self.classCount = classCount
        self.augmentation = augmentation
        self.inventions = inventions
        self.view = view
        self.seed = seed
        logMel = frontEnd.logMel
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
    ///   - inventedLabel: one number a class for a recording that was changed, by the kind's place in ``inventions``.
    ///   - noise: how many recordings there are to be mixed in as noise, numbered as for `noiseRecording`, or to be drawn on where an
    ///     invented class needs another.
    public func assemble(
        _ requests: some RandomAccessCollection<WindowRequest>, batch: Int, epoch: Int,
        recording: (Int) -> UnsafeBufferPointer<Float>, label: (Int) -> [Float],
        inventedLabel: (_ recording: Int, _ invention: Int) -> [Float] = { _, _ in [] }, noise: Int = 0,
        noiseRecording: (Int) -> UnsafeBufferPointer<Float> = { _ in UnsafeBufferPointer(start: nil, count: 0) },
        features: UnsafeMutableBufferPointer<Float>, labels: UnsafeMutableBufferPointer<Float>
    ) {
        precondition(
            features.count == requests.count * windowLength && labels.count == requests.count * classCount,
            "BatchAssembler: \(features.count) features and \(labels.count) labels for \(requests.count) windows of "
                + "[\(frameCount), \(bandCount)] and \(classCount) classes"
        )
        precondition(
            noise > 0 || !inventions.needsAnother, "BatchAssembler: an invented class needs other recordings")
        var generators = requests.map { AugmentationDraw.item($0.item, epoch: epoch, seed: seed) }
        for (place, request) in requests.enumerated() {
            let window = window(place, of: features)
            let sampler = WindowSampler(settings: augmentation, isRandom: augmentation != .off)
            sample(recording(request.recording), sampler, request.start, into: window, using: &generators[place])
            FrequencyResponse.apply(augmentation, scale: scale, to: window, using: &generators[place])
            if noise > 0 { mixNoise(of: noise, noiseRecording, into: window, using: &generators[place]) }
            let invention = invent(of: noise, noiseRecording, into: window, using: &generators[place])
            fill(
                labels, place,
                with: invention.map { inventedLabel(request.recording, $0) } ?? label(request.recording))
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

    /// A recording's window, or the mean of it.
    private func sample(
        _ recording: UnsafeBufferPointer<Float>, _ sampler: WindowSampler, _ start: Int?, into window: WindowView,
        using generator: inout SeededGenerator
    ) {
        guard case .profile(let shortest) = view else {
            return sampler.sample(recording, start: start, into: window, using: &generator)
        }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: windowFrames * bandCount) { values in
            values.initialize(repeating: 0)
            let frames = WindowView(values, frameCount: windowFrames, bandCount: bandCount)
            sampler.sample(recording, start: start, into: frames, using: &generator)
            var stretch = 0..<windowFrames
            if augmentation != .off {
                let share = shortest + (1 - shortest) * Float(generator.nextUniform())
                let count = min(max(1, Int(share * Float(windowFrames))), windowFrames)
                let first = generator.nextIndex(through: windowFrames - count)
                stretch = first..<first + count
            }
            Self.mean(of: frames, stretch, into: window)
        }
    }

    /// The mean over a stretch of frames, band by band.
    private static func mean(of frames: WindowView, _ stretch: Range<Int>, into window: WindowView) {
        let bands = frames.bandCount
        for band in 0..<bands { window.values[band] = 0 }
        for frame in stretch {
            for band in 0..<bands { window.values[band] += frames.values[frame * bands + band] }
        }
        for band in 0..<bands { window.values[band] /= Float(stretch.count) }
    }

    /// Changes a window into one of an invented class, or leaves it.
    private func invent(
        of count: Int, _ recording: (Int) -> UnsafeBufferPointer<Float>, into window: WindowView,
        using generator: inout SeededGenerator
    ) -> Int? {
        guard let invention = inventions.draw(using: &generator) else { return nil }
        let change = InventedChange(kind: inventions.kinds[invention], logMel: logMel)
        guard change.kind.needsAnother else {
            change.apply(to: window, another: nil, using: &generator)
            return invention
        }
        let chosen = generator.nextIndex(through: count - 1)
        withAnother(recording(chosen), using: &generator) { another, generator in
            change.apply(to: window, another: another, using: &generator)
        }
        return invention
    }

    /// A window of another recording from a random place, as it is.
    private func withAnother(
        _ recording: UnsafeBufferPointer<Float>, using generator: inout SeededGenerator,
        _ body: (UnsafeMutableBufferPointer<Float>, inout SeededGenerator) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: windowLength) { other in
            other.initialize(repeating: 0)
            let window = WindowView(other, frameCount: frameCount, bandCount: bandCount)
            let plain = WindowSampler(settings: .off, isRandom: true)
            sample(recording, plain, nil, into: window, using: &generator)
            body(other, &generator)
        }
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
        withAnother(recording(chosen), using: &generator) { other, _ in
            NoiseMixing.mix(other, into: window, ratioDecibels: ratio, scale: scale)
        }
    }
}
