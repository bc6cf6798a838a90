import ArgumentParser

/// What the card tells people.
struct CardOptions: ParsableArguments {
    @Option(help: "The model's name; the output file's by default.")
    var name: String?

    @Option(help: "What the model is for.")
    var purpose: String?

    @Option(help: "The machine, line or wall it inspects.")
    var asset: String?

    @Option(help: "Where the sensor sits.")
    var sensor: String?

    @Option(help: "Whom to ask.")
    var contact: String?

    @Option(help: ArgumentHelp("Classes that mean all is well; told by their names by default.", valueName: "class"))
    var normal: [String] = []

    @Option(help: ArgumentHelp("Golden inputs inside the model: real, synthetic or none.", valueName: "origin"))
    var golden: Golden = .real

    enum Golden: String, ExpressibleByArgument, CaseIterable { case real, synthetic, none }
}
