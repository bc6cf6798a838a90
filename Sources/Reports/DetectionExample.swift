public import Evaluation
public import InspectionTypes
public import Plotting

/// A recording or picture that a detector judged, with what its verdict rests on: to be listened to and looked at.
public struct DetectionExample: Sendable {
    public var item: DetectorItem
    /// Where it differs from its machine's normal sound, the largest deviation first.
    public var deviations: [BandDeviation]
    public var spectrogram: SpectrogramChart?
    public var audio: Mistake.Audio?
    /// The normal recording or picture that resembles it most.
    public var nearest: NearestNormal?
    public var nearestSpectrogram: SpectrogramChart?
    public var nearestAudio: Mistake.Audio?
    public var picture: EmbeddedPicture?
    /// The picture with the true mask on it.
    public var truth: EmbeddedPicture?
    /// The picture with the anomaly map on it.
    public var map: EmbeddedPicture?
    public var nearestPicture: EmbeddedPicture?
    /// What else is worth saying.
    public var note: String?

    public init(
        item: DetectorItem, deviations: [BandDeviation] = [], spectrogram: SpectrogramChart? = nil,
        audio: Mistake.Audio? = nil, nearest: NearestNormal? = nil, nearestSpectrogram: SpectrogramChart? = nil,
        nearestAudio: Mistake.Audio? = nil, picture: EmbeddedPicture? = nil, truth: EmbeddedPicture? = nil,
        map: EmbeddedPicture? = nil, nearestPicture: EmbeddedPicture? = nil, note: String? = nil
    ) {
        self.item = item
        self.deviations = deviations
        self.spectrogram = spectrogram
        self.audio = audio
        self.nearest = nearest
        self.nearestSpectrogram = nearestSpectrogram
        self.nearestAudio = nearestAudio
        self.picture = picture
        self.truth = truth
        self.map = map
        self.nearestPicture = nearestPicture
        self.note = note
    }
}
