public import ArgumentParser
import InspectionTypes
public import NeuralNetworks

/// What a model begins with instead of random weights.
public struct BackboneOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Begin with a network that someone trained before. Pictures: ResNet or MobileNet-V2 as ONNX, or a model of our own; others serve as they are, not tuned. Sounds: YAMNet (see wheeltapper import yamnet) or another model of sounds.",
            valueName: "file"))
    public var backbone: String?

    @Option(
        help: ArgumentHelp(
            "Epochs in which the backbone stays as it is; 3 by default.", valueName: "count", visibility: .hidden))
    public var frozenEpochs: Int?

    @Option(
        help: ArgumentHelp(
            "The backbone's learning rate as a factor of the head's; 0 leaves it frozen. By default 0.5, and 1 where folded normalisation was put back.",
            valueName: "factor", visibility: .hidden))
    public var backboneRate: Double?

    public init() {}

    public func validate() throws {
        guard backbone != nil || (frozenEpochs == nil && backboneRate == nil) else {
            throw ValidationError("--frozen-epochs and --backbone-rate go with --backbone.")
        }
        guard frozenEpochs ?? 0 >= 0 else { throw ValidationError("--frozen-epochs takes a number from 0.") }
        if let backboneRate, !(0...10).contains(backboneRate) {
            throw ValidationError("--backbone-rate takes a number from 0 to 10.")
        }
    }

    /// Errors name the option and the file.
    public func named<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as NetworkError {
            throw NetworkError(error.code, "--backbone \(path): \(error.message)")
        }
    }

    /// How pictures are standardised for a file: a model of ours standardises inside its graph; others are taken to expect ImageNet's mean and
    /// deviation.
    public static func normalization(of file: ModelFile) -> PictureNormalization {
        let isOwn = file.metadata[ModelCard.metadataKey] != nil
        return isOwn ? PictureNormalization(mean: [0, 0, 0], deviation: [1, 1, 1]) : .imageNet
    }

    /// Epochs that the backbone stays as it is.
    public var firstEpochs: Int { frozenEpochs ?? 3 }
}
