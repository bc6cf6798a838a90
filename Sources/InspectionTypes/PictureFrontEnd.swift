/// All that stands between a picture and a model's input; the same in training and in service.
///
/// A picture is turned to the model's colour, brought to its size, and each channel becomes
/// `(value / 255 − mean) / deviation` in `[channel, row, column]`.
public struct PictureFrontEnd: Sendable, Hashable, Codable {
    /// How a picture of another size is brought to the model's.
    public enum Fit: String, Sendable, Codable, Hashable, CaseIterable {
        /// Both axes resized by themselves: nothing is lost, proportions change.
        case stretch
        /// Resized to fit inside, the rest filled with grey (114): nothing is lost, nothing bent.
        case pad
        /// Resized so that the shorter side is ``cropMargin`` times the model's, then the middle is taken (torchvision's usual way).
        case crop
        /// Not resized: cut into overlapping tiles of the model's size, the results blended.
        case tile
    }

    /// In pixels.
    public var width: Int
    /// In pixels.
    public var height: Int
    public var colour: Picture.Colour
    public var fit: Fit
    /// With ``Fit/tile``: pixels that neighbouring tiles share.
    public var overlap: Int
    /// With ``Fit/crop``: the resized shorter side over the model's, such as 256/224.
    public var cropMargin: Double
    /// A channel, of values 0…1. Empty for 0: our own models standardise inside the graph.
    public var mean: [Float]
    /// A channel, of values 0…1. Empty for 1.
    public var deviation: [Float]

    public init(
        width: Int, height: Int, colour: Picture.Colour, fit: Fit = .stretch, overlap: Int = 0, cropMargin: Double = 1,
        mean: [Float] = [], deviation: [Float] = []
    ) {
        self.width = width
        self.height = height
        self.colour = colour
        self.fit = fit
        self.overlap = overlap
        self.cropMargin = cropMargin
        self.mean = mean
        self.deviation = deviation
    }

    /// The network's input, `[batch, channel, row, column]`.
    public var inputShape: [Int] { [1, colour.channelCount, height, width] }
}
