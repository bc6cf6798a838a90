/// What a verdict on a recording, or a stretch of one, rests on: enough to draw it. Its times count from the stretch's start.
public struct SoundEvidence: Sendable {
    /// Columns of a drawing at most; a longer recording's neighbouring frames are joined.
    static let mostColumns = 2048

    /// In decibels, by stretch and mel band.
    public var spectrogram: LevelGrid
    /// Of the recording, in seconds.
    public var duration: Double
    /// The machine's normal level by band, in decibels; `nil` where the model carries no reference.
    public var normalLevels: [Float]?

    /// Where bands meet, in hertz: one more than there are bands, rising.
    public var bandEdges: [Double] { spectrogram.settings.bandEdges }
}
