import InspectionPipeline
import InspectionTypes
import Signals

/// Cuts one source's sound into windows, never across a gap, and measures each. One owner.
///
/// A window that sound was lost within does not exist: cutting begins anew behind the gap.
struct WindowCutter {
    private let model: LiveInspector
    private let name: String
    private let rules: QualityRules
    private let isLive: Bool
    private var stream: SoundWindowStream?
    private var meter: QualityMeter?
    /// Place of the stream's first frame.
    private var origin: Int64 = 0
    /// Place of the frame behind the last one taken.
    private var next: Int64 = 0
    private var sampleRate = 0.0
    private var arrived = ContinuousClock.now

    /// - Parameter isLive: whether sound comes at its own speed.
    init(_ model: LiveInspector, name: String, rules: QualityRules, isLive: Bool) {
        self.isLive = isLive
        self.model = model
        self.name = name
        self.rules = rules
    }

    /// Level and faults of the last seconds.
    func quality(ofLast seconds: Double) -> SignalQuality? { meter?.quality(ofLast: seconds) }

    /// Takes the next stretch.
    ///
    /// - Parameter firstFrame: its place; one that is not where the last stretch ended begins anew.
    mutating func push(_ sound: AudioSignal, firstFrame: Int64, arrived: ContinuousClock.Instant) throws
        -> [HeardWindow]
    {
        if stream == nil || firstFrame != next {
            stream = try model.windows(sampleRate: sound.sampleRate, channelCount: sound.channelCount, name: name)
            let seconds = model.frontEnd.windowSeconds + model.frontEnd.hopSeconds + 2
            meter = QualityMeter(
                rules: rules, sampleRate: sound.sampleRate, channelCount: sound.channelCount, firstFrame: firstFrame,
                seconds: seconds + sound.duration)
            origin = firstFrame
            sampleRate = sound.sampleRate
        }
        next = firstFrame + Int64(sound.frameCount)
        self.arrived = arrived
        meter?.push(sound)
        return try (stream?.push(sound) ?? []).map(measured)
    }

    /// The recording is complete: its last windows, a short one's only one.
    mutating func finish() throws -> [HeardWindow] {
        defer { cut() }
        return try (stream?.finish() ?? []).map(measured)
    }

    /// What follows is not continuous with what was before.
    mutating func cut() { (stream, meter) = (nil, nil) }

    private func measured(_ window: SoundWindow) -> HeardWindow {
        let offset = Double(origin) / sampleRate
        let (start, end) = (offset + window.start, offset + window.start + model.frontEnd.windowSeconds)
        let places = (Int64((start * sampleRate).rounded()), Int64((end * sampleRate).rounded()))
        let quality =
            meter?.quality(from: places.0, to: places.1)
            ?? SignalQuality(level: -.infinity, peak: -.infinity, clippedShare: 0, problem: nil)
        // Resampling holds sound back: a window's last sound came in before that which let the window out.
        let heldBack = isLive ? max(0, Double(next - places.1) / sampleRate) : 0
        return HeardWindow(
            window: window, start: start, end: end, arrived: arrived - .seconds(heldBack), quality: quality,
            bandCount: model.frontEnd.logMel.bandCount)
    }
}
