import ArgumentParser

/// What a picture model begins with instead of random weights.
struct BackboneOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Begin with a classifier that someone trained before: ResNet or MobileNet-V2 as ONNX, or a model of our own. What is built otherwise serves a classifier without being tuned.",
            valueName: "file"))
    var backbone: String?

    @Option(help: ArgumentHelp("Epochs in which the backbone stays as it is; 3 by default.", valueName: "count"))
    var frozenEpochs: Int?

    @Option(
        help: ArgumentHelp(
            "The backbone's learning rate as a factor of the head's; 0 leaves it frozen. By default 0.5, and 1 where folded normalisation was put back.",
            valueName: "factor"))
    var backboneRate: Double?

    func validate() throws {
        guard backbone != nil || (frozenEpochs == nil && backboneRate == nil) else {
            throw ValidationError("--frozen-epochs and --backbone-rate go with --backbone.")
        }
        guard frozenEpochs ?? 0 >= 0 else { throw ValidationError("--frozen-epochs takes a number from 0.") }
        if let backboneRate, !(0...10).contains(backboneRate) {
            throw ValidationError("--backbone-rate takes a number from 0 to 10.")
        }
    }

    /// Epochs that the backbone stays as it is.
    var firstEpochs: Int { frozenEpochs ?? 3 }
}
