/// Every number of a log-mel spectrogram, as a model card carries it.
public struct LogMelSettings: Sendable, Hashable, Codable {
    /// How hertz map to mels.
    public enum Scale: String, Sendable, Codable, Hashable {
        /// `2595 · log10(1 + f / 700)` (O'Shaughnessy; HTK).
        case htk
        /// Linear below 1 kHz, logarithmic above (Slaney's Auditory Toolbox; librosa's default).
        case slaney
    }

    /// How a triangle of the filterbank is scaled.
    public enum FilterNormalization: String, Sendable, Codable, Hashable {
        /// Peak 1.
        case none
        /// Area 1: divided by the band's width in hertz (librosa's default).
        case slaney
    }

    /// How the filterbank's triangles are made.
    public enum FilterShape: String, Sendable, Codable, Hashable {
        /// Straight in hertz (librosa).
        case hertz
        /// Straight in mels (TensorFlow's `linear_to_mel_weight_matrix`, hence YAMNet).
        case mel
    }

    /// What compresses the mel energies.
    public enum Compression: Sendable, Hashable, Codable {
        /// `ln(x + offset)`.
        case naturalLogarithm(offset: Float)
        /// `10·log10(max(x, floor))` for power, `20·log10(max(x, floor))` for magnitude; no reference, no range limit.
        case decibel(floor: Float)
    }

    /// What is put before and after the signal so that frame *t* is centred on sample *t · hopLength*.
    public enum Padding: String, Sendable, Codable, Hashable {
        /// Nothing: frame *t* starts at sample *t · hopLength*. A window's features are then a slice of the recording's.
        case none
        /// `fftLength / 2` mirrored samples at both ends.
        case reflect
        /// `fftLength / 2` zeros at both ends.
        case zero
    }

    /// In hertz.
    public var sampleRate: Double
    /// Points of the Fourier transform; the window is zero-padded to it.
    public var fftLength: Int
    /// Samples under the periodic Hann window. With ``fftCentered`` it sits in the middle of the transform (librosa), else at its start.
    public var windowLength: Int
    /// Samples from one frame to the next.
    public var hopLength: Int
    public var bandCount: Int
    /// In hertz.
    public var lowestFrequency: Double
    /// In hertz.
    public var highestFrequency: Double
    public var scale: Scale
    public var normalization: FilterNormalization
    public var shape: FilterShape
    /// Exponent on the magnitude: 2 for power, 1 for magnitude.
    public var power: Int
    public var compression: Compression
    public var padding: Padding
    /// Whether a window shorter than the transform sits in its middle (librosa) or at its start (TensorFlow).
    public var fftCentered: Bool

    public init(
        sampleRate: Double, fftLength: Int, windowLength: Int, hopLength: Int, bandCount: Int,
        lowestFrequency: Double, highestFrequency: Double, scale: Scale = .slaney,
        normalization: FilterNormalization = .slaney, shape: FilterShape = .hertz, power: Int = 2,
        compression: Compression, padding: Padding = .none, fftCentered: Bool = true
    ) {
        self.sampleRate = sampleRate
        self.fftLength = fftLength
        self.windowLength = windowLength
        self.hopLength = hopLength
        self.bandCount = bandCount
        self.lowestFrequency = lowestFrequency
        self.highestFrequency = highestFrequency
        self.scale = scale
        self.normalization = normalization
        self.shape = shape
        self.power = power
        self.compression = compression
        self.padding = padding
        self.fftCentered = fftCentered
    }

    /// YAMNet's front end: 25 ms windows every 10 ms at 16 kHz, 64 HTK bands of 125–7500 Hz, magnitude, `ln(x + 0.001)`.
    ///
    /// Source: the published model's `params.py` and `features.py` (TensorFlow model garden, AudioSet).
    public static let yamnet = LogMelSettings(
        sampleRate: 16_000, fftLength: 512, windowLength: 400, hopLength: 160, bandCount: 64,
        lowestFrequency: 125, highestFrequency: 7500, scale: .htk, normalization: .none, shape: .mel, power: 1,
        compression: .naturalLogarithm(offset: 0.001), padding: .none, fftCentered: false
    )

    /// Samples that one frame looks at.
    public var span: Int { fftCentered ? fftLength : windowLength }

    /// Frames that `sampleCount` samples give.
    public func frameCount(sampleCount: Int) -> Int {
        guard sampleCount > 0 else { return 0 }
        let padded = padding == .none ? sampleCount : sampleCount + 2 * (fftLength / 2)
        return padded < span ? 0 : 1 + (padded - span) / hopLength
    }
}
