public import ArgumentParser

/// What the card tells people.
public struct CardOptions: ParsableArguments {
    @Option(help: "The model's name; the output file's by default.")
    public var name: String?

    @Option(help: "What the model is for.")
    public var purpose: String?

    @Option(help: "The machine, line or wall it inspects.")
    public var asset: String?

    @Option(help: "Where the sensor sits.")
    public var sensor: String?

    @Option(help: "Whom to ask.")
    public var contact: String?

    @Option(help: ArgumentHelp("Classes that mean all is well; told by their names by default.", valueName: "class"))
    public var normal: [String] = []

    @Option(help: ArgumentHelp("Golden inputs inside the model: real, synthetic or none.", valueName: "origin"))
    public var golden: Golden = .real

    public init() {}

    public enum Golden: String, ExpressibleByArgument, CaseIterable { case real, synthetic, none }
}
