import InspectionTypes
import Signals

/// What a detector keeps of one channel of a recording while it listens.
struct HeardChannel {
    var scores = DetectionScores()
    /// In stretches as long as the reference's; `nil` without one.
    private var levels: LevelGrid?
    /// Frame by frame, as long as memory lets it; where a drawing is wanted.
    private(set) var spectrogram: LevelGrid?
    private let bandCount: Int
    /// The first frame that no window has shown yet.
    private var nextFrame = 0

    init(_ frontEnd: SoundFrontEnd, reference: NormalReference?, keepsSpectrogram: Bool) {
        bandCount = frontEnd.logMel.bandCount
        if let reference, !reference.machines.isEmpty {
            levels = LevelGrid(frontEnd.logMel, seconds: reference.stretchSeconds)
        }
        if keepsSpectrogram { spectrogram = LevelGrid(frontEnd.logMel, mostStretches: SoundEvidence.mostColumns) }
    }

    /// Takes the frames that the windows before did not hold.
    mutating func add(_ window: SoundWindow) {
        guard levels != nil || spectrogram != nil else { return }
        let known = max(0, nextFrame - window.firstFrame)
        let frames = window.values.count / bandCount
        guard known < frames else { return }
        levels?.add(window.values[(known * bandCount)...], firstFrame: window.firstFrame + known)
        spectrogram?.add(window.values[(known * bandCount)...], firstFrame: window.firstFrame + known)
        nextFrame = window.firstFrame + frames
    }

    /// - Parameter duration: of the recording, in seconds.
    func deviations(from normal: NormalReference.Machine, duration: Double) -> [BandDeviation] {
        levels.map { DeviationFinder().find(in: $0, normal: normal, duration: duration) } ?? []
    }
}
