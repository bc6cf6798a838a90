import FoundationEssentials

/// Raw inputs with their scores, kept inside the model file, by which an engine proves that it still says the same.
public struct GoldenSet: Sendable, Codable, Equatable {
    /// The key in `metadata_props`.
    public static let metadataKey = "wheeltapper.golden"
    /// Inputs in a file, where there are enough to choose from.
    public static let usualCount = 8

    /// Where golden inputs come from.
    public enum Origin: String, Sendable, Codable, CaseIterable {
        /// Cut from the validation recordings or pictures.
        case real
        /// Noise and tones, noise and stripes, so that a shared file carries nobody's recordings and pictures.
        case synthetic
    }

    public var origin: Origin
    public var inputs: [GoldenInput]
    /// Spread (standard deviation) of the winning probability over the validation windows or pictures.
    public var spread: Double

    public init(origin: Origin, inputs: [GoldenInput], spread: Double) {
        self.origin = origin
        self.inputs = inputs
        self.spread = spread
    }
}
