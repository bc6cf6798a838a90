/// Why no verdict can rest on a stretch of sound, or on a picture.
public enum SignalProblem: String, Sendable, Codable, Hashable, CaseIterable {
    /// Every sample is the same: a cable is out, or the microphone is switched off. Even a quiet room moves a converter's last bits.
    case disconnected
    /// There is sound, and too little of it to be that of anything.
    case silent
    /// The recorder's full scale is reached again and again: what is heard is its distortion.
    case clipping
    /// Sound is missing within the stretch: samples stand still for a while, or were lost on the way.
    case dropout
    /// The same picture again and again: a camera's own noise would change some of it.
    case frozen
    /// Hardly a pixel has any light.
    case black
    /// Hardly a pixel is not at its brightest.
    case overexposed
    /// All pixels are alike: a test picture, or a lens that is covered.
    case uniform
    /// The picture broke off or was changed on its way.
    case damaged

    /// What to do about it.
    public var mend: String {
        switch self {
        case .disconnected: "check the cable, the switch and the power of the microphone"
        case .silent: "move the microphone closer, or raise its gain"
        case .clipping: "lower the microphone's gain, or move it away"
        case .dropout, .damaged: "see whether the machine or the line is overloaded"
        case .frozen: "start the camera anew"
        case .black: "take off the lens cap, switch on the light, or expose longer"
        case .overexposed: "expose for a shorter time, or close the aperture"
        case .uniform: "see whether the lens is covered, and whether the camera sends its picture"
        }
    }
}

/// From where on a stretch of sound is no good.
public struct QualityRules: Sendable, Equatable {
    /// Level below full scale under which a window is silent, in dB.
    public var silentBelow: Double
    /// Share of samples at full scale from which on a window clips.
    public var clippedShare: Double
    /// Samples that stand still for so long in the midst of sound, in seconds, are a dropout.
    public var stillSeconds: Double
    /// Sound quieter than this, in dB below full scale, may stand still: in 16 bits a whisper does.
    public var stillAbove: Double

    public init(
        silentBelow: Double = -75, clippedShare: Double = 0.002, stillSeconds: Double = 0.015, stillAbove: Double = -50
    ) {
        self.silentBelow = silentBelow
        self.clippedShare = clippedShare
        self.stillSeconds = stillSeconds
        self.stillAbove = stillAbove
    }
}

/// How good a stretch of sound is.
public struct SignalQuality: Sendable, Equatable {
    /// Root mean square of the loudest channel, in dB below full scale; minus infinity of nothing.
    public var level: Double
    /// The largest magnitude of any channel, in dB below full scale.
    public var peak: Double
    /// Share of samples at full scale, of the channel with the most.
    public var clippedShare: Double
    /// The first that applies.
    public var problem: SignalProblem?

    public init(level: Double, peak: Double, clippedShare: Double, problem: SignalProblem?) {
        self.level = level
        self.peak = peak
        self.clippedShare = clippedShare
        self.problem = problem
    }
}
