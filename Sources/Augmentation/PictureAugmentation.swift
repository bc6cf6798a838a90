/// How pictures are made harder for a network in training; each means has a switch of its own.
///
/// Geometry is composed into one transform and sampled once (``PictureTransform``); then come, in the order in which a camera does them, what
/// hides (cutout), optics (blur), exposure and colour, the sensor (noise) and storage (JPEG). What is drawn depends on seed, epoch and item
/// alone (``AugmentationDraw``), and each item draws as many numbers whatever is switched on: one means more or less leaves the others as
/// they were.
public struct PictureAugmentation: Sendable, Hashable, Codable {
    /// Whether left and right are swapped in half of the pictures.
    public var horizontalFlip = false
    /// Whether top and bottom are swapped in half of the pictures.
    public var verticalFlip = false
    /// Whether pictures are turned by 0°, 90°, 180° or 270°; where a quarter turn would bend a picture that is not square, by 0° or 180°.
    public var rightAngles = false
    /// Share of pictures that are rotated, cropped, bent and shifted at all; the others stay as sharp as they are.
    public var warpProbability: Float = 1
    /// Largest rotation to either side, in degrees; 0 for none.
    public var rotationDegrees: Float = 0
    /// Share of the picture's area that is kept; above 1 the picture shrinks and its mirror image fills the border.
    public var cropScale: ClosedRange<Float> = 1...1
    /// Largest change of the ratio of width to height, as a factor: 1.2 for 1/1.2 … 1.2; 1 for none.
    public var aspect: Float = 1
    /// Largest shift to either side along each axis, as a fraction of the picture; 0 for none.
    public var shift: Float = 0
    /// Largest change of brightness to either side, as a fraction of white; 0 for none.
    public var brightness: Float = 0
    /// Largest change of contrast around the picture's mean: 0.2 for factors of 1/1.2 … 1.2; 0 for none.
    public var contrast: Float = 0
    /// Largest change of each colour channel's gain, as a fraction: a light of another colour; 0 for none.
    public var colour: Float = 0
    /// Largest change of the colours' strength, as a fraction; 0 for none.
    public var saturation: Float = 0
    /// Largest turn of the colours' hue to either side, in degrees; 0 for none.
    public var hueDegrees: Float = 0
    /// Share of pictures that are blurred.
    public var blurProbability: Float = 0
    /// Standard deviation of the Gaussian that blurs, in pixels of the model's input, from nothing up to this.
    public var blurSigma: Float = 1
    /// Share of pictures that get a sensor's noise.
    public var noiseProbability: Float = 0
    /// Standard deviation of the noise, as a fraction of white, from nothing up to this.
    public var noiseSigma: Float = 0.02
    /// Share of pictures that are compressed.
    public var jpegProbability: Float = 0
    /// Quality of the compression, 1…100.
    public var jpegQuality: ClosedRange<Int> = 50...95
    /// Share of pictures in which a rectangle is covered with the picture's mean; a mask is empty there.
    public var cutoutProbability: Float = 0
    /// Longest side of the rectangle, as a fraction of the picture.
    public var cutoutFraction: Float = 0.25
    /// α of the Beta(α, α) distribution that mixup's weights come from; 0 for no mixup. Classifiers only.
    public var mixupAlpha: Float = 0
    /// Share of pairs of pictures that are mixed.
    public var mixupProbability: Float = 1

    /// Nothing is changed.
    public init() {}

    /// Nothing is changed.
    public static let off = PictureAugmentation()

    /// For parts and surfaces seen by a fixed camera: any orientation, small rotations and crops, the light's and the camera's small changes.
    public static let standard: PictureAugmentation = {
        var settings = PictureAugmentation()
        settings.horizontalFlip = true
        settings.verticalFlip = true
        settings.rightAngles = true
        settings.warpProbability = 0.8
        settings.rotationDegrees = 10
        settings.cropScale = 0.85...1.1
        settings.aspect = 1.05
        settings.shift = 0.03
        settings.brightness = 0.1
        settings.contrast = 0.2
        settings.colour = 0.03
        settings.blurProbability = 0.1
        settings.blurSigma = 0.8
        settings.noiseProbability = 0.2
        settings.noiseSigma = 0.015
        settings.jpegProbability = 0.1
        return settings
    }()

    /// For detectors that learn from normal pictures alone: any orientation, and what light and sensor do to a sound part. Nothing that moves or
    /// blurs pixels, which would do to a painted defect's edges what it does not do to a real one's.
    public static let detection: PictureAugmentation = {
        var settings = PictureAugmentation()
        settings.horizontalFlip = true
        settings.verticalFlip = true
        settings.rightAngles = true
        settings.warpProbability = 0
        settings.brightness = 0.08
        settings.contrast = 0.3
        settings.noiseProbability = 0.5
        settings.noiseSigma = 0.02
        return settings
    }()

    /// For few pictures, or such as are taken by hand: other distances, lights, cameras and files.
    public static let strong: PictureAugmentation = {
        var settings = standard
        settings.rotationDegrees = 25
        settings.cropScale = 0.55...1.25
        settings.aspect = 1.2
        settings.shift = 0.06
        settings.brightness = 0.2
        settings.contrast = 0.4
        settings.colour = 0.1
        settings.saturation = 0.3
        settings.hueDegrees = 8
        settings.blurProbability = 0.25
        settings.blurSigma = 1.5
        settings.noiseProbability = 0.35
        settings.noiseSigma = 0.04
        settings.jpegProbability = 0.3
        settings.jpegQuality = 30...95
        settings.mixupAlpha = 0.2
        return settings
    }()
}
