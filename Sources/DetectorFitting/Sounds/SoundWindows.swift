public import Datasets
public import InspectionTypes
import Signals

/// The windows of recordings, as service would judge them, numbered in the order of the recordings and of time.
public struct SoundWindows: Sendable {
    /// Where a window lies.
    public struct Place: Sendable, Hashable {
        /// Position of its recording in ``SoundWindows/items``.
        public var item: Int
        /// Among the channels listened to, from 0.
        public var channel: Int
        /// First log-mel frame, counted from the item's first.
        public var firstFrame: Int

        var judgedKey: JudgedKey { JudgedKey(item: item, channel: channel) }
    }

    /// One channel of one recording.
    struct JudgedKey: Hashable {
        var item: Int
        var channel: Int
    }

    /// Recordings that could be read and hold a window.
    public let items: [DataItem]
    public let places: [Place]
    public let frontEnd: SoundFrontEnd
    private let features: [[RecordingFeatures]]
    /// What is changed in the windows, and where its randomness comes from.
    private var change: (kind: StrangeSound, seed: UInt64)?

    public init(_ items: [DataItem], store: FeatureStore, frontEnd: SoundFrontEnd) {
        var kept: [DataItem] = []
        var features: [[RecordingFeatures]] = []
        var places: [Place] = []
        for item in items {
            let recordings = store.features(of: item)
            let found = recordings.enumerated().flatMap { channel, recording in
                WindowPlan.starts(frameCount: recording.frameCount, frontEnd: frontEnd).map {
                    Place(item: kept.count, channel: channel, firstFrame: $0)
                }
            }
            guard !found.isEmpty else { continue }
            places += found
            kept.append(item)
            features.append(recordings)
        }
        self.items = kept
        self.features = features
        self.places = places
        self.frontEnd = frontEnd
    }

    /// The same windows changed so that they are normal no more, each recording in a way of its own.
    func changed(_ kind: StrangeSound, seed: UInt64) -> SoundWindows {
        var changed = self
        changed.change = (kind, seed)
        return changed
    }

    /// The windows of some of the recordings, chosen at random.
    func sample(_ count: Int, seed: UInt64) -> SoundWindows {
        guard items.count > count else { return self }
        var generator = SeededGenerator(seed: seed, stream: "sample of recordings")
        let chosen = items.indices.shuffled(using: &generator).prefix(count).sorted()
        var numbers: [Int: Int] = [:]
        for (number, index) in chosen.enumerated() { numbers[index] = number }
        return SoundWindows(
            items: chosen.map { items[$0] },
            places: places.compactMap { place in
                numbers[place.item].map { Place(item: $0, channel: place.channel, firstFrame: place.firstFrame) }
            }, features: chosen.map { features[$0] }, frontEnd: frontEnd)
    }

    private init(items: [DataItem], places: [Place], features: [[RecordingFeatures]], frontEnd: SoundFrontEnd) {
        self.items = items
        self.places = places
        self.features = features
        self.frontEnd = frontEnd
    }

    /// Numbers in a window.
    public var windowLength: Int { frontEnd.windowFrames * frontEnd.logMel.bandCount }

    /// Writes a window's log-mel, `[frame, mel]`.
    public func write(_ place: Place, into target: UnsafeMutableBufferPointer<Float>) {
        precondition(target.count == windowLength, "SoundWindows.write: \(target.count) numbers for \(windowLength)")
        let bands = frontEnd.logMel.bandCount
        features[place.item][place.channel].withValues { values in
            let start = place.firstFrame * bands
            for index in 0..<windowLength { target[index] = values[start + index] }
        }
        guard let change else { return }
        // One draw a recording: what is wrong with a machine is wrong in all windows of it.
        var generator = SeededGenerator(seed: change.seed, stream: "\(change.kind) \(items[place.item].path)")
        change.kind.apply(
            to: target, bands: bands, unit: frontEnd.logMel.naturalUnit,
            frameSeconds: Double(frontEnd.logMel.hopLength) / frontEnd.logMel.sampleRate, using: &generator)
    }

    /// What is judged by itself, as service does: every channel that is listened to of every recording; by item and channel its number, and the
    /// item of each.
    var judgedAlone: (places: [JudgedKey: Int], items: [Int]) {
        var numbers: [JudgedKey: Int] = [:]
        var items: [Int] = []
        for place in places where numbers[place.judgedKey] == nil {
            numbers[place.judgedKey] = items.count
            items.append(place.item)
        }
        return (numbers, items)
    }

    /// All log-mel frames of an item, one a channel that is listened to.
    func channels(ofItem index: Int) -> [RecordingFeatures] { features[index] }

    /// Seconds from the recording's start.
    public func start(of place: Place) -> Double {
        let frame = features[place.item][place.channel].firstFrame + place.firstFrame
        return Double(frame * frontEnd.logMel.hopLength) / frontEnd.logMel.sampleRate
    }

    /// Seconds that an item's frames cover.
    public func seconds(ofItem index: Int) -> Double {
        let frames = features[index].first?.frameCount ?? 0
        return Double(frames * frontEnd.logMel.hopLength) / frontEnd.logMel.sampleRate
    }
}

extension LogMelSettings {
    /// What makes natural logarithms of power of the log-mel's numbers.
    var naturalUnit: Float {
        switch compression {
        case .naturalLogarithm: 2 / Float(power)
        case .decibel: 0.1 * 2.302585
        }
    }
}
