public import ArgumentParser

/// What the card tells people.
public struct CardOptions: ParsableArguments {
    @Option(help: "The model's name; the output file's by default.")
    public var name: String?

    @Option(help: ArgumentHelp("What the model is for.", visibility: .hidden))
    public var purpose: String?

    @Option(help: ArgumentHelp("The machine, line or wall it inspects.", visibility: .hidden))
    public var asset: String?

    @Option(help: ArgumentHelp("Where the sensor sits.", visibility: .hidden))
    public var sensor: String?

    @Option(help: ArgumentHelp("Whom to ask.", visibility: .hidden))
    public var contact: String?

    @Option(help: ArgumentHelp("Classes that mean all is well; told by their names by default.", valueName: "class"))
    public var normal: [String] = []

    @Option(
        help: ArgumentHelp(
            "Golden inputs inside the model: real, synthetic or none.", valueName: "origin", visibility: .hidden))
    public var golden: Golden = .real

    public init() {}

    public enum Golden: String, ExpressibleByArgument, CaseIterable { case real, synthetic, none }
}
