public import Plotting

/// A recording or picture that was named wrongly, to be looked at and listened to.
public struct Mistake: Sendable {
    /// A sound as a browser plays it.
    public struct Audio: Sendable {
        public var bytes: [UInt8]
        /// `audio/wav`, `audio/flac`, `audio/ogg`, `audio/mpeg`.
        public var mediaType: String

        public init(bytes: [UInt8], mediaType: String = "audio/wav") {
            self.bytes = bytes
            self.mediaType = mediaType
        }
    }

    public var file: String
    public var truth: String
    public var verdict: String
    /// Probability of ``verdict``.
    public var score: Double
    public var waveform: WaveformChart?
    public var spectrogram: SpectrogramChart?
    public var audio: Audio?
    /// Of a picture model: as the model was given it.
    public var picture: EmbeddedPicture?
    /// The picture with what spoke for ``verdict`` laid over it.
    public var activationMap: EmbeddedPicture?
    /// What else is worth saying, such as where in the recording.
    public var note: String?

    public init(
        file: String, truth: String, verdict: String, score: Double, waveform: WaveformChart? = nil,
        spectrogram: SpectrogramChart? = nil,
        audio: Audio? = nil, picture: EmbeddedPicture? = nil, activationMap: EmbeddedPicture? = nil, note: String? = nil
    ) {
        self.file = file
        self.truth = truth
        self.verdict = verdict
        self.score = score
        self.waveform = waveform
        self.spectrogram = spectrogram
        self.audio = audio
        self.picture = picture
        self.activationMap = activationMap
        self.note = note
    }
}
