public import ArgumentParser

/// What `train detector` is told, whatever the method.
public struct DetectorWords: ParsableArguments {
    @OptionGroup(title: "Data and output") public var options: RunOptions
    @OptionGroup(title: "Detector") public var detector: DetectorOptions
    @OptionGroup(title: "Sounds") public var sound: SoundFrontEndOptions
    @OptionGroup(title: "Pictures") public var picture: PictureFrontEndOptions
    @OptionGroup(title: "Backbone") public var backbone: BackboneOptions
    @OptionGroup(title: "Processing") public var processing: ProcessingOptions
    @OptionGroup(title: "Model card") public var card: CardOptions

    public init() {}
}
